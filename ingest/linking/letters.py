"""The raw title and content of an item read as one text, with the way back to the field a span stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.dates import local_day
from core.petition import Evidence, Item


@dataclass(frozen=True, slots=True)
class Letter:
    """Title and content of one item as `text`; `title_length` is -1 where the text is one field alone."""

    item_id: str
    text: str
    only: str = ""
    title_length: int = -1

    def evidence(self, start: int, end: int, rule: str, *, score: float | None = None) -> Evidence:
        """Evidence at `text[start:end]` as a span of title or content."""
        field, shift = self.only or "title", 0
        if not self.only and start > self.title_length:
            field, shift = "content", self.title_length + 1
        return Evidence(
            record=self.item_id,
            field=field,
            start=start - shift,
            end=end - shift,
            quote=self.text[start:end],
            score=score,
            rule=rule,
        )


def letter_of(item: Item) -> Letter:
    """The raw letter of `item`: title, newline, content; one of them alone when the other is empty."""
    if item.title and item.content:
        return Letter(item.id, f"{item.title}\n{item.content}", "", len(item.title))
    return Letter(item.id, item.title or item.content, "title" if item.title else "content")


def day_of(item: Item) -> date | None:
    """The day a letter came in; None when the source does not say."""
    at = item.received_at or item.registered_at
    return local_day(at) if at else None


def reply_day(item: Item) -> date | None:
    """The day of the reply, else that of the letter."""
    return local_day(item.replied_at) if item.replied_at else day_of(item)


def field_evidence(item: Item, field: str, text: str, rule: str, *, score: float | None = None) -> Evidence:
    """Evidence that a whole field of the source says so."""
    return Evidence(record=item.id, field=field, start=0, end=len(text), quote=text, score=score, rule=rule)
