"""What the pages ask of the office, one call each: work list, basket, jobs, badges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from casework.status import Filled, office_status
from casework.worklist import Due, WorkList
from casework.worklist import work_list as casework_list
from core.petition import Item
from core.viewer import Viewer
from records import batches, office_settings
from records import jobs as job_rows
from records.batches import CLOSED_STATES, Batch
from records.items import items
from records.jobs import Job
from ui.wiring import the_office
from ui.words import word

BASKET = 200


@dataclass(frozen=True, slots=True)
class Badge:
    """One short notice about the state of the office."""

    text: str
    colour: Literal["green", "orange", "red"]
    help: str = ""


def work_list(viewer: Viewer, *, today: date, due: Due, limit: int, offset: int = 0) -> WorkList:
    """Open cases by due date, one page of them, with the counts of all."""
    return casework_list(the_office(), viewer, today=today, due=due, page=(limit, offset))


def jobs(viewer: Viewer, *, limit: int) -> list[Job]:
    """The latest jobs of the office, newest first."""
    with the_office().database.read() as tx:
        return job_rows.jobs(tx, viewer, limit=limit)


def cancel_job(viewer: Viewer, job_id: str, *, now: datetime) -> None:
    """Asks the worker to stop a job."""
    with the_office().database.write() as tx:
        job_rows.cancel(tx, job_id, now)


def badges(viewer: Viewer) -> Sequence[Badge]:
    """What is not yet complete or not available just now; a single green one when all is well."""
    now = office_status(the_office(), viewer)
    found = []
    if not now.worker_alive:
        found.append(Badge(word("badge.worker"), "red", word("badge.worker_help")))
    if now.model_problem:
        found.append(Badge(word("badge.model"), "orange", now.model_problem))
    if now.index_problem:
        found.append(Badge(word("badge.index"), "red", now.index_problem))
    if now.waiting.get("words"):
        found.append(Badge(word("badge.words", waiting=f"{now.waiting['words']:,}"), "orange"))
    for name, one in now.vectors.items():
        if one.done < one.total:
            help_text = word("badge.vectors_help", waiting=f"{one.total - one.done:,}")
            found.append(Badge(word("badge.vectors", name=name, share=part_of(one)), "orange", help_text))
    if now.graph_problem:
        found.append(Badge(word("badge.graph"), "red", now.graph_problem))
    return found or [Badge(word("badge.vectors_done"), "green")]


def part_of(one: Filled) -> str:
    """`87%`, rounded down: what is not whole never reads 100%."""
    return f"{int(one.share * 100)}%"


def basket(viewer: Viewer) -> list[Item]:
    """The items in the person's basket (办理篮) that the person may see, latest first."""
    with the_office().database.read() as tx:
        ids = office_settings.setting(tx, f"basket/{viewer.name}", [])
        found = items(tx, viewer, ids)
    return [found[one] for one in reversed(ids) if one in found]


def add_to_basket(viewer: Viewer, item_id: str, *, now: datetime) -> None:
    """Puts an item into the person's basket; once is enough."""
    _change_basket(viewer, now, add=item_id)


def remove_from_basket(viewer: Viewer, item_id: str, *, now: datetime) -> None:
    """Takes an item out of the person's basket."""
    _change_basket(viewer, now, remove=item_id)


def _change_basket(viewer: Viewer, now: datetime, *, add: str = "", remove: str = "") -> None:
    name = f"basket/{viewer.name}"
    with the_office().database.write() as tx:
        ids = [one for one in office_settings.setting(tx, name, []) if one not in (add, remove)]
        kept = [*ids, add][-BASKET:] if add else ids
        office_settings.put_setting(tx, name, kept, now=now, person=viewer.name)


def open_batches(viewer: Viewer) -> list[Batch]:
    """Batches that are not closed, latest first."""
    with the_office().database.read() as tx:
        return [one for one in batches.batches(tx, limit=20) if one.state not in CLOSED_STATES]
