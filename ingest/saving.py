"""One batch of petitions written in one transaction: items, identities, matters, links, citations, claims, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.ids import petitioner_id
from core.nouns import changed
from core.petition import Item, Node
from core.viewer import WORKER
from ingest.linking.facts import Ready
from ingest.linking.issue_classes import class_node
from ingest.linking.matters import Assigned, Sited, assign_matters, part_of, with_decisions
from ingest.linking.petitioners import submitted_by
from ingest.linking.related import Neighbours
from records.citations import save_citations
from records.claims import replace_claims
from records.item_reading import items as read_items
from records.item_saving import SaveReport, save_items, update_item
from records.link_reading import links_of
from records.link_saving import drop_machine_links, link_rows, rejected, replace_many, write_links
from records.marks import Lane
from records.matters import matters, save_matters
from records.nodes import drop_nodes, nodes, put_nodes
from records.reviews import Review, ask
from records.transactions import Tx
from records.vault import Vault, store_persons

MACHINE_LINKS = (
    "submitted_by",
    "part_of",
    "classified_as",
    "names_unit",
    "handled_by",
    "complains_about",
    "located_at",
    "cites",
)
_SITES = ("located_at", "complains_about")
_PLACES = ("located_at",)


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts to be saved; `known` are the ids that were there before with another text.

    `neighbours` remembers, over the batches of one import, what stands at each place.
    """

    facts: Sequence[Ready]
    known: frozenset[str] = frozenset()
    neighbours: Neighbours = field(default_factory=Neighbours)


def save_batch(tx: Tx, vault: Vault, batch: Batch, *, now: datetime, lane: Lane = "bulk") -> SaveReport:
    """What saving did; all of it or nothing, for the caller's transaction holds it together."""
    facts = batch.facts
    refs = store_persons(tx, vault, [(one.person, one.item.id) for one in facts])
    others = _others(tx, facts, refs)
    assigned = _assigned(tx, facts, refs, others)
    items = [_placed(one.item, ref, assigned.of_item[one.item.id]) for one, ref in zip(facts, refs, strict=True)]
    report = save_items(tx, items, lane=lane)
    _save_matters(tx, assigned, others, now)
    written = set(report.ids_changed)
    kept = [(item, one) for item, one in zip(items, facts, strict=True) if item.id in written]
    _save_links(tx, kept, assigned, batch, now)
    ids = [item.id for item, _ in kept]
    save_citations(tx, ids, [c for _, one in kept for c in one.citations], now=now)
    replace_claims(tx, ids, [c for _, one in kept for c in one.claims])
    doubts = [Review(kind="accusation", subject=item.id, evidence=one.doubt) for item, one in kept if one.doubt]
    ask(tx, doubts, now=now)
    return report


def _save_links(tx: Tx, kept: Sequence[tuple[Item, Ready]], assigned: Assigned, batch: Batch, now: datetime) -> None:
    items = [item for item, _ in kept]
    theirs, petitioners = submitted_by(items, [one.person for _, one in kept])
    found = [node for _, one in kept for node in one.nodes]
    found += [class_node(code) for code in sorted({item.issue_code for item in items} - {""})]
    absent = _absent(tx, found)
    put_nodes(tx, [*petitioners, *absent])
    existing = frozenset({node.id for node in found} - {node.id for node in absent})
    related = batch.neighbours.links(tx, [(item, one.links.targets(_PLACES)) for item, one in kept], existing)
    drop_machine_links(tx, (item.id for item in items if item.id in batch.known), MACHINE_LINKS)
    joined = part_of(assigned, [item.id for item in items])
    write_links(tx, [*(one.links for _, one in kept), link_rows([*theirs, *joined, *related], now=now)])


def _absent(tx: Tx, found: Sequence[Node]) -> list[Node]:
    """Nodes not there yet; what the office's lists say about a unit or place is not overwritten by a letter."""
    there = nodes(tx, WORKER, {node.id for node in found})
    return [node for node in {node.id: node for node in found}.values() if node.id not in there]


def _placed(item: Item, ref: str, matter: str) -> Item:
    return changed(item, petitioner_ref=ref, matter_id=matter)


def _others(tx: Tx, facts: Sequence[Ready], refs: Sequence[str]) -> dict[str, Item]:
    """The stored items of the same petitioners, and the batch's own items as they were."""
    people = {petitioner_id(ref) for ref in refs if ref}
    theirs = links_of(tx, WORKER, people, ("submitted_by",), direction="in", limit=None)
    return read_items(tx, WORKER, {link.source for link in theirs} | {one.item.id for one in facts})


def _assigned(tx: Tx, facts: Sequence[Ready], refs: Sequence[str], others: dict[str, Item]) -> Assigned:
    fresh = {one.item.id for one in facts}
    sites: dict[str, list[str]] = {}
    for link in links_of(tx, WORKER, others.keys() - fresh, _SITES, direction="out", limit=None):
        sites.setdefault(link.source, []).append(link.target)
    several = [
        Sited(item, item.petitioner_ref, item.matter_id, tuple(sites.get(id_, ())))
        for id_, item in others.items()
        if id_ not in fresh
    ]
    for one, ref in zip(facts, refs, strict=True):
        before = others.get(one.item.id)
        several.append(Sited(one.item, ref, before.matter_id if before else "", one.links.targets(_SITES)))
    cut = frozenset((source, target) for source, _, target in rejected(tx, (s.item.id for s in several), ("part_of",)))
    return assign_matters(several, cut)


def _save_matters(tx: Tx, assigned: Assigned, others: dict[str, Item], now: datetime) -> None:
    """Saves the matters; items that were there and now belong to another matter are moved, empty matters go."""
    stored = matters(tx, WORKER, {item.matter_id for item in others.values() if item.matter_id})
    save_matters(tx, with_decisions(assigned.matters, stored))
    moved = [id_ for id_, item in others.items() if item.matter_id and item.matter_id != assigned.of_item[id_]]
    for id_ in moved:
        update_item(tx, id_, lane="bulk", matter_id=assigned.of_item[id_])
    replace_many(tx, {link.source: [link] for link in part_of(assigned, moved)}, ("part_of",), now)
    drop_nodes(tx, {others[id_].matter_id for id_ in moved} - set(assigned.of_item.values()))
