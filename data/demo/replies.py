"""Replies (答复意见): what was found and done, the articles they rest on, some wrong or no longer in force."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date

from core.numerals import to_number
from data.demo.draft import Cited, Draft
from data.demo.situations import ReplyText
from data.demo.slots import Slots
from data.demo.voice import tidy

CITING_SHARE = 0.6
REMEDY_SHARE = 0.7
_CITATION = re.compile(r"《([^》]+)》第([零一二三四五六七八九十百千]+)条")
REVIEWS = (
    ("《信访工作条例》第三十五条", 80),
    ("《信访条例》第三十四条", 12),
    ("《信访工作条例》第五十一条", 4),
    ("《信访条例》第三十五条", 4),
)
OLD_NUMBERS = {
    "《治安管理处罚法》第八十八条": "《治安管理处罚法》第五十八条",
    "《治安管理处罚法》第五十一条": "《治安管理处罚法》第四十三条",
}
OLD_ARTICLES = (43, 58)
CODE_DAY = date(2026, 8, 15)
REPEALED = {
    "信访条例": date(2022, 5, 1),
    "青湄县物业服务收费公示暂行规定": date(2025, 7, 1),
    "噪声污染防治法": CODE_DAY,
    "大气污染防治法": CODE_DAY,
    "水污染防治法": CODE_DAY,
    "固体废物污染环境防治法": CODE_DAY,
}
POLICE_DAY = date(2026, 1, 1)
AMENDED = {
    "治安管理处罚法": POLICE_DAY,
    "村民委员会组织法": date(2026, 1, 1),
    "食品安全法": date(2025, 12, 1),
    "殡葬管理条例": date(2026, 3, 30),
    "快递暂行条例": date(2025, 6, 1),
    "保障中小企业款项支付条例": date(2025, 6, 1),
}


class Replier:
    """Writes replies from the fragments of a situation and the general ones."""

    def __init__(self, pools: Mapping[str, list[str]]) -> None:
        self.pools = pools

    def reply(self, draft: Draft, rng: random.Random) -> str:
        """Fills in reply and citations of `draft`; returns the outcome's short word."""
        assert draft.replied is not None
        day = draft.replied.date()
        slots = Slots(draft.place, rng, on=day, unit=draft.unit)
        slots.kept |= {name: text for name, text in draft.told.items() if name in ("dong", "dev", "wy", "labour")}
        told = rng.choice(_fitting(draft.situation.replies, draft.variant))
        parts = []
        if rng.random() < 0.75:
            parts.append(slots.fill(rng.choice(self.pools["reply_open"])))
        parts.append(("" if told.plain else self._law(draft, day, rng)) + slots.fill(told.text))
        if draft.second is not None and rng.random() < 0.6:
            other = rng.choice(_fitting(draft.second.replies, draft.second_variant))
            parts.append("关于您反映的另一问题：" + slots.fill(other.text))
        appealable = draft.situation.purpose == "求决" and told.outcome in ("部分", "解释", "不予")
        if appealable and rng.random() < REMEDY_SHARE:
            parts.append(self._remedy(slots, rng))
        if rng.random() < 0.6:
            parts.append(slots.fill(rng.choice(self.pools["reply_close"])))
        if rng.random() < 0.4:
            parts.append(f"（{draft.unit}）")
        draft.reply = _joined(parts)
        draft.cited = citations(draft.reply, day)
        return told.outcome

    def _law(self, draft: Draft, day: date, rng: random.Random) -> str:
        laws = [law.text for law in draft.situation.laws if law.holds(day)]
        if not laws or rng.random() > CITING_SHARE:
            return ""
        law = rng.choice(laws)
        if law in OLD_NUMBERS and rng.random() < 0.4:
            law = OLD_NUMBERS[law]
        return rng.choice([f"依据{law}的规定，", f"根据{law}，", f"按照{law}之规定，"])

    def _remedy(self, slots: Slots, rng: random.Random) -> str:
        slots.kept["review"] = rng.choices([r for r, _ in REVIEWS], [w for _, w in REVIEWS])[0]
        return slots.fill(rng.choice(self.pools["reply_remedy"]))


def _fitting(replies: list[ReplyText], variant: int) -> list[ReplyText]:
    return [reply for reply in replies if reply.variant in (0, variant)]


def citations(text: str, day: date) -> list[Cited]:
    """The articles `text` names, each with its flaw: repealed or renumbered on `day` or since, or no such article."""
    return [
        Cited(found[0], found[1], number, _flaw(found[1], number, day))
        for found in _CITATION.finditer(text)
        for number in [to_number(found[2])]
    ]


def _flaw(law: str, article: int, day: date) -> str:
    if law in REPEALED:
        return "repealed_before_reply" if day >= REPEALED[law] else "repealed_since"
    if law == "信访工作条例" and article > 50:
        return "no_such_article"
    if law == "治安管理处罚法" and article in OLD_ARTICLES and day >= POLICE_DAY:
        return "old_number_at_reply"
    return "amended_since" if day < AMENDED.get(law, date.min) else ""


def _joined(parts: list[str]) -> str:
    text = ""
    for part in parts:
        text += part if part.endswith(("。", "：", "）")) else part + "。"
    return tidy(text)
