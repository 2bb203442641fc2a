"""The worker's lock: one process writes the projections of an office; a second is told so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Unavailable

try:
    import fcntl
except ImportError:  # Windows has msvcrt instead
    fcntl = None  # type: ignore[assignment]


def _take(handle: int) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


@contextmanager
def worker_lock(home: Path) -> Iterator[None]:
    """Holds the office's worker lock while the body runs; it goes with the process, however that ends.

    Raises Unavailable when another worker holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(handle):
            raise Unavailable(
                "这个办公室已有一个后台任务在运行", "同一资料夹只需一个；请勿重复启动，或先结束原来的进程"
            )
        yield
    finally:
        os.close(handle)


def worker_alive(home: Path) -> bool:
    """True when some process holds the worker lock."""
    try:
        with worker_lock(home):
            return False
    except Unavailable:
        return True
