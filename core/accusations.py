"""Accusations (检举控告) recognised in letters and set aside before anything reads them (条例 30¶3, 46(五)).

A person decides the doubtful ones. Complaining about a firm, a noise or a service is no accusation; alleging that
an official or an organ took money, abused office or covered up a breach is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.accused import NEAR, addressed, of_a_firm
from core.packaged import packaged_yaml
from core.phrases import Phrases
from core.units import find_units, unit_table

_PURPOSES = frozenset({"accusation", "检举控告", "检举控告类", "检举", "控告", "揭发控告", "举报控告"})
_DENIED = re.compile(
    r"(?:可能的|防止|杜绝|避免|打击|反对|严惩|预防|警惕|没有|是否|会不会|有没有|有无|建议|加强|整治)[^，。！？]{0,10}$"
)
_TAKES = re.compile(
    r"(?:收受|收取|收了|索要|索取|接受|拿了?)[^，。！？]{0,10}(?:红包|贿赂|好处费?|回扣|财物|礼金|钱财|宴请)"
    r"|(?:收受|索要|索取)[^，。！？]{0,10}现金"
    r"|(?:挪用|套取|骗取|冒领|截留|贪占)[^，。！？]{0,10}(?:资金|补助|补贴|补偿款?|款项?|经费|低保|救济)"
)
_PUBLIC = frozenset({"government", "party", "justice", "village", "institution"})
_ACCUSES = frozenset({"检举", "控告", "控诉", "揭发"})
_CLAUSE = re.compile(r"[^，。！？\n]{0,24}")
_SENTENCE = re.compile(r"[^。！？!?\n]{0,60}")
_SUSPECTS = re.compile(
    r"怀疑|都[说讲传]|听说|据说|据传|传言|传闻|有人[说讲]|(?:村里|小区|镇上|周围|外面|旁边)?(?:人|群众|大家|邻居|村民)(?:都|们都)?[说讲]"
    r"|肯定|是不是|莫非|难道|难免|不得不让人|不排除|估计|恐怕|疑似|涉嫌"
)
_SIGNS = re.compile(
    r"猫腻|好处|红包|(?:打过?|打了)招呼|撑腰|后台|靠山|保护伞|通风报信|串通|勾结|打点|送(?:了|过)?(?:礼|钱)|入(?:了)?股|有股份|干股|分红"
    r"|(?:收|拿|给)(?:了|过)(?:[^，。]{0,6})?(?:钱|红包|好处|东西|烟酒)|(?:是|有)(?:亲戚|亲属|战友|同学|关系户)|沾亲带故|小舅子|罩着|护着|包庇|偏袒|徇私"
    r"|睁一[只眼]|穿一条裤子|一伙的?|利益(?:关系|往来|链)|权钱|暗箱"
)
_ASKED = re.compile(r"(?:请|望|求|希望|要求|恳请|建议|向|由|找|让|到|去)[^，。！？]{0,8}$")
_HEAD = 80  # what a letter is about stands in its title and first sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """`clear`, `doubtful` or `none`, with the words that led there as (start, end, quote)."""

    kind: str
    evidence: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    offices: Phrases
    organs: Phrases
    not_offices: Phrases
    strong: Phrases
    weak: Phrases
    reports: Phrases
    duty: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = packaged_yaml("accusations.yaml")
    return _Words(*(Phrases(table[key].split()) for key in _Words.__dataclass_fields__))


def accusation_of(text: str, purpose: str = "") -> Verdict:
    """Whether `text` accuses an official or organ of a breach of duty; `purpose` is the source's own field.

    clear: a grave act with an official beside it, at the head of the letter, in a letter that reports or accuses, or
    more than once; or the source says 检举控告. doubtful: a grave act with only an organ beside it, one of duty in a
    letter that reports, lesser words (保护伞, 包庇) at the head and beside an organ, a report of an official without an
    act. Whom the letter speaks to is not accused, and what a firm did is no act of an organ. Both kinds are hidden
    until a person has looked at the doubtful ones.
    """
    if purpose.strip() in _PURPOSES:
        return Verdict("clear", ((0, 0, f"信访目的：{purpose.strip()}"),))
    words = _words()
    reports = [s for s in words.reports.find(text) if s[0] < _HEAD]
    acts = [*words.strong.find(text), *(m.span() for m in _TAKES.finditer(text))]
    strong, weak = _not_denied(text, sorted(set(acts))), _not_denied(text, words.weak.find(text))
    if not (strong or weak or reports):
        return _suspected(text, words)
    offices = _officials(text, words)
    organs = [*offices, *_organs(text, words)]
    strong, weak = ([act for act in acts if not of_a_firm(text, act, offices, organs)] for acts in (strong, weak))
    near = [(act, one) for act in strong for one in offices if _close(act, one)]
    if near and (reports or len({a for a, _ in near}) >= 2 or any(a[0] < _HEAD for a, _ in near)):
        return Verdict("clear", _spans(text, (s for pair in near for s in pair)))
    if any(_close(act, one) for act in strong for one in organs) or (
        reports and set(strong) & set(words.duty.find_all(text))
    ):
        return Verdict("doubtful", _spans(text, (*strong, *reports)))
    if any(act[0] < _HEAD for act in weak) and any(_close(act, one) for act in weak for one in organs):
        return Verdict("doubtful", _spans(text, weak))
    return _reported(text, reports, organs)


def _reported(text: str, reports: list[tuple[int, int]], organs: list[tuple[int, int]]) -> Verdict:
    """A letter that opens by accusing (检举, 控告) an official or organ, or reporting (举报) an official, is doubtful
    even without an act; else what a sentence suspects of an official decides."""
    words = _words()
    officials = _officials(text, words)
    for start, end in reports:
        clause = _CLAUSE.match(text, end)
        meant = organs if text[start:end] in _ACCUSES else officials
        found = [o for o in meant if clause and end <= o[0] < clause.end()]
        if found:
            return Verdict("doubtful", _spans(text, (*reports, *found)))
    return _suspected(text, words)


def _suspected(text: str, words: _Words) -> Verdict:
    """A sentence that suspects (我怀疑, 都说) somebody of an office or organ of being bought or related is doubtful."""
    for m in _SUSPECTS.finditer(text):
        sentence = _SENTENCE.match(text, m.end())
        signs = list(_SIGNS.finditer(text, m.end(), sentence.end())) if sentence else []
        if not signs:
            continue
        organs = [*_officials(text, words), *_organs(text, words)]
        for sign in signs:
            near = [o for o in organs if m.start() <= o[0] and o[1] <= sign.start() <= o[1] + NEAR]
            near = [o for o in near if not _ASKED.search(text, max(0, o[0] - 12), o[0])]
            if near:
                return Verdict("doubtful", _spans(text, (m.span(), near[0], sign.span())))
    return Verdict("none")


def _organs(text: str, words: _Words) -> list[tuple[int, int]]:
    """Organs by their everyday names, and units the table of units knows by any of theirs."""
    named = [(one.start, one.end) for one in find_units(text) if unit_table()[one.unit_id[5:]].kind in _PUBLIC]
    return sorted({*words.organs.find(text), *named})


def _officials(text: str, words: _Words) -> list[tuple[int, int]]:
    wrong = words.not_offices.find(text)
    named = [o for o in words.offices.find_all(text) if not any(a <= o[0] and o[1] <= b for a, b in wrong)]
    return [o for o in named if not addressed(text, o)]


def _not_denied(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [s for s in spans if not _DENIED.search(text, max(0, s[0] - 14), s[0])]


def _close(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] - one[1] <= NEAR and one[0] - other[1] <= NEAR


def _spans(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int, str], ...]:
    return tuple((a, b, text[a:b]) for a, b in sorted(set(spans)))
