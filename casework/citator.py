"""The citator (引用查询): who used an article and how it ended; what a reply rests on and how that stands today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.basis_uses import PROCEDURE
from casework.office import Office
from casework.standing import CHANGES, Library
from core.dates import local_day
from core.errors import NotFound
from core.event_day import which_day
from core.ids import kind_of
from core.petition import Item
from core.text_diff import Segment, text_diff
from core.viewer import Viewer
from records import citator
from records.citations import StoredCitation, citations_of
from records.citator import Counts
from records.items import item, items


@dataclass(frozen=True, slots=True)
class User:
    """One item that uses an article, in its reply or in the letter."""

    item: Item
    field: str
    quote: str


@dataclass(frozen=True, slots=True)
class CitedBy:
    """An article or act with all that use it; `counts` are over everything, `users` is one page."""

    target: str
    label: str
    status: str
    counts: Counts
    users: tuple[User, ...]


def cited_by(
    office: Office, viewer: Viewer, target: str, *, whole_act: bool = True, limit: int = 50, offset: int = 0
) -> CitedBy:
    """Who uses the article or act; for an act with `whole_act` also who uses any of its articles.

    Raises NotFound for a target that is not in the library.
    """
    with office.database.read() as tx:
        library = Library(tx, [target], today=office.today())
        now = library.standing(target, office.today())
        if now is None:
            raise NotFound(f"库中没有 {target}", "可先用 cli.py law resolve 查条文编号")
        targets = [target]
        if whole_act and kind_of(target) == "regulation":
            targets += citator.article_ids(tx, target)
        rows = citator.using_items(tx, viewer, targets, limit=limit, offset=offset)
        known = items(tx, viewer, [id_ for id_, _, _ in rows])
        users = tuple(User(known[id_], field, quote) for id_, field, quote in rows if id_ in known)
        counts = citator.count_uses(tx, viewer, targets)
    return CitedBy(target, library.label(target), now.status.value, counts, users)


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing a reply rests on: how it stood on the day that counts, how it stands today, and what took its place."""

    citation: StoredCitation
    label: str
    target: str
    status_then: str
    status_now: str
    change: str
    change_label: str
    successors: tuple[str, ...]
    old_text: str
    new_text: str
    segments: tuple[Segment, ...]


def basis_of(office: Office, viewer: Viewer, item_id: str, *, today: date) -> list[Basis]:
    """What the item's reply rests on, in the order of the reply; unresolved citations with their verdict as change.

    Raises NotFound for an item that does not exist or may not be seen.
    """
    with office.database.read() as tx:
        one = item(tx, viewer, item_id)
        found = [c for c in citations_of(tx, viewer, [item_id]).get(item_id, ()) if c.field == "reply"]
        targets = {c.target for c in found if c.target}
        library = Library(tx, targets, today=today)
        days = {id_: _counts_on(one, id_, today) for id_ in targets}
        standing = {id_: library.standing(id_, day) for id_, day in days.items()}
        heirs = {h for id_, then in standing.items() if then for h in library.fate(id_, then).successors}
        now = Library(tx, targets | heirs, today=today)
        return [_basis(c, now, days.get(c.target, today), today) for c in found]


def _counts_on(one: Item, target: str, today: date) -> date:
    """The day on which `target` had to be right: for procedure that of the reply, else that of the event (8.7)."""
    if one.replied_at is not None and PROCEDURE.search(target):
        return local_day(one.replied_at)
    return which_day(one, today=today).day


def _basis(one: StoredCitation, library: Library, day: date, today: date) -> Basis:
    then = library.standing(one.target, day) if one.target else None
    now = library.standing(one.target, today) if one.target else None
    if then is None or now is None:
        return Basis(one, one.quote, one.target, "", "", one.verdict, "", (), "", "", ())
    fate = library.fate(one.target, then)
    heirs = fate.successors or (() if fate.change else (one.target,))
    new = "\n".join(s.text for id_ in heirs if (s := library.standing(id_, today)))
    return Basis(
        citation=one,
        label=library.label(one.target),
        target=one.target,
        status_then=then.status.value,
        status_now=now.status.value,
        change=fate.change,
        change_label=CHANGES.get(fate.change, ""),
        successors=fate.successors,
        old_text=then.text,
        new_text=new,
        segments=text_diff(then.text, new) if then.text and new else (),
    )
