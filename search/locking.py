"""The writer's place of an index folder: one process holds it, and it goes with the process however that ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from core.errors import Unavailable


class Lock:
    """An advisory lock on a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle = -1

    def take(self) -> None:
        """Takes the lock; Unavailable when another holds it, be it in this process, or the folder cannot be written."""
        if self._handle >= 0:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            detail = f"检索库写不进去：{self._file.parent}（{error.strerror}）"
            raise Unavailable(detail, "请检查磁盘空间和文件夹权限") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise Unavailable(
                "检索库正被另一个后台任务写入", "同一资料夹只需一个后台任务，请先结束原来的进程"
            ) from error
        self._handle = handle

    def release(self) -> None:
        """Gives the lock back; twice does no harm."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
