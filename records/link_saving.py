"""Links of the graph with the evidence beneath them. Links are revoked, not deleted; a person's no is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

import sqlalchemy as sa

from core.errors import InputError
from core.ids import kind_of
from core.kinds import LINK_KINDS, allowed
from core.petition import Evidence, Link
from records.marks import mark
from records.tables.graph import NO_SCORE
from records.tables.graph import evidence as evidences
from records.tables.graph import link as links
from records.transactions import Decided, Tx, Values, select_among, upsert_values

_PERSON_COLUMNS = ("revoked_by", "revoked_why", "revoked_at")
_KEY = ("source", "kind", "target")
_LINK_COLUMNS = (*_KEY, "score", "made_by", "made_at", *_PERSON_COLUMNS)
_PROOF = ("record", "field", "start", "end", "quote", "score", "rule", "person", "note", "made_at")
_EVIDENCE_COLUMNS = ("digest", *_KEY, *_PROOF)


@dataclass(frozen=True, slots=True)
class LinkRows:
    """Links and their evidence as rows, made where there is time and written where there is a transaction."""

    links: tuple[Values, ...]
    evidence: tuple[Values, ...]

    def targets(self, kinds: Collection[str]) -> tuple[str, ...]:
        """Where the links of `kinds` lead, in order."""
        return tuple(row[2] for row in self.links if row[1] in kinds)


def put_links(tx: Tx, new: Sequence[Link], *, now: datetime, person: str = "") -> None:
    """Inserts or overwrites links with their evidence; `person` is named when a person made them.

    A revoked link stays revoked when a machine finds it again; when a person makes it, it comes back. Evidence that is
    there already is not doubled. Raises InputError for a triple that `core.kinds` does not allow.
    """
    _write(tx, [link_rows(new, now=now, person=person)], person=person)
    _tell_graph(tx, {link.source for link in new}, person)


def link_rows(new: Sequence[Link], *, now: datetime, person: str = "") -> LinkRows:
    """`new` as rows to be written; of two with one key the last counts. Raises InputError for a triple not allowed."""
    _check(new)
    rows = {(n.source, n.kind, n.target): _row(n, now, person) for n in new}
    proofs = {_digest(n, e): _evidence_row(n, e, now, person) for n in new for e in n.evidence}
    return LinkRows(tuple(rows.values()), tuple((digest, *row) for digest, row in proofs.items()))


def write_links(tx: Tx, several: Sequence[LinkRows]) -> None:
    """Inserts or overwrites the machine's links of items that carry a fresh mark anyway."""
    _write(tx, several, person="")


def _write(tx: Tx, several: Sequence[LinkRows], *, person: str) -> None:
    kept = () if person else (*_PERSON_COLUMNS, "made_by")
    upsert_values(tx, links, _LINK_COLUMNS, [row for one in several for row in one.links], keep=kept)
    proofs = [row for one in several for row in one.evidence]
    upsert_values(tx, evidences, _EVIDENCE_COLUMNS, proofs, keep=_EVIDENCE_COLUMNS)


def _tell_graph(tx: Tx, sources: Iterable[str], person: str) -> None:
    """A link hangs on its source: the graph beside the records rewrites a source with all its links."""
    mark(tx, sorted(sources), lane="interactive" if person else "bulk", consumers=("graph",))


def _check(new: Sequence[Link]) -> None:
    for source, kind, target in {(kind_of(n.source), n.kind, kind_of(n.target)) for n in new}:
        if not allowed(source, kind, target):
            raise InputError(f"不允许的关系：{source} -{kind}→ {target}", f"可用的关系：{'、'.join(LINK_KINDS)}")


def _row(n: Link, now: datetime, person: str) -> Values:
    return n.source, n.kind, n.target, NO_SCORE if n.score is None else float(n.score), person, now, "", "", None


def _evidence_row(n: Link, e: Evidence, now: datetime, person: str) -> Values:
    about = (n.source, n.kind, n.target, e.record, e.field, e.start, e.end, e.quote, e.score, e.rule)
    return *about, e.person or person, e.note, now


def _digest(n: Link, e: Evidence) -> int:
    """A number that is the same for the same evidence of the same link, whatever its score today."""
    parts = (n.source, n.kind, n.target, e.record, e.field, str(e.start), str(e.end), e.rule, e.person)
    raw = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big", signed=True)


def revoke_link(tx: Tx, source: str, kind: str, target: str, **by: Unpack[Decided]) -> None:
    """Marks the link as rejected by a person; it no longer shows and is not made again by machine.

    A link that is not there yet is remembered as rejected. Raises InputError without a reason or a name.
    """
    person, reason = by["person"].strip(), by["reason"].strip()
    if not person or not reason:
        raise InputError("撤销关系要有具名的人并写明理由", "例如：不是同一处地点")
    link = Link(source=source, kind=kind, target=target)
    _check([link])
    row = (*_row(link, by["now"], "")[: -len(_PERSON_COLUMNS)], person, reason, by["now"])
    upsert_values(tx, links, _LINK_COLUMNS, [row], keep=("score", "made_by", "made_at"))
    _tell_graph(tx, [source], person)


def rejected(tx: Tx, sources: Iterable[str], kinds: Sequence[str] = ()) -> set[tuple[str, str, str]]:
    """The revoked links (source, kind, target) that begin at `sources`."""
    statement = sa.select(links.c.source, links.c.kind, links.c.target).where(links.c.revoked_at.is_not(None))
    if kinds:
        statement = statement.where(links.c.kind.in_(kinds))
    return {(s, k, t) for s, k, t in select_among(tx, statement, links.c.source, sources)}


def replace_links(tx: Tx, item_id: str, kinds: Sequence[str], new: Sequence[Link], now: datetime) -> None:
    """Makes `new` the machine's links of `kinds` that begin at the item.

    Links a person made or revoked stay as they are; their kind and target are not overwritten.
    """
    replace_many(tx, {item_id: new}, kinds, now)


def replace_many(tx: Tx, new: dict[str, Sequence[Link]], kinds: Sequence[str], now: datetime) -> None:
    """`replace_links` for many items at once: item id → its machine links of `kinds`."""
    drop_machine_links(tx, new, kinds)
    put_links(tx, [one for several in new.values() for one in several], now=now)


def drop_machine_links(tx: Tx, sources: Iterable[str], kinds: Sequence[str]) -> None:
    """Deletes the machine's links of `kinds` that begin at `sources`; what a person made or revoked stays."""
    ours = sa.select(links.c.source, links.c.kind, links.c.target).where(
        links.c.kind.in_(kinds), links.c.made_by == "", links.c.revoked_at.is_(None)
    )
    _delete(tx, {(s, k, t) for s, k, t in select_among(tx, ours, links.c.source, sources)})


def _delete(tx: Tx, keys: Iterable[tuple[str, str, str]]) -> None:
    rows = [{"s": s, "k": k, "t": t} for s, k, t in keys]
    if not rows:
        return
    for table in (links, evidences):
        same = (table.c.source == sa.bindparam("s"), table.c.kind == sa.bindparam("k"))
        statement = sa.delete(table).where(*same, table.c.target == sa.bindparam("t"))
        if table is evidences:
            statement = statement.where(table.c.person == "")
        tx.execute(statement, rows)
