"""The letters of a selection, read from the records for one viewer; accusations never enter, whoever looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.dates import local_day
from core.normal import fold, plain_letter
from core.petition import Item
from core.places import find_places
from core.respondents import find_respondents
from core.viewer import Viewer
from ingest.gazetteer import knowledge_of
from ingest.linking.knowledge import Knowledge
from issues.letters import Letter, Name
from issues.names import group_of
from records.citations import cites_of_replies
from records.items import EVERYTHING, ItemFilter, find_items
from records.nodes import nodes
from records.transactions import Tx

_EXACT = ("place", "road")
_BEGINNING = 160
"""Characters of a body in which a letter says where it is, when its title does not."""
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
    return Letter(
        id=item.id,
        title=title,
        body=body,
        day=local_day(item.received_at) if item.received_at else None,
        side=item.petitioner_ref,
        people=item.person_count,
        class_code=item.issue_code,
        class_sure=item.issue_confidence is not None and item.issue_confidence >= 1.0,
        names=about(item, title, body, knowledge),
        unit=item.unit_id,
        articles=articles,
        matter=item.matter_id,
        concluded=item.concluded,
        resolved=item.outcome in _SOLVED,
        region=item.region_text or item.region_code,
    )


def about(item: Item, title: str, body: str, knowledge: Knowledge) -> tuple[Name, ...]:
    """What the letter is about: names in its columns and title; where these are silent, in its first sentences."""
    named = [*names_in(item.place_text, knowledge), *names_in(title, knowledge)]
    respondents = names_in(item.respondent_text, knowledge) if item.respondent_text else ()
    if not any(group_of(name.kind) in _EXACT for name in named):
        named += _first_place(body, knowledge)
    return tuple(dict.fromkeys([*named, *respondents]))


def _first_place(body: str, knowledge: Knowledge) -> list[Name]:
    """The names in the beginning of a body up to the first place or road, which is where the writer is."""
    found = names_in(body[:_BEGINNING], knowledge)
    places = [name for name in found if group_of(name.kind) in _EXACT]
    return [*(name for name in found if group_of(name.kind) == "respondent"), *places[:1]]


def names_in(text: str, knowledge: Knowledge) -> tuple[Name, ...]:
    """Places and respondents that `text` names, in order; spellings the office knows carry the node's id."""
    if not text:
        return ()
    found = [
        _place(p.name, p.stem or p.name, p.kind, text[p.start : p.end], knowledge)
        for p in find_places(text, knowledge.place_phrases)
    ]
    spans = knowledge.respondent_phrases.find(text)
    found += [_respondent(text[start:end], text[start:end], "firm", knowledge) for start, end in spans]
    for firm in find_respondents(text):
        if not any(start < firm.end and firm.start < end for start, end in spans):
            found.append(_respondent(text[firm.start : firm.end], firm.stem or firm.name, firm.kind, knowledge))
    return tuple(dict.fromkeys(found))


def _place(name: str, stem: str, kind: str, written: str, knowledge: Knowledge) -> Name:
    known = next((knowledge.places[form] for form in (written, name, stem) if form in knowledge.places), None)
    return Name(known.name, known.kind or kind, written, known.id) if known else Name(stem, kind, written)


def _respondent(written: str, stem: str, kind: str, knowledge: Knowledge) -> Name:
    known = knowledge.respondents.get(written) or knowledge.respondents.get(stem)
    return Name(known.name, kind, written, known.id) if known else Name(stem, kind, written)
