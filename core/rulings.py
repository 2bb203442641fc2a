"""What a review or re-check (复查、复核) did to a reply: upheld, changed, revoked, sent back (条例 35, 36).

A reply that did not stand is no example to follow; it is marked wherever it is shown as a precedent, never hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from core.dates import local_day
from core.petition import HandlingEvent

RULING_EVENTS = {"issue_review": "复查", "issue_recheck": "复核"}
RESULT_LABELS = {"uphold": "维持", "change": "变更", "revoke": "撤销", "redo": "责令重新办理"}
FALLEN = frozenset({"change", "revoke", "redo"})
_STAYED = re.compile(r"维持|驳回|不予(?:撤销|变更|支持)|不(?:撤销|变更)")
_RESULTS = (
    ("redo", re.compile(r"(?:责令|发回|要求)[^，。；]{0,12}重新|重新(?:办理|处理|作出|答复|调查)")),
    ("revoke", re.compile(r"撤销")),
    ("change", re.compile(r"变更|改变|纠正|予以更正")),
)
_COLUMN = re.compile(r"复[查核](?:结果|结论|意见|情况|决定)?$")
_SAID = re.compile(
    r"(?:被|经|在)?(复[查核])(?:机关|意见|决定|后)?[^，。；]{0,8}?(?:撤销|变更|责令重新|重新(?:办理|处理)|纠正)"
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The last word on a reply: by which step (复查 or 复核), with which result, on which day if known."""

    step: str
    result: str
    on: date | None = None

    @property
    def fallen(self) -> bool:
        """True when the reply did not stand as it was."""
        return self.result in FALLEN

    @property
    def label(self) -> str:
        """`复查撤销（2026-03-02）`."""
        return f"{self.step}{RESULT_LABELS[self.result]}{f'（{self.on}）' if self.on else ''}"


def result_of(text: str) -> str:
    """The code of `RESULT_LABELS` that the words of a ruling read as; empty when they say nothing.

    Words that uphold win over words about what was asked for: 维持原意见，不予撤销.
    """
    if _STAYED.search(text):
        return "uphold"
    return next((code for code, pattern in _RESULTS if pattern.search(text)), "")


def last_ruling(events: Iterable[HandlingEvent], columns: Mapping[str, str]) -> Ruling | None:
    """The last review or re-check of an item, from its time line, else from columns of its source; None without one."""
    found = [
        Ruling(RULING_EVENTS[event.event], result, local_day(event.at))
        for event in sorted(events, key=lambda one: one.at)
        if event.event in RULING_EVENTS and (result := result_of(event.note))
    ]
    return found[-1] if found else _from_columns(columns)


def _from_columns(columns: Mapping[str, str]) -> Ruling | None:
    told = [
        Ruling("复核" if "复核" in name else "复查", result)
        for name, text in columns.items()
        if _COLUMN.search(name.strip()) and (result := result_of(text))
    ]
    told.sort(key=lambda one: one.step == "复核")
    said = chain.from_iterable(_SAID.finditer(text) for text in columns.values() if "复" in text)
    told += [Ruling(m[1], result) for m in said if not told and (result := result_of(m[0])) in FALLEN]
    return told[-1] if told else None
