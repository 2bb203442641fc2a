"""Everything one letter says by itself: masked copies, class, links and claims. Pure: processes share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.accusations import Verdict, accusation_of
from core.masking import Masked, mask
from core.nouns import changed
from core.outcomes import outcome_of
from core.petition import Claim, Item, Link, Node, Person
from core.vocabulary import code_of
from ingest.linking.citations import cited_in
from ingest.linking.demands import claims_in
from ingest.linking.issue_classes import classified
from ingest.linking.knowledge import Knowledge
from ingest.linking.letters import Letter, day_of, letter_of
from ingest.linking.places import located_at, region_of
from ingest.linking.respondents import complains_about
from ingest.linking.units import named_units, responsible_unit
from ingest.rows import Draft
from records.citations import StoredCitation
from records.link_saving import LinkRows, link_rows

_NOTHING = Masked("")
RESTRICTED = {"clear": "accusation", "doubtful": "doubtful"}


@dataclass(frozen=True, slots=True)
class Facts:
    """An item with masked texts and what was found in it; petitioner and matter are not known yet."""

    item: Item
    person: Person
    links: tuple[Link, ...]
    nodes: tuple[Node, ...]
    citations: tuple[StoredCitation, ...] = ()
    claims: tuple[Claim, ...] = ()
    doubt: Mapping[str, Any] | None = None
    """The words that make it a doubtful accusation, for the person who decides."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Facts as they go into the records: the links are rows already, made where there is time."""

    item: Item
    person: Person
    links: LinkRows
    nodes: tuple[Node, ...]
    citations: tuple[StoredCitation, ...] = ()
    claims: tuple[Claim, ...] = ()
    doubt: Mapping[str, Any] | None = None


def ready(draft: Draft, knowledge: Knowledge, *, now: datetime) -> Ready:
    """`facts_of` the row, ready to be saved; `now` is when its links were made."""
    one = facts_of(draft, knowledge)
    rows = link_rows(one.links, now=now)
    return Ready(one.item, one.person, rows, one.nodes, one.citations, one.claims, one.doubt)


def facts_of(draft: Draft, knowledge: Knowledge) -> Facts:
    """What can be known from the row alone, read with what the office knows beforehand."""
    item, letter = draft.item, letter_of(draft.item)
    names = (draft.person.name,) if len(draft.person.name) >= 2 else ()
    title, content, reply = (mask(text, names) if text else _NOTHING for text in (item.title, item.content, item.reply))
    changes: dict[str, Any] = {
        "title_masked": title.text,
        "content_masked": content.text,
        "reply_masked": reply.text,
        "region_text": region_of(item, letter),
    }
    verdict = accusation_of(letter.text, item.purpose)
    changes |= _set_aside(item, verdict)
    links, nodes = named_links(item, letter, knowledge)
    found = classified(item, draft.class_path, letter)
    changes |= {"issue_code": found.code, "issue_confidence": found.confidence}
    unit = responsible_unit(item, knowledge)
    if unit is not None:
        changes["unit_id"] = unit[0].id
        nodes.append(unit[0].node)
        links.append(
            Link(source=item.id, kind="handled_by", target=unit[0].id, score=unit[1].score, evidence=(unit[1],))
        )
    if item.reply and not item.outcome:
        changes["outcome"] = _outcome(item.reply)
    done = changed(item, **changes)
    return Facts(
        item=done,
        person=draft.person,
        links=(*links, *found.link(item.id)),
        nodes=tuple(nodes),
        citations=tuple(cited_in(item, knowledge)),
        claims=tuple(claims_in(done, content)),
        doubt=_doubt(verdict) if verdict.kind == "doubtful" else None,
    )


def named_links(item: Item, letter: Letter, knowledge: Knowledge) -> tuple[list[Link], list[Node]]:
    """The units, places and respondents a letter names, as links from it and the nodes they lead to.

    An alias with days of use links letters of these days alone.
    """
    known = knowledge.on(day_of(item))
    links: list[Link] = []
    nodes: list[Node] = []
    for found_links, found_nodes in (
        named_units(item, letter, knowledge),
        located_at(item, letter, known),
        complains_about(item, letter, known),
    ):
        links += found_links
        nodes += found_nodes
    return links, nodes


def _set_aside(item: Item, verdict: Verdict) -> dict[str, str]:
    restricted = RESTRICTED.get(verdict.kind, "")
    changes = {"restricted": restricted}
    if restricted == "accusation":
        changes["claim_class"] = "accusation"
    return changes


def _doubt(verdict: Verdict) -> dict[str, Any]:
    return {"words": [list(one) for one in verdict.evidence]}


def _outcome(reply: str) -> str:
    code = outcome_of(reply).code
    return code_of("outcome", code) or code
