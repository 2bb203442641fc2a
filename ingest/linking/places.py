"""Places (地点) a letter speaks of: the imported place, then what the text names, phases of one estate as one place."""

from __future__ import annotations

import re

from core.ids import place_id
from core.petition import Evidence, Item, Link, Node
from core.places import PlaceMention, find_places
from ingest.linking.knowledge import Knowledge, Known
from ingest.linking.letters import Letter, field_evidence

MOST_PLACES = 6
WIDE_KINDS = frozenset({"town", "community"})
"""Places too wide to say that two letters are about one thing."""
_KIND_SCORE = {
    "estate": 1.0,
    "village": 0.9,
    "school": 0.9,
    "hospital": 0.9,
    "project": 0.9,
    "site": 0.8,
    "market": 0.8,
    "road": 0.7,
}
_CODED_REGION = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]\d{0,2}市(?:[A-Z]\d{1,2}[市县区])?|[A-Z]\d{1,2}[市县区])")


def located_at(item: Item, letter: Letter, knowledge: Knowledge) -> tuple[list[Link], list[Node]]:
    """located_at links, the imported place first, then places of the text by how exact they are, at most six."""
    found: dict[str, tuple[Known, list[Evidence]]] = {}
    if item.place_text:
        for mention in find_places(item.place_text, knowledge.place_phrases):
            proof = field_evidence(item, "place_text", item.place_text, "导入的地点", score=1.0)
            _note(found, _known(mention, knowledge), proof)
        if not found:
            whole = knowledge.places.get(item.place_text) or Known(place_id(item.place_text), item.place_text, "place")
            _note(found, whole, field_evidence(item, "place_text", item.place_text, "导入的地点", score=1.0))
    for mention in find_places(letter.text, knowledge.place_phrases):
        proof = letter.evidence(mention.start, mention.end, "地名", score=_KIND_SCORE.get(mention.kind, 0.5))
        _note(found, _known(mention, knowledge), proof)
    kept = sorted(found.values(), key=lambda one: -_score(one[1]))[:MOST_PLACES]
    links = [
        Link(source=item.id, kind="located_at", target=place.id, score=_score(proofs), evidence=tuple(proofs))
        for place, proofs in kept
    ]
    return links, [Node(id=p.id, kind="place", name=p.name, props={"kind": p.kind}) for p, _ in kept]


def _known(mention: PlaceMention, knowledge: Knowledge) -> Known:
    for name in (mention.name, mention.stem):
        if name in knowledge.places:
            return knowledge.places[name]
    stem = mention.stem or mention.name
    return Known(place_id(stem), stem, mention.kind)


def _note(found: dict[str, tuple[Known, list[Evidence]]], place: Known, proof: Evidence) -> None:
    found.setdefault(place.id, (place, []))[1].append(proof)


def _score(proofs: list[Evidence]) -> float:
    return max(proof.score or 0.0 for proof in proofs)


def region_of(item: Item, letter: Letter) -> str:
    """The region of the problem: the imported one, else the first coded one in the text (A市A3区)."""
    if item.region_text:
        return item.region_text
    found = _CODED_REGION.search(letter.text)
    return found[0] if found else ""
