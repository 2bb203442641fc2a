"""How often Python looks for unreachable cycles of objects while many short-lived ones are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARE = (200_000, 20, 100)
"""Objects and rounds between two searches; the usual 700 costs a reader of letters a fifth of its time."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Inside the block cycles are looked for rarely, and not among what was there before it."""
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def collect_rarely() -> None:
    """The same for the rest of the life of this process."""
    gc.freeze()
    gc.set_threshold(*_RARE)
