"""What the page of stale bases asks of the office: the last sweep's findings by article, a new sweep, a decision."""

from __future__ import annotations

from casework import jobs
from casework.basis_uses import KINDS
from casework.sheets import sheet_of
from casework.stale_basis import Group, decide, exported, grouped, listed
from core.viewer import Viewer
from records.stale import count_findings
from ui.render import PAGE, moment
from ui.wiring import now, the_office
from ui.words import word


def counts(viewer: Viewer) -> dict[str, int]:
    """How many findings the viewer may see, by kind in the order of attention; kinds without any are left out."""
    with the_office().database.read() as tx:
        found = count_findings(tx, viewer)
    return {kind: found[kind] for kind in KINDS if found.get(kind)}


def groups(viewer: Viewer, kinds: tuple[str, ...], *, offset: int) -> list[Group]:
    """One page of the findings, joined by article."""
    return grouped(listed(the_office(), viewer, kinds=kinds, limit=PAGE, offset=offset))


def sweep(viewer: Viewer) -> str:
    """The id of the job that looks at everything that rests on law once more; the worker does it."""
    return jobs.submit(the_office(), viewer, "sweep_law", {})


def settle(viewer: Viewer, finding_id: str, state: str, *, reason: str) -> None:
    """Keeps what a named person says of a finding. Raises InputError, NotFound or Conflict in words."""
    decide(the_office(), viewer, finding_id, state, reason=reason, now=now())


def workbook(viewer: Viewer, kinds: tuple[str, ...]) -> bytes:
    """The findings as an xlsx file, with who made it and when."""
    rows = exported(the_office(), viewer, kinds=kinds, now=now())
    printed = {word("stale.printed_by"): viewer.name, word("stale.printed_at"): moment(now())}
    return sheet_of(word("page.stale"), rows, printed=printed)
