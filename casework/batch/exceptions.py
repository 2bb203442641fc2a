"""Which selected cases a batch leaves out, and why (例外及理由). Pure: facts in, one decision out for each.

Someone told earlier that nothing could be done is exactly whom a new measure helps: an earlier
`explain` or `not_support` never excludes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.batch import DOCUMENT_TYPES, EXCEPTIONS, BatchPlan, Decision
from core.petition import Item

_REVIEW = frozenset({"review_requested", "recheck_requested"})
_DIVERTED = frozenset({"diverted_route", "diverted_discipline"})
_LITIGATION = frozenset({"diverted_justice"})
_OTHER_STAGE = frozenset({"received", "objected", "not_accepted", "no_longer_accepted", "terminated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known about one selected case when the batch is planned or applied."""

    item_id: str
    item: Item | None
    """None when the item no longer exists or may not be seen."""
    resolved: bool = False
    withdrawn: bool = False
    litigation: bool = False
    other_batch: str = ""
    """The title of another open batch that holds this case."""


def decide(plan: BatchPlan, facts: Iterable[CaseFacts]) -> list[Decision]:
    """One decision for each of `facts`, in the same order: applied, excepted or failed, with its reason."""
    return [_decide(plan, fact) for fact in facts]


def _decide(plan: BatchPlan, fact: CaseFacts) -> Decision:
    if fact.item is None:
        detail = "信访件不存在、已删除或无权查看"
        return Decision(item_id=fact.item_id, verdict="failed", reason="missing", detail=detail)
    side = fact.item.petitioner_ref or fact.item.id
    claim = plan.claims.get(fact.item_id, "")
    code, detail = _exception(plan, fact, fact.item)
    if code:
        words = f"{EXCEPTIONS[code]}{f'（{detail}）' if detail else ''}"
        return Decision(item_id=fact.item_id, verdict="except", reason=code, detail=words, claim_id=claim, side=side)
    document = plan.document_types.get(fact.item_id, plan.document_type)
    known = document in DOCUMENT_TYPES
    return Decision(
        item_id=fact.item_id,
        verdict="apply" if known else "failed",
        reason="" if known else "no_document",
        detail="适用本措施" if known else "未选定文书种类",
        claim_id=claim,
        document_type=document if known else "",
        side=side,
    )


def _exception(plan: BatchPlan, fact: CaseFacts, item: Item) -> tuple[str, str]:
    """The exception code and a detail, or two empty strings; from the gravest reason down, a person's word last."""
    checks: tuple[tuple[bool, str, str], ...] = (
        (bool(item.restricted) or item.claim_class == "accusation", "accusation", ""),
        (fact.withdrawn, "withdrawn", ""),
        (fact.resolved, "already_resolved", ""),
        (fact.litigation or item.state in _LITIGATION, "litigation", ""),
        (item.state in _DIVERTED, "diverted", ""),
        (item.state in _REVIEW, "review_running", ""),
        (bool(fact.other_batch), "other_batch", fact.other_batch),
        (item.state in _OTHER_STAGE, "other_stage", ""),
        (_elsewhere(plan, item), "other_region", item.region_text or item.region_code),
        (item.id in plan.excepted, plan.excepted.get(item.id, ""), "由经办人排除"),
    )
    return next(((code, detail) for hit, code, detail in checks if hit), ("", ""))


def _elsewhere(plan: BatchPlan, item: Item) -> bool:
    if not plan.region or not (item.region_code or item.region_text):
        return False
    return not (item.region_code.startswith(plan.region) or plan.region in item.region_text)
