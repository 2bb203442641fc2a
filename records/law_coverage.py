"""What the law library holds (法规覆盖范围), and the office's own list of acts it wants at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.hierarchy import KIND_LABELS
from core.viewer import Viewer
from records import audit
from records.tables.law import regulation, regulation_version, required_act
from records.transactions import Tx, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many acts the library holds in full, by kind; how many only as digests; how many local ones."""

    acts: int
    by_kind: Mapping[str, int]
    digests: int
    local: int

    @property
    def sentence(self) -> str:
        """One Chinese sentence to stand beside every answer about law."""
        if not self.acts and not self.digests:
            return "法规库是空的：没有查到不等于没有规定。"
        kinds = "、".join(
            f"{KIND_LABELS.get(kind, '其他')} {count} 部" for kind, count in self.by_kind.items() if count
        )
        missing = [KIND_LABELS[kind] for kind in _EXPECTED if not self.by_kind.get(kind)]
        told = f"法规库现有全文 {self.acts} 部（{kinds}）" if self.acts else "法规库现无法规全文"
        digests = f"，另有要旨 {self.digests} 部（非原文）" if self.digests else ""
        lacks = f"；没有{'、'.join(missing)}全文" if missing else ""
        return f"{told}{digests}{lacks}。没有查到不等于没有规定。"


_EXPECTED = ("law", "administrative_regulation", "party_regulation", "department_rule", "local_regulation")


@dataclass(frozen=True, slots=True)
class RequiredTitle:
    """An act of the office's own list, with who put it there and when."""

    title: str
    topic: str
    person: str
    at: datetime


def coverage(tx: Tx) -> Coverage:
    """What the library holds now."""
    full = sa.func.max(sa.case((regulation_version.c.text_kind == "full", 1), else_=0))
    statement = (
        sa.select(regulation.c.id, regulation.c.kind, regulation.c.region, full.label("full"))
        .join(regulation_version, regulation_version.c.regulation_id == regulation.c.id)
        .group_by(regulation.c.id, regulation.c.kind, regulation.c.region)
    )
    counts: dict[str, int] = dict.fromkeys(KIND_LABELS, 0)
    digests = local = 0
    for row in tx.execute(statement):
        if not row.full:
            digests += 1
            continue
        counts[row.kind if row.kind in counts else ""] = counts.get(row.kind if row.kind in counts else "", 0) + 1
        local += bool(row.region)
    return Coverage(acts=sum(counts.values()), by_kind=counts, digests=digests, local=local)


def put_required(tx: Tx, viewer: Viewer, title: str, topic: str, *, now: datetime) -> None:
    """Adds an act to the office's own list, with an audit row."""
    upsert(tx, required_act, [{"title": title, "topic": topic, "person": viewer.name, "at": now}])
    audit.record(tx, viewer, "require_act", title, now=now, reason=topic)


def drop_required(tx: Tx, viewer: Viewer, title: str, *, now: datetime) -> bool:
    """True when the act was on the office's own list and is no longer."""
    gone = tx.execute(sa.delete(required_act).where(required_act.c.title == title)).rowcount > 0
    if gone:
        audit.record(tx, viewer, "unrequire_act", title, now=now)
    return gone


def required_titles(tx: Tx) -> list[RequiredTitle]:
    """The office's own list, by topic and title."""
    statement = sa.select(required_act).order_by(required_act.c.topic, required_act.c.title)
    return [RequiredTitle(row.title, row.topic, row.person, row.at) for row in tx.execute(statement)]
