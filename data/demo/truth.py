"""What was planted, as rows of `truth.jsonl`: groups, repeats, personal data, accusations, citations, every letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from data.demo.draft import Draft
from data.demo.planted import Planted

Row = Mapping[str, object]


def truth_rows(drafts: Sequence[Draft], groups: Sequence[Planted]) -> Iterator[Row]:
    """All rows, first the groups, last one row a letter."""
    yield from (_group(group, drafts) for group in groups)
    yield from _clusters(drafts)
    yield from _repeats(drafts)
    for draft in drafts:
        yield from _of_letter(draft)
    for draft in drafts:
        yield {
            "kind": "letter",
            "id": draft.number,
            "situation": draft.situation.id,
            "variant": draft.variant,
            "class": draft.situation.code,
            "place": draft.place.name,
            "second": draft.second.id if draft.second else "",
        }


def _group(group: Planted, drafts: Sequence[Draft]) -> Row:
    members = [d for d in drafts if (d.pattern if group.kind == "pattern" else d.event) == group.id]
    lookalikes = [d for d in drafts if d.lookalike_of and d.lookalike_of == group.id]
    return {
        "kind": group.kind,
        "id": group.id,
        "label": group.label,
        "parent": group.parent,
        "places": sorted({d.place.name for d in members}),
        "sides": len({_side(d) for d in members}),
        "members": [d.number for d in members],
        "lookalikes": [{"id": d.number, "why": d.lookalike_kind} for d in lookalikes],
    }


def _side(draft: Draft) -> str:
    return draft.person.id_no or draft.person.phone or f"{draft.person.name}{draft.key}"


def _clusters(drafts: Sequence[Draft]) -> Iterator[Row]:
    """Groups nobody planted: three or more sides about one matter at one place."""
    together: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not draft.event:
            together[draft.situation.id, draft.place.name].append(draft)
    for (situation, place), members in together.items():
        sides = {_side(d) for d in members}
        if len(sides) >= 3:
            yield {
                "kind": "cluster",
                "id": f"C-{situation}-{place}",
                "label": f"{place}：{situation}",
                "parent": members[0].pattern,
                "sides": len(sides),
                "members": [d.number for d in members],
            }


def _repeats(drafts: Sequence[Draft]) -> Iterator[Row]:
    by_key = {d.key: d for d in drafts}
    chains: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        first = draft
        while first.earlier:
            first = by_key[first.earlier]
        chains[first.key].append(draft)
    for key, chain in chains.items():
        if len(chain) > 1:
            yield {"kind": "repeat", "id": by_key[key].number, "members": [d.number for d in chain]}


def _of_letter(draft: Draft) -> Iterator[Row]:
    for one in draft.personal:
        yield {"kind": "personal", "item": draft.number, "data": one.kind, "text": one.text}
    if draft.accusation:
        yield {"kind": "accusation", "item": draft.number, "verdict": draft.accusation, "against": draft.accused}
    for cited in draft.cited:
        yield {
            "kind": "citation",
            "item": draft.number,
            "quote": cited.quote,
            "law": cited.law,
            "article": cited.article,
            "flaw": cited.flaw,
        }
