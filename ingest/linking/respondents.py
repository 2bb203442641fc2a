"""Respondents (被反映对象): organisations a letter complains about, never persons; units when the source names one."""

from __future__ import annotations

from core.ids import respondent_id
from core.petition import Evidence, Item, Link, Node
from core.respondents import find_respondents
from core.units import find_units
from ingest.linking.knowledge import Knowledge, Known
from ingest.linking.letters import Letter, field_evidence
from ingest.linking.units import unit_of

MOST_RESPONDENTS = 5


def complains_about(item: Item, letter: Letter, knowledge: Knowledge) -> tuple[list[Link], list[Node]]:
    """complains_about links: the imported respondent first, then organisations of the text in order, at most five."""
    found: dict[str, tuple[Node, list[Evidence]]] = {}
    if item.respondent_text:
        _imported(item, knowledge, found)
    text = letter.text
    listed = knowledge.respondent_phrases.find(text)
    for start, end in listed:
        proof = letter.evidence(start, end, "单位名录", score=1.0)
        _note(found, _node(knowledge.respondents[text[start:end]]), proof)
    for mention in find_respondents(text):
        if any(start < mention.end and mention.start < end for start, end in listed):
            continue
        known = _by_name(mention.name, mention.stem, knowledge)
        proof = letter.evidence(mention.start, mention.end, "组织名称", score=0.8)
        _note(found, _node(known), proof)
    kept = list(found.values())[:MOST_RESPONDENTS]
    links = [
        Link(
            source=item.id,
            kind="complains_about",
            target=node.id,
            score=max(p.score or 0.0 for p in proofs),
            evidence=tuple(proofs),
        )
        for node, proofs in kept
    ]
    return links, [node for node, _ in kept]


def _imported(item: Item, knowledge: Knowledge, found: dict[str, tuple[Node, list[Evidence]]]) -> None:
    """The respondents of the source's own column, several of them apart by 、；, or a blank."""
    proof = field_evidence(item, "respondent_text", item.respondent_text, "导入的被反映单位", score=1.0)
    for mention in find_units(item.respondent_text, knowledge.unit_aliases):
        _note(found, unit_of(mention, knowledge).node, proof)
    for start, end in knowledge.respondent_phrases.find(item.respondent_text):
        _note(found, _node(knowledge.respondents[item.respondent_text[start:end]]), proof)
    for named in find_respondents(item.respondent_text):
        _note(found, _node(_by_name(named.name, named.stem, knowledge)), proof)


def _by_name(name: str, stem: str, knowledge: Knowledge) -> Known:
    known = knowledge.respondents.get(name) or knowledge.respondents.get(stem)
    return known or Known(respondent_id(stem or name), stem or name)


def _node(known: Known) -> Node:
    return Node(id=known.id, kind="respondent", name=known.name)


def _note(found: dict[str, tuple[Node, list[Evidence]]], node: Node, proof: Evidence) -> None:
    found.setdefault(node.id, (node, []))[1].append(proof)
