"""Nouns of batch resolution (批量办理): cause, legal check, batch, and what was decided for each demand.

A batch works per demand (诉求): a letter's other demands stay open. Every selected case ends as applied,
excepted with a reason, or failed with a reason; nothing selected is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.petition import Measure

CAUSES: dict[str, str] = {
    "policy_gap": "政策缺口",
    "missing_step": "单位环节缺失",
    "firm_conduct": "同一企业行为",
    "history": "历史遗留",
}

DOCUMENT_TYPES: dict[str, str] = {
    "assignment": "交办函",
    "progress": "办理进展告知书",
    "opinion": "处理意见书",
}

EXCEPTIONS: dict[str, str] = {
    "already_resolved": "事项已化解",
    "other_cause": "原因不同",
    "diverted": "已导入法定途径",
    "review_running": "复查复核进行中",
    "litigation": "涉法涉诉",
    "other_stage": "办理阶段不同",
    "other_region": "属地不同",
    "accusation": "检举控告",
    "withdrawn": "信访人已撤回",
    "other_batch": "已在另一批量办理中",
}

STATES: dict[str, str] = {
    "draft": "草拟",
    "applying": "执行中",
    "applied": "已执行",
    "done": "已办结",
    "undone": "已撤销",
}

RESULTS: dict[str, str] = {
    "pending": "待落实",
    "resolved": "已化解",
    "partly": "部分落实",
    "not_resolved": "未化解",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why the cases keep coming: a person's judgement (domain rule: the cause is judged by a human)."""

    kind: str
    text: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCheck:
    """The second named person's word on the wording and its legal basis (法律审核)."""

    person: str
    at: datetime
    approved: bool
    note: str = ""
    digest: str = ""
    """Hash of what was checked; a later change of selection, cause, measure or wording makes the check void."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """What a batch is to do: the cases selected, the cause, the measure, the wording and the legal check."""

    id: str
    issue_id: str
    title: str
    state: str = "draft"
    items: tuple[str, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    """Item id → the demand (claim id) the batch is about, for letters with several; the others stay open."""
    cause: Cause | None = None
    measure: Measure | None = None
    wording: str = ""
    """Text with fields in double braces, e.g. `{{标题}}`; filled from each case's own data only."""
    document_type: str = ""
    document_types: Mapping[str, str] = field(default_factory=dict)
    """Items that get another document than `document_type`."""
    excepted: Mapping[str, str] = field(default_factory=dict)
    """Items a person set aside, with the reason code."""
    region: str = ""
    review_body: str = ""
    """Named in the remedy line where an opinion can be reviewed (条例 35)."""
    prepared_by: str = ""
    submitted: bool = False
    legal_check: LegalCheck | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a batch does with one case: `apply`, `except` or `failed`, with the reason in words."""

    item_id: str
    verdict: str
    reason: str = ""
    detail: str = ""
    claim_id: str = ""
    document_type: str = ""
    side: str = ""
    """The petitioner side that gets one notice, however often it wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberResult:
    """What became of one applied case; `applied` never means resolved, a result needs its own evidence."""

    result: str = "pending"
    evidence: str = ""
    person: str = ""
    on: date | None = None
