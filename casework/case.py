"""Everything one case page shows (信访件): the case, its matter, time line, demands, basis, issues and batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from casework.basis import CitedArticle, cited_articles
from casework.office import Office
from casework.related import Related, related_matters
from casework.worklist import days_left
from core.errors import InputError, NotFound
from core.normal import clean
from core.petition import Claim, HandlingEvent, Item, Matter, Person
from core.taxonomy import path_of
from core.viewer import Viewer
from records import audit
from records.batches import batches_of
from records.claims import claims_of
from records.documents import Document, documents
from records.drafts import Draft, drafts_of
from records.events import events_of
from records.issues import StoredIssue, issues_of
from records.items import item, item_by_source_id
from records.link_reading import links_of
from records.matters import items_of_matter, matters
from records.nodes import nodes
from records.units import unit_names
from records.vault import open_identity as open_person


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with what belongs to it; every text is masked."""

    item: Item
    unit_name: str
    class_path: str
    places: tuple[str, ...]
    respondents: tuple[str, ...]
    matter: Matter | None
    matter_items: tuple[Item, ...]
    related: tuple[Related, ...]
    """Other matters about the same respondent and kind of problem, the latest first."""
    claims: tuple[Claim, ...]
    timeline: tuple[HandlingEvent, ...]
    days_left: int | None
    cited: tuple[CitedArticle, ...]
    issues: tuple[StoredIssue, ...]
    batches: tuple[str, ...]
    documents: tuple[Document, ...]
    draft: Draft | None


def find_case(office: Office, viewer: Viewer, text: str) -> str:
    """The id of the case with this id or number.

    Raises NotFound when there is none or it may not be seen, InputError when several sources use the number.
    """
    wanted = clean(text).strip()
    with office.database.read() as tx:
        if wanted.startswith("item:"):
            return item(tx, viewer, wanted).id
        found = item_by_source_id(tx, viewer, wanted)
    if not found:
        raise NotFound(f"没有编号为“{wanted}”的信访件，或者您无权查看", "请核对编号，或用标题检索")
    if len(found) > 1:
        raise InputError(
            f"编号“{wanted}”在 {len(found)} 个来源里都有",
            "请用完整编号，例如：" + "、".join(one.id for one in found[:3]),
        )
    return found[0].id


def case_page(office: Office, viewer: Viewer, item_id: str, *, today: date) -> CasePage:
    """The case as its page shows it. Raises NotFound for an id that does not exist or may not be seen."""
    with office.database.read() as tx:
        one = item(tx, viewer, item_id)
        links = links_of(tx, viewer, [item_id], ("located_at", "complains_about"), direction="out", limit=50)
        names = nodes(tx, viewer, [link.target for link in links])
        matter = matters(tx, viewer, [one.matter_id]).get(one.matter_id) if one.matter_id else None
        siblings = items_of_matter(tx, viewer, one.matter_id) if one.matter_id else []
        unit = unit_names(tx, [one.unit_id]).get(one.unit_id, one.unit_text)
        drafts = [d for d in drafts_of(tx, viewer, item_id) if d.person == viewer.name]
        return CasePage(
            item=one,
            unit_name=unit,
            class_path=path_of(one.issue_code) if one.issue_code else "",
            places=_named(links, names, "located_at"),
            respondents=_named(links, names, "complains_about"),
            matter=matter,
            matter_items=tuple(s for s in siblings if s.id != item_id),
            related=related_matters(tx, viewer, one.matter_id) if one.matter_id else (),
            claims=tuple(claims_of(tx, viewer, [item_id]).get(item_id, ())),
            timeline=tuple(events_of(tx, viewer, [item_id]).get(item_id, ())),
            days_left=days_left(one, today),
            cited=tuple(cited_articles(tx, viewer, [item_id], today=today).get(item_id, ())),
            issues=tuple(issues_of(tx, viewer, item_id)),
            batches=tuple(m.batch_id for m in batches_of(tx, viewer, item_id)),
            documents=tuple(documents(tx, viewer, item_id=item_id)),
            draft=drafts[0] if drafts else None,
        )


def _named(links: list, names: dict, kind: str) -> tuple[str, ...]:  # type: ignore[type-arg]
    return tuple(names[link.target].name for link in links if link.kind == kind and link.target in names)


def open_identity(office: Office, viewer: Viewer, item_id: str, *, reason: str, now: datetime) -> Person:
    """Who wrote this case, opened from the vault with an audit row (显示). Raises InputError without a reason."""
    with office.database.write() as tx:
        one = item(tx, viewer, item_id)
        if not one.petitioner_ref:
            raise NotFound("这件信访件没有登记信访人", "来源表中没有姓名、证件、电话或住址")
        return open_person(tx, office.vault, viewer, one.petitioner_ref, reason=reason, now=now)


def open_text(office: Office, viewer: Viewer, item_id: str, *, reason: str, now: datetime) -> str:
    """The unmasked text of this case with an audit row. Raises InputError without a reason."""
    if not reason.strip():
        raise InputError("查看原文要写明理由", "例如：核对信中所附合同编号")
    with office.database.write() as tx:
        one = item(tx, viewer, item_id)
        audit.record(tx, viewer, "open_text", item_id, now=now, reason=reason.strip())
    return f"{one.title}\n{one.content}".strip()
