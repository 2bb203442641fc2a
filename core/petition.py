"""Nouns of petition work as frozen records: item (信访件), matter (信访事项), claim (诉求), person, unit, …

Dates are `datetime.date` in Asia/Shanghai; moments are aware `datetime`. A field that is not known is
`None` or the empty string; enumerations hold the codes of `core/vocabulary.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who stands behind an item, as written in the source; goes to the identity vault and nowhere else."""

    name: str = ""
    id_no: str = ""
    phone: str = ""
    address: str = ""
    account: str = ""

    def is_empty(self) -> bool:
        """True when nothing is known, so that no petitioner can be linked."""
        return not (self.name or self.id_no or self.phone or self.address or self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One submission as registered (信访件); ten letters about one wall are ten items."""

    id: str
    source: str
    source_id: str
    item_no: str = ""
    channel: str = "other"
    received_at: datetime | None = None
    registered_at: datetime | None = None
    title: str = ""
    content: str = ""
    title_masked: str = ""
    content_masked: str = ""
    claim_class: str = "claim"
    purpose: str = ""
    cause: str = ""
    issue_code: str = ""
    issue_confidence: float | None = None
    class_text: str = ""
    region_code: str = ""
    region_text: str = ""
    place_text: str = ""
    petitioner_ref: str = ""
    person_count: int = 1
    affected_count: int | None = None
    is_joint_letter: bool = False
    is_group_visit: bool = False
    is_anonymous: bool = False
    is_urgent: bool = False
    state: str = "registered"
    due_on: date | None = None
    unit_id: str = ""
    unit_text: str = ""
    respondent_text: str = ""
    outcome: str = ""
    rating: str = ""
    reply: str = ""
    reply_masked: str = ""
    replied_at: datetime | None = None
    matter_id: str = ""
    repeat_of: str = ""
    restricted: str = ""
    """Empty, `accusation` (检举控告, only its handlers see it) or `doubtful` (hidden until a person decides)."""
    content_hash: str = ""
    source_file: str = ""
    source_row: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns of the source that no field took, kept as they were."""

    @property
    def letter(self) -> str:
        """Masked title and text together, the only form that is tokenised, embedded or shown."""
        if not self.title_masked or self.content_masked.startswith(self.title_masked):
            return self.content_masked
        return f"{self.title_masked}\n{self.content_masked}".strip()

    @property
    def concluded(self) -> bool:
        """True when the item has been answered or closed, so that it may serve as a precedent."""
        return bool(self.reply) or self.state in CONCLUDED_STATES


CONCLUDED_STATES = frozenset(
    {"opinion_issued", "review_issued", "recheck_issued", "concluded", "evaluated", "terminated", "archived"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One demand (诉求) inside an item; a letter with two demands has two claims with their own class and outcome."""

    id: str
    item_id: str
    ordinal: int
    text: str
    claim_class: str = "claim"
    issue_code: str = ""
    route: str = ""
    outcome: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The underlying dispute or request (信访事项) that items of one side belong to."""

    id: str
    title: str = ""
    issue_code: str = ""
    region_code: str = ""
    first_received_on: date | None = None
    last_received_on: date | None = None
    item_count: int = 0
    state: str = "registered"
    responsible_unit: str = ""
    resolved: bool = False
    resolved_on: date | None = None
    resolution_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An organ or body (单位) with its aliases; `code` is the short code of the unit table or the name itself."""

    id: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    kind: str = ""
    parent: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingEvent:
    """One step in the life of an item (办理过程), append-only."""

    item_id: str
    at: datetime
    event: str
    unit_id: str = ""
    from_state: str = ""
    to_state: str = ""
    person: str = ""
    note: str = ""
    document_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a link comes from: a span of a record's raw text, the rule or model, its score, time and person."""

    record: str
    field: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    score: float | None = None
    rule: str = ""
    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A directed link of the graph with the evidence beneath it; `kind` is one of `core.kinds.LINK_KINDS`."""

    source: str
    kind: str
    target: str
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A noun of the graph; `props` holds only what may be shown to whoever may see the node."""

    id: str
    kind: str
    name: str
    region: str = ""
    on: date | None = None
    props: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure (措施) a competent unit has adopted: which unit, by which document, on which day."""

    id: str
    title: str
    text: str
    unit_id: str
    document_no: str
    adopted_on: date
    kind: str = "policy"
    articles: tuple[str, ...] = ()
