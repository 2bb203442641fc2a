"""Doubtful accusations (疑似检举控告): handed to a named handler, who decides whether the letter is one.

A doubtful letter is hidden from everyone until it is handed to a person by name; it stays hidden for good when that
person says it is an accusation, and joins the other letters when not (条例 30¶3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.office import Office
from core.errors import Forbidden, InputError
from core.viewer import WORKER, Viewer
from records import audit, reviews
from records.accounts import assign, find_account
from records.items import items, update_item
from records.reviews import Review

KIND = "accusation"


def waiting(office: Office) -> int:
    """How many doubtful letters nobody has decided on; a number only, for whoever hands them out."""
    with office.database.read() as tx:
        return reviews.count_reviews(tx, WORKER, KIND)


def hand_out(office: Office, viewer: Viewer, handler: str, *, now: datetime) -> int:
    """How many waiting letters were handed to `handler` by name. Raises Forbidden for an account that is not there."""
    with office.database.write() as tx:
        account = find_account(tx, handler)
        if account is None or account.disabled:
            raise Forbidden(f"没有账号“{handler}”，或已停用", "请指定在用账号")
        subjects = [one.subject for one in reviews.reviews(tx, WORKER, KIND, limit=None)]
        assign(tx, handler, subjects, by=viewer.name, now=now)
        audit.record(tx, viewer, "hand_out", handler, now=now, result_count=len(subjects))
    return len(subjects)


def mine(office: Office, viewer: Viewer, *, limit: int, offset: int = 0) -> list[tuple[Review, str]]:
    """The waiting letters handed to the viewer with their masked titles, oldest first.

    A letter against the viewer's own unit is not among them, even when it was handed out.
    """
    with office.database.read() as tx:
        found = reviews.reviews(tx, viewer, KIND, limit=limit, offset=offset)
        titles = items(tx, viewer, _subjects(found))
    return [(one, titles[one.subject].title_masked) for one in found if one.subject in titles]


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
    return done
