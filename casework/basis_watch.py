"""The worker's watch over stale bases: it sweeps again after every import of law, and when a day begins.

It looks at the records themselves instead of being told, so no door by which law or replies come in can be
forgotten. While something still changes from look to look (an import that runs) it waits.
"""

from __future__ import annotations

import time
from datetime import date

from casework.office import Office
from casework.stale_basis import sweep
from records.basis_uses import basis_stamp
from records.office_settings import put_setting, setting

SWEPT = "stale_basis.swept"
LOOK_EVERY = 5.0


class BasisWatch:
    """Called again and again by the worker; looks every few seconds."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._next = 0.0
        self._before = ""

    def __call__(self) -> int:
        """1 when a sweep was made, else 0."""
        if time.monotonic() < self._next:
            return 0
        self._next = time.monotonic() + LOOK_EVERY
        today = self._office.today()
        with self._office.database.read() as tx:
            stamp = f"{today} {basis_stamp(tx)}"
            done = setting(tx, SWEPT, default="")
        quiet, self._before = stamp == self._before, stamp
        if stamp == done or not quiet:
            return 0
        sweep_and_note(self._office, today=today)
        return 1


def sweep_and_note(office: Office, *, today: date) -> dict[str, int]:
    """How many findings there are by kind after a sweep; the watch need not make it again."""
    with office.database.read() as tx:
        stamp = f"{today} {basis_stamp(tx)}"
    found = dict(sweep(office, today=today).found)
    with office.database.write() as tx:
        put_setting(tx, SWEPT, stamp, now=office.now())
    return found
