"""Demands (诉求) of a letter as claims: only when it shows more than one, each with its own class (一信多诉)."""

from __future__ import annotations

from core.class_guess import guess_class
from core.demands import split_demands
from core.masking import Masked
from core.petition import Claim, Item
from ingest.linking.issue_classes import LEAST_SHARE


def claims_in(item: Item, content: Masked) -> list[Claim]:
    """The claims of `item` with masked texts and spans of the raw content; none for a letter of one demand."""
    demands = split_demands(content.text)
    if len(demands) < 2:
        return []
    return [
        Claim(
            id=f"claim:{item.id.removeprefix('item:')}:{place}",
            item_id=item.id,
            ordinal=place,
            text=demand.text,
            claim_class=item.claim_class,
            issue_code=_class(demand.text, item.issue_code),
            outcome="",
            start=content.to_raw(demand.start, demand.end)[0],
            end=content.to_raw(demand.start, demand.end)[1],
        )
        for place, demand in enumerate(demands, 1)
    ]


def _class(text: str, otherwise: str) -> str:
    guesses = guess_class(text, limit=1)
    return guesses[0].code if guesses and guesses[0].score >= LEAST_SHARE else otherwise
