"""Matters about one respondent and one kind of problem (domain 3.4, rule 3): `related_matter` links between them.

They are linked, never merged. A respondent with very many such matters is the business of common issues instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from core.petition import Evidence, Link
from records.link_saving import put_links, rejected
from records.marks import mark
from records.tables.graph import evidence as evidences
from records.tables.graph import link, node
from records.tables.petitions import item
from records.transactions import Tx

KIND = "related_matter"
CROWD = 30
"""Matters of one respondent and one class above which they are left to common issues."""
MOST_EACH = 5
"""Earlier matters each matter is linked to, the nearest in time first."""
_RULE = "同一被反映对象、同类问题"
_LEVEL_2 = 4


def relate_matters(tx: Tx, *, now: datetime) -> tuple[int, int]:
    """(made, taken back) links after the whole office was looked through; what a person cut stays cut.

    Letters set aside as accusations relate nothing.
    """
    wanted = {(one.source, one.target): one for one in _wanted(tx)}
    ours = sa.select(link.c.source, link.c.target).where(
        link.c.kind == KIND, link.c.made_by == "", link.c.revoked_at.is_(None)
    )
    there = {(source, target) for source, target in tx.execute(ours)}
    fresh = [wanted[pair] for pair in sorted(wanted.keys() - there)]
    cut = {(source, target) for source, _, target in rejected(tx, {one.source for one in fresh}, (KIND,))}
    made = [one for one in fresh if (one.source, one.target) not in cut]
    put_links(tx, made, now=now)
    stale = sorted(there - wanted.keys())
    _drop(tx, stale)
    return len(made), len(stale)


def _drop(tx: Tx, pairs: list[tuple[str, str]]) -> None:
    rows = [{"b_source": source, "b_target": target} for source, target in pairs]
    for table in (link, evidences) if rows else ():
        ends = (table.c.source == sa.bindparam("b_source"), table.c.target == sa.bindparam("b_target"))
        tx.execute(sa.delete(table).where(table.c.kind == KIND, *ends), rows)
    mark(tx, [source for source, _ in pairs], lane="bulk", consumers=("graph",))


def _wanted(tx: Tx) -> Iterator[Link]:
    """A link from each matter to the ones shortly before it about the same respondent and kind of problem."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    level = sa.func.substr(item.c.issue_code, 1, _LEVEL_2)
    first = sa.func.min(item.c.received_at)
    statement = (
        sa.select(link.c.target, level, item.c.matter_id)
        .join(item, item.c.id == link.c.source)
        .where(link.c.kind == "complains_about", link.c.target.like("respondent:%"), link.c.revoked_at.is_(None))
        .where(item.c.restricted == "", item.c.erased.is_(False), item.c.matter_id != "")
        .where(sa.func.length(item.c.issue_code) >= _LEVEL_2)
        .group_by(link.c.target, level, item.c.matter_id)
        .order_by(link.c.target, level, first.asc().nulls_last(), item.c.matter_id)
    )
    for respondent, code, matter in tx.execute(statement):
        found[respondent, code].append(matter)
    names = dict(tx.execute(sa.select(node.c.id, node.c.name).where(node.c.kind == "respondent")).tuples().all())
    for (respondent, _), several in found.items():
        if len(several) <= CROWD:
            for at, matter in enumerate(several):
                for other in islice(reversed(several[:at]), MOST_EACH):
                    yield _link(matter, other, names.get(respondent, ""))


def _link(source: str, target: str, respondent: str) -> Link:
    proof = Evidence(record=source, field="matter", score=1.0, rule=_RULE, quote=respondent)
    return Link(source=source, kind=KIND, target=target, score=1.0, evidence=(proof,))
