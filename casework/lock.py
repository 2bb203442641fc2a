"""The worker's place: one process writes the projections of an office; a second is told so."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Unavailable

PATIENCE = 0.3
"""Seconds to try again: somebody who only looks whether a worker runs is in the way for a moment."""


@contextmanager
def worker_place(home: Path) -> Iterator[bool]:
    """True when the place was free and is ours while the body runs, False when a worker has it.

    The place goes with the process, however that ends.
    """
    handle = _opened(home)
    try:
        yield _take(handle)
    finally:
        os.close(handle)


@contextmanager
def worker_lock(home: Path) -> Iterator[None]:
    """Holds the worker's place while the body runs. Raises Unavailable when another worker has it."""
    with worker_place(home) as ours:
        if not ours:
            raise Unavailable(
                "这个办公室已有一个后台任务在运行", "同一资料夹只需一个；请勿重复启动，或先结束原来的进程"
            )
        yield


def worker_alive(home: Path) -> bool:
    """True when some process has the worker's place."""
    handle = _opened(home)
    try:
        return not _locked(handle, fcntl.LOCK_SH)  # several may look at once
    finally:
        os.close(handle)


def _opened(home: Path) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return os.open(home / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unavailable(
            f"资料夹 {home} 不能用：{error.strerror}", "请核对路径和写权限，或用 --home 换一个"
        ) from error


def _take(handle: int) -> bool:
    until = time.monotonic() + PATIENCE
    while not _locked(handle, fcntl.LOCK_EX):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
