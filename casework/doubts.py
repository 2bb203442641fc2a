"""Doubtful accusations (疑似检举控告): handed to a named handler, who decides whether the letter is one.

A doubtful letter is hidden from everyone until it is handed to a person by name; it stays hidden for good when that
person says it is an accusation, and joins the other letters when not (条例 30¶3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.office import Office
from core.errors import Forbidden, InputError
from core.petition import Item
from core.viewer import WORKER, Viewer
from records import audit, reviews
from records.accounts import assign, find_account, handled_by_somebody, unassign, viewer_of
from records.items import items, update_item
from records.reviews import Review
from records.transactions import Tx
from search.learned_store import FOLDER, forget

KIND = "accusation"


def waiting(office: Office) -> int:
    """How many doubtful letters nobody has decided on; a number only, for whoever hands them out."""
    with office.database.read() as tx:
        return reviews.count_reviews(tx, WORKER, KIND)


def not_handed_out(office: Office) -> int:
    """How many of them no person in office has been given yet; a number only."""
    with office.database.read() as tx:
        return len(_free(tx))


def _free(tx: Tx) -> list[str]:
    subjects = [one.subject for one in reviews.reviews(tx, WORKER, KIND, limit=None)]
    taken = handled_by_somebody(tx, subjects)
    return [subject for subject in subjects if subject not in taken]


def hand_out(office: Office, viewer: Viewer, handler: str, *, now: datetime) -> int:
    """How many letters nobody handles yet were handed to `handler` by name.

    A letter against the handler's own unit, or a unit above it, stays waiting for another person (BR-21). Raises
    Forbidden for an account that is not there, and for one's own: nobody opens such letters to oneself.
    """
    if handler == viewer.name:
        raise Forbidden("不能把这类来信交给自己", "请由另一人指派，或指派给另一人")
    with office.database.write() as tx:
        account = find_account(tx, handler)
        if account is None or account.disabled:
            raise Forbidden(f"没有账号“{handler}”，或已停用", "请指定在用账号")
        subjects = _free(tx)
        assign(tx, handler, subjects, by=viewer.name, now=now)
        fit = items(tx, viewer_of(tx, account), subjects)
        for subject in subjects:
            if subject not in fit:
                unassign(tx, handler, subject)
        audit.record(tx, viewer, "hand_out", handler, now=now, result_count=len(fit))
    return len(fit)


def mine(office: Office, viewer: Viewer, *, limit: int, offset: int = 0) -> list[tuple[Review, Item]]:
    """The waiting letters handed to the viewer, oldest first; their texts are shown masked.

    A letter against the viewer's own unit is not among them, even when it was handed out.
    """
    with office.database.read() as tx:
        found = reviews.reviews(tx, viewer, KIND, limit=limit, offset=offset)
        letters = items(tx, viewer, _subjects(found))
    return [(one, letters[one.subject]) for one in found if one.subject in letters]


def signs(one: Review) -> tuple[str, ...]:
    """The words that made the letter doubtful."""
    return tuple(dict.fromkeys(str(words[-1]) for words in one.evidence.get("words", ()) if words))


def _subjects(found: Iterable[Review]) -> list[str]:
    return [one.subject for one in found]


def decide(office: Office, viewer: Viewer, review_id: str, *, accusation: bool, reason: str, now: datetime) -> Review:
    """The decided question; the letter is hidden for good, or joins the others. Raises InputError without a reason."""
    if not reason.strip():
        raise InputError("要写明理由", "例如：反映的是收费问题，不涉及举报工作人员")
    word = "accusation" if accusation else "not_accusation"
    with office.database.write() as tx:
        done = reviews.decide(tx, viewer, review_id, word, reason=reason, now=now)
        update_item(tx, done.subject, by_person=True, restricted="accusation" if accusation else "")
        audit.record(tx, viewer, "decide_accusation", done.subject, now=now, reason=reason)
    if accusation:
        forget(office.home / FOLDER)  # nothing that was learned may rest on it
    return done
