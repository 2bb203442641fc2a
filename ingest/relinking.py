"""Links of letters to units, places and respondents made again with the names the office knows now.

Nothing else of a letter is read again: text, class and citations stay. What a person linked or cut stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.ids import petitioner_id
from core.petition import Item, Link, Node
from core.viewer import WORKER
from ingest.gazetteer import knowledge_of
from ingest.linking.facts import named_links
from ingest.linking.knowledge import Knowledge
from ingest.linking.letters import letter_of
from ingest.linking.matters import Sited, assign_matters, part_of, with_decisions
from ingest.linking.units import responsible_unit
from records.item_reading import items as read_items
from records.item_saving import update_item
from records.link_reading import links_of
from records.link_saving import rejected, replace_many
from records.marks import mark
from records.matters import matters, save_matters
from records.nodes import drop_nodes, nodes, put_nodes
from records.transactions import Tx, chunks

_KINDS = ("names_unit", "handled_by", "complains_about", "located_at")
_SITES = ("located_at", "complains_about")


@dataclass(frozen=True, slots=True)
class _Read:
    """What a letter names, read afresh."""

    links: tuple[Link, ...]
    nodes: tuple[Node, ...]
    unit_id: str


def relink(tx: Tx, item_ids: Iterable[str], *, now: datetime) -> int:
    """How many letters had their units, places and respondents linked anew; search and graph are told by marks."""
    knowledge = knowledge_of(tx)
    done = 0
    for part in chunks(sorted(set(item_ids)), 500):
        found = read_items(tx, WORKER, part)
        read = {id_: _read(item, knowledge) for id_, item in found.items()}
        _put_absent(tx, [node for one in read.values() for node in one.nodes])
        replace_many(tx, {id_: one.links for id_, one in read.items()}, _KINDS, now)
        for id_, one in read.items():
            if one.unit_id and one.unit_id != found[id_].unit_id:
                update_item(tx, id_, lane="bulk", unit_id=one.unit_id)
        _matters_again(tx, found, now)
        mark(tx, found)
        done += len(found)
    return done


def _read(item: Item, knowledge: Knowledge) -> _Read:
    letter = letter_of(item)
    links, several = named_links(item, letter, knowledge)
    unit = responsible_unit(item, knowledge)
    if unit is not None:
        one, proof = unit
        several.append(one.node)
        links.append(Link(source=item.id, kind="handled_by", target=one.id, score=proof.score, evidence=(proof,)))
    return _Read(tuple(links), tuple(several), unit[0].id if unit else "")


def _put_absent(tx: Tx, found: Sequence[Node]) -> None:
    there = nodes(tx, WORKER, {node.id for node in found})
    put_nodes(tx, [node for node in {n.id: n for n in found}.values() if node.id not in there])


def _matters_again(tx: Tx, changed: Mapping[str, Item], now: datetime) -> None:
    """The matters of everybody who wrote one of the letters: a place that is one place now may join two of them."""
    people = {petitioner_id(item.petitioner_ref) for item in changed.values() if item.petitioner_ref}
    theirs = links_of(tx, WORKER, people, ("submitted_by",), direction="in", limit=None)
    every = read_items(tx, WORKER, {link.source for link in theirs})
    sites: dict[str, list[str]] = {}
    for link in links_of(tx, WORKER, every, _SITES, direction="out", limit=None):
        sites.setdefault(link.source, []).append(link.target)
    cut = frozenset((source, target) for source, _, target in rejected(tx, every, ("part_of",)))
    several = [Sited(one, one.petitioner_ref, one.matter_id, tuple(sites.get(id_, ()))) for id_, one in every.items()]
    assigned = assign_matters(several, cut)
    moved = [id_ for id_, one in every.items() if one.matter_id != assigned.of_item[id_]]
    if not moved:
        return
    save_matters(tx, with_decisions(assigned.matters, matters(tx, WORKER, {one.matter_id for one in every.values()})))
    for id_ in moved:
        update_item(tx, id_, lane="bulk", matter_id=assigned.of_item[id_])
    replace_many(tx, {link.source: [link] for link in part_of(assigned, moved)}, ("part_of",), now)
    drop_nodes(tx, {every[id_].matter_id for id_ in moved} - set(assigned.of_item.values()))
