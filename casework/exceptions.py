"""Which selected demands a batch leaves out, and why (例外及理由). Pure: facts in, one decision out for each.

Someone told earlier that nothing could be done is exactly whom a new measure helps: an earlier
`explain` or `not_support` never excludes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.batch import DOCUMENT_TYPES, EXCEPTIONS, Batch, Decision
from core.petition import Item

_REVIEW = frozenset({"review_requested", "recheck_requested"})
_DIVERTED = frozenset({"diverted_route", "diverted_discipline"})
_LITIGATION = frozenset({"diverted_justice"})
_OTHER_STAGE = frozenset({"received", "objected", "not_accepted", "no_longer_accepted", "terminated", "archived"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    """What is known about one selected demand when the batch is planned or applied."""

    demand: str
    item: Item | None
    """None when the demand no longer exists or may not be seen."""
    resolved: bool = False
    withdrawn: bool = False
    litigation: bool = False
    other_batch: str = ""
    """The title of another open batch that holds this demand."""


def decide(batch: Batch, facts: Iterable[DemandFacts]) -> list[Decision]:
    """One decision for each of `facts`, in the same order: applied, excepted or failed, with its reason."""
    return [_decide(batch, fact) for fact in facts]


def _decide(batch: Batch, fact: DemandFacts) -> Decision:
    if fact.item is None:
        return Decision(
            demand=fact.demand, item_id="", verdict="failed", reason="missing", detail="信访件不存在、已删除或无权查看"
        )
    code, detail = _exception(batch, fact, fact.item)
    document = batch.document_types.get(fact.demand, batch.document_type)
    side = fact.item.petitioner_ref or fact.item.id
    if code:
        reason = f"{EXCEPTIONS[code]}{f'（{detail}）' if detail else ''}"
        return Decision(
            demand=fact.demand, item_id=fact.item.id, verdict="except", reason=code, detail=reason, side=side
        )
    if document not in DOCUMENT_TYPES:
        return Decision(
            demand=fact.demand,
            item_id=fact.item.id,
            verdict="failed",
            reason="no_document",
            detail="未选定文书种类",
            side=side,
        )
    return Decision(
        demand=fact.demand,
        item_id=fact.item.id,
        verdict="apply",
        document_type=document,
        detail="适用本措施",
        side=side,
    )


def _exception(batch: Batch, fact: DemandFacts, item: Item) -> tuple[str, str]:
    """The exception code and a detail, or two empty strings; the order is from the gravest reason down."""
    by_person = batch.excepted.get(fact.demand, "")
    checks: tuple[tuple[bool, str, str], ...] = (
        (bool(item.restricted) or item.claim_class == "accusation", "accusation", ""),
        (fact.withdrawn or item.state == "withdrawn", "withdrawn", ""),
        (fact.resolved, "already_resolved", ""),
        (fact.litigation or item.state in _LITIGATION, "litigation", ""),
        (item.state in _DIVERTED, "diverted", ""),
        (item.state in _REVIEW, "review_running", ""),
        (bool(fact.other_batch), "other_batch", fact.other_batch),
        (item.state in _OTHER_STAGE, "other_stage", ""),
        (_elsewhere(batch, item), "other_region", item.region_text or item.region_code),
        (bool(by_person), by_person, "由经办人排除"),
    )
    return next(((code, detail) for hit, code, detail in checks if hit), ("", ""))


def _elsewhere(batch: Batch, item: Item) -> bool:
    if not batch.region or not (item.region_code or item.region_text):
        return False
    return not (item.region_code.startswith(batch.region) or batch.region in item.region_text)
