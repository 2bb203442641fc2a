"""Names under review (名称核对): spellings in letters that may stand for a known name, and what people said of them.

A proposal is made once and keeps its decision; undoing opens it again. The log of decisions is only ever added to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.ids import short_hash
from core.viewer import Viewer
from records.tables.graph import evidence as evidences
from records.tables.graph import link, node
from records.tables.names import name_decision, name_proposal, name_sighting
from records.tables.petitions import item
from records.transactions import Tx, add, as_row, insert_new, page, select_among, upsert
from records.visibility import not_hidden

Action = Literal["accept", "reject", "undo"]
STATE_AFTER: Mapping[str, str] = {"accept": "accepted", "reject": "rejected", "undo": "open"}
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "unit": ("names_unit", "handled_by", "complains_about"),
    "place": ("located_at",),
    "respondent": ("complains_about",),
}
"""Kind of name → links by which letters reach it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameProposal:
    """`spelling` may stand for the node `target`, called `known`; `rule` says how the two differ."""

    kind: str
    spelling: str
    target: str
    known: str = ""
    rule: str = ""
    score: float = 0.0
    state: str = "open"
    valid_from: date | None = None
    valid_to: date | None = None
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        """The id: one spelling is proposed once for one target."""
        return f"name:{short_hash(self.kind, self.spelling, self.target)}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a letter writes the spelling: a span of the raw text of one field."""

    item_id: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDecision:
    """What a named person said of a proposal; `letters` had their links made again."""

    proposal_id: str
    ordinal: int
    action: str
    person: str
    reason: str
    letters: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NamedNode:
    """A node letters are linked to by name, and how many open letters are."""

    id: str
    name: str
    kind: str
    letters: int


def named_nodes(tx: Tx, kind: str) -> list[NamedNode]:
    """Nodes of `kind` that letters name, by id; letters set aside as accusations are not counted."""
    letters = sa.func.count(sa.distinct(link.c.source))
    statement = (
        sa.select(node.c.id, node.c.name, node.c.props, letters.label("letters"))
        .join(link, link.c.target == node.c.id)
        .join(item, item.c.id == link.c.source)
        .where(
            node.c.kind == kind, link.c.kind.in_(NAMED_BY[kind]), link.c.revoked_at.is_(None), item.c.restricted == ""
        )
        .group_by(node.c.id, node.c.name, node.c.props)
        .order_by(node.c.id)
    )
    return [NamedNode(row.id, row.name, str(row.props.get("kind", "")), row.letters) for row in tx.execute(statement)]


def sightings_of_node(tx: Tx, kind: str, node_id: str) -> list[Sighting]:
    """Where open letters name the node, from the evidence beneath their links."""
    columns = evidences.c.record, evidences.c.field, evidences.c.start, evidences.c.end
    statement = _evidence_at(kind, [node_id], *columns).where(item.c.restricted == "")
    return [Sighting(*row) for row in tx.execute(statement.distinct().order_by(*columns[:3]))]


def quotes_of_node(tx: Tx, kind: str, node_id: str) -> list[str]:
    """How open letters write the node's name, in code point order."""
    statement = _evidence_at(kind, [node_id], evidences.c.quote).where(item.c.restricted == "", evidences.c.quote != "")
    return sorted(set(tx.scalars(statement)))


def letters_writing(tx: Tx, one: NameProposal) -> set[str]:
    """Ids of all letters whose links to names of this kind rest on the spelling."""
    statement = sa.select(evidences.c.record).where(
        evidences.c.kind.in_(NAMED_BY[one.kind]), evidences.c.quote.contains(one.spelling, autoescape=True)
    )
    return set(tx.scalars(statement.distinct()))


