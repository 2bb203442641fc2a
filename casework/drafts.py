"""A reply draft (答复草稿) begun from a chosen precedent, with the status of its articles today; kept per person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from casework.basis import CitedArticle, cited_articles
from casework.office import Office
from casework.standing import successors_of
from core.errors import InputError
from core.event_day import WhichDay, which_day
from core.petition import Item
from core.statute import Status
from core.viewer import Viewer
from records import audit
from records.database import Tx
from records.drafts import Draft, drafts_of
from records.drafts import save_draft as store
from records.items import item

LABEL = "（系统辅助生成，须经人工审核）"


def begin_draft(
    office: Office, viewer: Viewer, item_id: str, precedent_id: str, *, today: date, now: datetime
) -> Draft:
    """A new draft for the case from a precedent's masked reply; articles no longer in force are named on top.

    Raises NotFound for an unknown case, InputError when the precedent has no reply.
    """
    with office.database.write() as tx:
        case, precedent = item(tx, viewer, item_id), item(tx, viewer, precedent_id)
        if not precedent.reply_masked.strip():
            raise InputError("所选先例没有答复意见", "请另选一件已有答复的先例")
        cited = cited_articles(tx, viewer, [precedent_id], today=today).get(precedent_id, [])
        basis = {"precedent": precedent_id, "articles": [[a.article_id, a.label, a.status.value] for a in cited]}
        day = which_day(case, today=today)
        then = cited_articles(tx, viewer, [precedent_id], today=day.day).get(precedent_id, [])
        valid = {one.article_id for one in then if one.status == Status.IN_FORCE}
        told = _with_successors(tx, cited, since=which_day(precedent, today=today).day, today=today)
        text = _first_text(case, precedent, told, valid=valid, day=day, today=today)
        new = Draft(id=_draft_id(viewer, item_id), item_id=item_id, text=text, basis=basis, person=viewer.name)
        known = {d.id: d.version for d in drafts_of(tx, viewer, item_id)}
        audit.record(tx, viewer, "draft", item_id, now=now, reason=f"依据先例 {precedent_id}")
        return store(tx, replace(new, version=known.get(new.id, 0)), now=now)


def _with_successors(tx: Tx, cited: list[CitedArticle], *, since: date, today: date) -> list[CitedArticle]:
    """The articles, what took the place of those that changed or ended named in the warning."""
    heirs = successors_of(tx, [one.article_id for one in cited if one.warning], since=since, today=today)
    return [
        replace(one, warning=f"{one.warning}（现对应{'、'.join(heirs[one.article_id])}）")
        if one.article_id in heirs
        else one
        for one in cited
    ]


def _first_text(
    case: Item, precedent: Item, cited: list[CitedArticle], *, valid: set[str], day: WhichDay, today: date
) -> str:
    """The opening; `valid` are the cited articles in force on the `day` that counts for the substance."""
    warnings = [_warning(one, valid, day) for one in cited if one.status != Status.IN_FORCE]
    warnings += [f"注意：{one.label} {one.warning}，须核对现行条文。" for one in cited if one.changed]
    warnings += [
        f"注意：{one.label} 在 {day.day.isoformat()} 尚未生效或不在有效期，实体问题不能援引。"
        for one in cited
        if one.status == Status.IN_FORCE and one.article_id not in valid
    ]
    number = precedent.item_no or precedent.source_id
    source = f"参照先例 {number}；条文状态截至 {today.isoformat()}，实体问题{day.said}。"
    opening = f"您反映的“{case.title_masked or '有关事项'}”收悉。现答复如下："
    return "\n".join([LABEL, source, *warnings, "", opening, precedent.reply_masked.strip()])


def _warning(one: CitedArticle, valid: set[str], day: WhichDay) -> str:
    ended = f"注意：{one.label} {one.warning or one.status.value}"
    if one.article_id in valid:
        return f"{ended}；{day.day.isoformat()} 当时有效，只可用于此前的实体问题，程序须引现行依据。"
    return f"{ended}，须改引现行依据。"


def save_draft(office: Office, viewer: Viewer, item_id: str, text: str, *, now: datetime) -> Draft:
    """The person's draft for the case with its new text; begun now when there was none."""
    with office.database.write() as tx:
        item(tx, viewer, item_id)
        known = draft_in(drafts_of(tx, viewer, item_id), viewer)
        new = known or Draft(id=_draft_id(viewer, item_id), item_id=item_id, person=viewer.name)
        return store(tx, replace(new, text=text), now=now)


def draft_of(office: Office, viewer: Viewer, item_id: str) -> Draft | None:
    """The person's own draft for the case."""
    with office.database.read() as tx:
        return draft_in(drafts_of(tx, viewer, item_id), viewer)


def draft_in(found: list[Draft], viewer: Viewer) -> Draft | None:
    """The viewer's own reply draft among `found`."""
    return next((one for one in found if one.person == viewer.name and one.kind == "reply"), None)


def _draft_id(viewer: Viewer, item_id: str) -> str:
    return f"draft:{viewer.name}:{item_id}"
