"""Policy packages (政策包) with the texts of their members."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from core.errors import NotFound
from core.petition import Link, Node
from core.statute import Member, Package
from records.link_saving import put_links
from records.marks import mark
from records.nodes import put_nodes
from records.tables.columns import json_text
from records.tables.law import package as table
from records.tables.law import package_member
from records.transactions import Tx, as_row, delete_among, select_among, upsert

_CONSUMERS = ("words", "vectors", "graph")


def save_package(tx: Tx, new: Package, texts: Mapping[str, str], *, now: datetime) -> Literal["new", "changed", "same"]:
    """What saving the package did; `texts` maps a member's file to its text. Node, links and marks are seen to.

    Regulations that members hold are saved by `law.save_regulation` before.
    """
    told = [as_row(new, table), [[as_row(m, package_member), texts.get(m.file, "")] for m in new.members]]
    hash_ = hashlib.sha256(json_text(told).encode("utf-8", "surrogatepass")).hexdigest()
    before = tx.scalar(sa.select(table.c.content_hash).where(table.c.id == new.id))
    if before == hash_:
        return "same"
    upsert(tx, table, [as_row(new, table, content_hash=hash_)])
    delete_among(tx, package_member, package_member.c.package_id, [new.id])
    upsert(
        tx,
        package_member,
        [
            as_row(m, package_member, package_id=new.id, ordinal=place, text=texts.get(m.file, ""))
            for place, m in enumerate(new.members)
        ],
    )
    put_nodes(tx, [Node(id=new.id, kind="package", name=new.title, region=new.region, on=new.effective)])
    held = dict.fromkeys(m.regulation_id for m in new.members if m.regulation_id)
    links = [Link(source=new.id, kind="contains", target=id_) for id_ in held]
    put_links(tx, links + [Link(source=new.id, kind="replaces", target=id_) for id_ in new.replaces], now=now)
    mark(tx, [new.id], lane="bulk", consumers=_CONSUMERS)
    return "changed" if before is not None else "new"


def package(tx: Tx, package_id: str) -> Package:
    """The package with this id. Raises NotFound."""
    found = packages(tx, [package_id])
    if not found:
        raise NotFound(f"没有政策包 {package_id}", "请检查编号，或用 cli.py ingest policies 导入")
    return found[0]


def packages(tx: Tx, ids: Iterable[str] | None = None) -> list[Package]:
    """The packages among `ids`, or all, by id."""
    statement = sa.select(table).order_by(table.c.id)
    rows = tx.execute(statement).all() if ids is None else select_among(tx, statement, table.c.id, ids)
    members = _members(tx, [row.id for row in rows])
    replaced = _replaced(tx)
    found = []
    for row in rows:
        values = {name: value for name, value in row._mapping.items() if name != "content_hash"}
        values["repealed"] = min(filter(None, (row.repealed, replaced.get(row.id))), default=None)
        found.append(Package(**values, members=tuple(members.get(row.id, ()))))
    return found


def _replaced(tx: Tx) -> dict[str, date]:
    """Package id → the day the first package that replaces it begins."""
    found: dict[str, date] = {}
    for row in tx.execute(sa.select(table.c.replaces, table.c.effective, table.c.published)):
        begins = row.effective or row.published
        for id_ in row.replaces if begins else ():
            found[id_] = min(begins, found.get(id_, begins))
    return found


def _members(tx: Tx, ids: Iterable[str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    statement = sa.select(package_member).order_by(package_member.c.package_id, package_member.c.ordinal)
    for row in select_among(tx, statement, package_member.c.package_id, ids):
        found.setdefault(row.package_id, []).append(_member(row))
    return found


def _member(row: sa.Row[Any]) -> Member:
    left_out = ("package_id", "ordinal", "text")
    return Member(**{name: value for name, value in row._mapping.items() if name not in left_out})


def member_texts(tx: Tx, package_id: str) -> list[tuple[Member, str]]:
    """The members of a package with their texts, in order; empty for an unknown package."""
    statement = sa.select(package_member).where(package_member.c.package_id == package_id)
    return [(_member(row), row.text) for row in tx.execute(statement.order_by(package_member.c.ordinal))]


def packages_with(tx: Tx, regulation_id: str) -> list[str]:
    """Ids of the packages that hold a regulation."""
    statement = sa.select(package_member.c.package_id).where(package_member.c.regulation_id == regulation_id)
    return sorted(set(tx.scalars(statement)))