def _evidence_at(kind: str, targets: Sequence[str], *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Evidence beneath links that lead from letters to `targets`; by way of the links, which are indexed."""
    same = (evidences.c.source == link.c.source, evidences.c.kind == link.c.kind, evidences.c.target == link.c.target)
    return (
        sa.select(*columns)
        .select_from(link)
        .join(evidences, sa.and_(*same))
        .join(item, item.c.id == evidences.c.record)
        .where(link.c.target.in_(targets), link.c.kind.in_(NAMED_BY[kind]), link.c.revoked_at.is_(None))
    )


def put_proposals(tx: Tx, found: Mapping[NameProposal, Sequence[Sighting]], *, now: datetime) -> int:
    """How many proposals are new; those there already keep their state, and learn where else they were seen.

    Letters that were erased since they were read show nothing any more.
    """
    letters = sorted({s.item_id for several in found.values() for s in several})
    gone = set(tx.scalars(sa.select(item.c.id).where(item.c.erased))) & set(letters)
    found = {one: left for one, several in found.items() if (left := [s for s in several if s.item_id not in gone])}
    known = {
        row.id for row in select_among(tx, sa.select(name_proposal.c.id), name_proposal.c.id, (p.id for p in found))
    }
    rows = [as_row(one, name_proposal, id=one.id, state="open", created_at=now) for one in found]
    insert_new(tx, name_proposal, rows)
    seen = [
        {"proposal_id": one.id, "item_id": s.item_id, "field": s.field, "start": s.start, "end": s.end}
        for one, several in found.items()
        for s in several
    ]
    upsert(tx, name_sighting, seen)
    return len({one.id for one in found} - known)


def name_proposal_by_id(tx: Tx, proposal_id: str) -> NameProposal:
    """The proposal with this id. Raises NotFound."""
    row = tx.execute(sa.select(name_proposal).where(name_proposal.c.id == proposal_id)).first()
    if row is None:
        raise no_proposal(proposal_id)
    return _proposal(row)


def no_proposal(proposal_id: str) -> NotFound:
    """The error for a proposal that is not there, or not for the viewer."""
    return NotFound(f"没有待核名称 {proposal_id}", "请用 names review 查看清单")


def forget_unseen(tx: Tx) -> None:
    """Deletes proposals that nobody decided on and no letter shows any more; their spelling came from a letter."""
    proposal = name_proposal.c.id
    seen = sa.exists().where(name_sighting.c.proposal_id == proposal)
    decided = sa.exists().where(name_decision.c.proposal_id == proposal)
    tx.execute(sa.delete(name_proposal).where(~seen, ~decided))


def name_proposals(
    tx: Tx, viewer: Viewer, *, state: str = "open", kind: str = "", limit: int | None = 100, offset: int = 0
) -> list[tuple[NameProposal, int]]:
    """Proposals with the number of letters that write them so, likeliest and most frequent first.

    A proposal seen only in letters that the viewer may not see, or that are gone, is left out.
    """
    letters = sa.func.count(sa.distinct(name_sighting.c.item_id))
    statement = (
        sa.select(name_proposal, letters.label("letters"))
        .join(name_sighting, name_sighting.c.proposal_id == name_proposal.c.id)
        .where(not_hidden(tx, viewer, name_sighting.c.item_id))
        .group_by(*name_proposal.c)
        .order_by(name_proposal.c.score.desc(), letters.desc(), name_proposal.c.id)
    )
    if state:
        statement = statement.where(name_proposal.c.state == state)
    if kind:
        statement = statement.where(name_proposal.c.kind == kind)
    return [(_proposal(row), int(row.letters)) for row in tx.execute(page(statement, limit, offset))]


def count_proposals(tx: Tx, viewer: Viewer, *, state: str = "open") -> int:
    """How many proposals in this state the viewer may see."""
    statement = (
        sa.select(sa.func.count(sa.distinct(name_proposal.c.id)))
        .join(name_sighting, name_sighting.c.proposal_id == name_proposal.c.id)
        .where(name_proposal.c.state == state, not_hidden(tx, viewer, name_sighting.c.item_id))
    )
    return int(tx.scalar(statement) or 0)


def sightings(tx: Tx, viewer: Viewer, proposal_id: str) -> list[Sighting]:
    """Where letters the viewer may see write the spelling."""
    table = name_sighting
    statement = (
        sa.select(table.c.item_id, table.c.field, table.c.start, table.c.end)
        .where(table.c.proposal_id == proposal_id, not_hidden(tx, viewer, table.c.item_id))
        .order_by(table.c.item_id, table.c.field, table.c.start)
    )
    return [Sighting(*row) for row in tx.execute(statement)]


def decide_name(tx: Tx, proposal: NameProposal, action: Action, **by: Any) -> NameDecision:  # noqa: ANN401
    """The decision, written into the log (`person`, `reason`, `letters`, `now`, days of use) with the new state.

    Raises InputError without a person or a reason.
    """
    person, reason = str(by["person"]).strip(), str(by["reason"]).strip()
    if not person or not reason:
        raise InputError("要有具名的人并写明理由", "例如：核对地名库，是同一小区")
    done = name_decisions(tx, proposal.id)
    made = NameDecision(
        proposal_id=proposal.id,
        ordinal=len(done) + 1,
        action=action,
        person=person,
        reason=reason,
        letters=int(by.get("letters", 0)),
        at=by["now"],
    )
    add(tx, name_decision, as_row(made, name_decision))
    values = {"state": STATE_AFTER[action], "valid_from": by.get("valid_from"), "valid_to": by.get("valid_to")}
    tx.execute(sa.update(name_proposal).where(name_proposal.c.id == proposal.id).values(values))
    return made


def name_decisions(tx: Tx, proposal_id: str) -> list[NameDecision]:
    """What was decided about a proposal, first to last."""
    table = name_decision
    statement = sa.select(table).where(table.c.proposal_id == proposal_id).order_by(table.c.ordinal)
    return [NameDecision(**row._mapping) for row in tx.execute(statement)]


def _proposal(row: sa.Row[Any]) -> NameProposal:
    return NameProposal(**{name: row._mapping[name] for name in NameProposal.__dataclass_fields__})
