"""A batch as stored and as thought of: rows of the records on one side, a `BatchPlan` on the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.batch import BatchPlan, Cause, LegalCheck
from core.petition import Measure
from core.viewer import Viewer
from records import batches, measures
from records.database import Tx


def load_plan(tx: Tx, viewer: Viewer, batch_id: str) -> BatchPlan:
    """The batch as it stands; cases the viewer may not see are not in it. Raises NotFound."""
    row = batches.batch(tx, batch_id)
    members = batches.members(tx, viewer, batch_id)
    more: Mapping[str, Any] = row.plan
    return BatchPlan(
        id=row.id,
        issue_id=row.issue_id,
        title=row.title,
        state=row.state,
        items=tuple(m.item_id for m in members),
        claims={m.item_id: m.claim_id for m in members if m.claim_id},
        cause=_cause(more.get("cause")),
        measure=measures.measure(tx, row.measure_id) if row.measure_id else None,
        wording=row.wording,
        document_type=row.document_type,
        document_types=more.get("document_types", {}),
        excepted={m.item_id: m.reason_code for m in members if m.decision == "except" and m.person},
        region=more.get("region", ""),
        review_body=more.get("review_body", ""),
        prepared_by=row.prepared_by,
        submitted=bool(more.get("submitted")),
        legal_check=_check(row),
        version=row.version,
    )


def digest(plan: BatchPlan) -> str:
    """A hash over what the legal check approves; any later change makes another one."""
    told = {
        "items": sorted(plan.items),
        "excepted": dict(plan.excepted),
        "cause": plan.cause.text if plan.cause else "",
        "measure": _measure_words(plan.measure),
        "wording": plan.wording,
        "types": [plan.document_type, dict(plan.document_types)],
        "review_body": plan.review_body,
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def checked(plan: BatchPlan) -> bool:
    """True when the second person approved exactly what stands here now."""
    check = plan.legal_check
    return check is not None and check.approved and check.digest == digest(plan)


def cause_words(cause: Cause) -> dict[str, str]:
    """The cause as it is stored in the batch."""
    return {
        "kind": cause.kind,
        "text": cause.text,
        "confirmed_by": cause.confirmed_by,
        "confirmed_at": cause.confirmed_at.isoformat(),
    }


def _cause(stored: Mapping[str, str] | None) -> Cause | None:
    if not stored:
        return None
    return Cause(
        kind=stored["kind"],
        text=stored["text"],
        confirmed_by=stored["confirmed_by"],
        confirmed_at=datetime.fromisoformat(stored["confirmed_at"]),
    )


def _check(row: batches.Batch) -> LegalCheck | None:
    if row.checked_at is None:
        return None
    return LegalCheck(
        person=row.checked_by,
        at=row.checked_at,
        approved=bool(row.plan.get("approved")),
        note=row.checked_note,
        digest=str(row.plan.get("checked_digest", "")),
    )


def _measure_words(measure: Measure | None) -> list[str]:
    if measure is None:
        return []
    day = measure.adopted_on.isoformat()
    return [measure.title, measure.text, measure.unit_id, measure.document_no, day, *measure.articles]
