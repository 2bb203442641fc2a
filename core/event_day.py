"""Which day counts for a matter (按哪一天适用法律): the day of the conduct for substance, of the step for procedure.

Rule of domain 8.7: conduct is judged by the law at its time; procedure by the law at the time of the step. A matter
has an event date with its source, else the day of receipt, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.dates import local_day, read_day
from core.errors import InputError
from core.petition import Item

EVENT_FIELD = "event_on"
"""Under this name the import keeps the column that tells when it happened (事发日期)."""
Source = Literal["column", "text", "received", "asked", "today"]

_FULL = re.compile(
    r"(?<![\d\-/.])(?:(?:19|20)\d{2})\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]|([-/.])\d{1,2}\1\d{1,2})(?![\d\-/])"
    r"|[一二][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_NOT_THE_EVENT = re.compile(
    r"出生|生于|签订|签署|购买|交房合同|来信|反映过|投诉过|信访|拨打|致电|答复|回复|受理|登记|公布|施行|印发|发布|截止|"
    r"截至|起施行|通知|文件|号文|通过的|规定|条例|法律|办法"
)
_AROUND = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichDay:
    """The day whose law counts, where it comes from, in Chinese words to stand beside it; `quote` is the evidence."""

    day: date
    source: Source
    words: str
    quote: str = ""
    start: int = 0
    end: int = 0

    @property
    def said(self) -> str:
        """One sentence: 按 2026-03-01（事发日期，来源表写明）."""
        return f"按 {self.day.isoformat()}（{self.words}）"


def which_day(item: Item, *, today: date) -> WhichDay:
    """The day that counts for the substance: of the event where it is known, else of receipt, else today."""
    received = local_day(item.received_at) if item.received_at else None
    return _from_column(item) or _from_text(item, received) or _received(received, today)


def asked_day(day: date) -> WhichDay:
    """The day a person asked for."""
    return WhichDay(day=day, source="asked", words="指定日期")


def _from_column(item: Item) -> WhichDay | None:
    text = item.extra.get(EVENT_FIELD, "").strip()
    if not text:
        return None
    try:
        day = read_day(text)
    except InputError:
        return None  # a date nobody can read is none; the text and the day of receipt remain
    return WhichDay(day=day, source="column", words="事发日期，来源表写明", quote=text) if day else None


def _from_text(item: Item, received: date | None) -> WhichDay | None:
    """The one full date in the letter on which something happened; two are for a person to tell apart."""
    text = item.letter
    found: dict[date, WhichDay] = {}
    for one in _FULL.finditer(text):
        if _NOT_THE_EVENT.search(text[max(0, one.start() - _AROUND) : one.end() + _AROUND]):
            continue
        try:
            day = read_day(re.sub(r"\s", "", one[0]))
        except InputError:
            continue
        if day is None or (received is not None and day > received):
            continue
        quote = text[max(0, one.start() - _AROUND) : one.end() + _AROUND].replace("\n", " ")
        words = f"事发日期，信中写明“{one[0]}”"
        found.setdefault(
            day, WhichDay(day=day, source="text", words=words, quote=quote, start=one.start(), end=one.end())
        )
    return next(iter(found.values())) if len(found) == 1 else None


def _received(received: date | None, today: date) -> WhichDay:
    if received is None:
        return WhichDay(day=today, source="today", words="今天，没有事发日期和收到日期")
    return WhichDay(day=received, source="received", words="收到之日，没有查到事发日期")
