"""The letters of a selection, read from the records for one viewer; accusations never enter, whoever looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.about import about
from core.about import names_in as names_in
from core.dates import local_day
from core.normal import fold, plain_letter
from core.petition import Item
from core.viewer import Viewer
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge
from issues.letters import Letter
from records.citations import cites_of_replies
from records.items import EVERYTHING, ItemFilter, find_items
from records.nodes import nodes
from records.transactions import Tx

_SOLVED = frozenset({"support"})
_CITED = ("article:", "regulation:", "package:")


@dataclass(frozen=True, slots=True)
class Reading:
    """Letters in id order, and the Chinese names of the units and articles they are linked to."""

    letters: tuple[Letter, ...]
    labels: Mapping[str, str]


def read_letters(tx: Tx, viewer: Viewer, selection: ItemFilter = EVERYTHING) -> Reading:
    """What discovery works on. Items set aside as accusations (检举控告) or doubtful are left out for every viewer."""
    found = [i for i in find_items(tx, viewer, selection, order="id", limit=None) if not i.restricted]
    cited = _cited(tx, viewer, [item.id for item in found])
    knowledge = knowledge_of(tx)
    letters = tuple(letter_of(item, cited.get(item.id, ()), knowledge) for item in found)
    return Reading(letters, _labels(tx, viewer, letters))


def _cited(tx: Tx, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for link in cites_of_replies(tx, viewer, ids):
        if link.target.startswith(_CITED):
            found[link.source].add(link.target)
    return {source: tuple(sorted(targets)) for source, targets in found.items()}


def _labels(tx: Tx, viewer: Viewer, letters: Iterable[Letter]) -> dict[str, str]:
    wanted = {one.unit for one in letters if one.unit} | {a for one in letters for a in one.articles}
    return {id_: node.name for id_, node in nodes(tx, viewer, sorted(wanted)).items()}


def letter_of(item: Item, articles: tuple[str, ...], knowledge: Knowledge) -> Letter:
    """An item as clustering sees it: masked text without courtesy phrases."""
    title = fold(item.title_masked).strip()
    body = plain_letter(fold(item.content_masked.removeprefix(item.title_masked)))
    day = local_day(item.received_at) if item.received_at else None
    return Letter(
        id=item.id,
        title=title,
        body=body,
        day=day,
        side=item.petitioner_ref,
        people=item.person_count,
        class_code=item.issue_code,
        class_sure=item.issue_confidence is not None and item.issue_confidence >= 1.0,
        names=about(item, title, body, knowledge.on(day)),
        unit=item.unit_id,
        articles=articles,
        matter=item.matter_id,
        concluded=item.concluded,
        resolved=item.outcome in _SOLVED,
        region=item.region_text or item.region_code,
    )
