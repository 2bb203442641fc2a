"""The worker's watch over stale bases: it sweeps again after every import of law, and when a day begins.

It looks at the records themselves instead of being told, so no door by which law or replies come in can be
forgotten. While something still changes from look to look (an import that runs) it waits. Drafts and batches change
all day long: for them alone it sweeps from time to time.
"""

from __future__ import annotations

import time
from datetime import date

from casework.office import Office
from casework.stale_basis import sweep
from records.basis_uses import Stamps, basis_stamps
from records.office_settings import put_setting, setting

SWEPT = "stale_basis.swept"
LOOK_EVERY = 5.0
FOR_USES_EVERY = 600.0
"""Seconds between looks at the law, and between sweeps that only a draft or a batch is the reason for."""


class BasisWatch:
    """Called again and again by the worker; looks every few seconds."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._next = 0.0
        self._next_for_uses = 0.0
        self._before: Stamps | None = None

    def __call__(self) -> int:
        """1 when a sweep was made, else 0."""
        if time.monotonic() < self._next:
            return 0
        self._next = time.monotonic() + LOOK_EVERY
        today = self._office.today()
        with self._office.database.read() as tx:
            stamps = basis_stamps(tx)
            done = setting(tx, SWEPT, default={})
        quiet, self._before = stamps == self._before, stamps
        if not quiet or not self._due(done, stamps, today):
            return 0
        sweep_and_note(self._office, today=today)
        self._next_for_uses = time.monotonic() + FOR_USES_EVERY
        return 1

    def _due(self, done: dict[str, str], stamps: Stamps, today: date) -> bool:
        if (done.get("law"), done.get("day")) != (stamps.law, today.isoformat()):
            return True
        return done.get("uses") != stamps.uses and time.monotonic() >= self._next_for_uses


def sweep_and_note(office: Office, *, today: date) -> dict[str, int]:
    """How many findings there are by kind after a sweep; the watch need not make it again."""
    with office.database.read() as tx:
        stamps = basis_stamps(tx)
    found = dict(sweep(office, today=today).found)
    with office.database.write() as tx:
        told = {"law": stamps.law, "uses": stamps.uses, "day": today.isoformat()}
        put_setting(tx, SWEPT, told, now=office.now())
    return found
