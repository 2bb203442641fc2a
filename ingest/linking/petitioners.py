"""Petitioners (信访人): each item to its pseudonym, with the kind of evidence, never the value."""

from __future__ import annotations

from collections.abc import Sequence

from core.ids import petitioner_id
from core.petition import Evidence, Item, Link, Node, Person

_RULES = (
    ("id_no", "证件号码"),
    ("phone", "电话"),
    ("address", "姓名和住址"),
    ("account", "账号"),
    ("name", "仅有姓名，不与他人合并"),
)


def submitted_by(items: Sequence[Item], people: Sequence[Person]) -> tuple[list[Link], list[Node]]:
    """submitted_by links of the items that have a pseudonym; the node carries nothing but it."""
    known = [(item, person) for item, person in zip(items, people, strict=True) if item.petitioner_ref]
    links = [
        Link(
            source=item.id,
            kind="submitted_by",
            target=petitioner_id(item.petitioner_ref),
            score=1.0,
            evidence=(Evidence(record=item.id, field="petitioner", score=1.0, rule=_rule(person)),),
        )
        for item, person in known
    ]
    nodes = {
        ref: Node(id=petitioner_id(ref), kind="petitioner", name=f"信访人 {ref[:7]}")
        for ref in (item.petitioner_ref for item, _ in known)
    }
    return links, list(nodes.values())


def _rule(person: Person) -> str:
    return next((rule for name, rule in _RULES if getattr(person, name)), "")
