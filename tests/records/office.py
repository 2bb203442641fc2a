"""Invented rows for the tests of the records, and an open database on either store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.petition import Evidence, Item, Link
from core.viewer import Viewer

NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
CLERK = Viewer(name="王办件", unit_id="unit:xfj")
HANDLER = Viewer(name="李纪检", unit_id="unit:jwjw", assigned=frozenset({"item:a:secret"}))


def an_item(name: str, **fields: Any) -> Item:
    """One item of the source `a`, with a letter of its own."""
    text = fields.pop("text", f"清河苑三期入住六年未办不动产权证，第{name}封")
    values: dict[str, Any] = {
        "id": f"item:a:{name}",
        "source": "a",
        "source_id": name,
        "received_at": NOW,
        "title": f"办证难 {name}",
        "content": text,
        "title_masked": f"办证难 {name}",
        "content_masked": text,
    }
    return Item(**(values | fields))


def some_items(count: int, **fields: Any) -> list[Item]:
    """Items 000, 001, … a day apart."""
    return [an_item(f"{i:03d}", received_at=NOW + timedelta(days=i), **fields) for i in range(count)]


def a_link(source: str, kind: str, target: str, score: float | None = None, rule: str = "rule") -> Link:
    """A link with one piece of evidence in its source."""
    proof = Evidence(record=source, field="content", start=0, end=3, quote="清河苑", score=score, rule=rule)
    return Link(source=source, kind=kind, target=target, score=score, evidence=(proof,))
