"""Rows that could not be taken, written beside the office's data so that a person can mend and re-import them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from core.errors import Unavailable
from core.ids import slug

COLUMNS = ("文件", "行", "字段", "原因", "建议", "原值", "信访件编号")


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row set aside: where it stands, what is wrong with which field, and what would be right."""

    file: str
    row: int
    field: str
    reason: str
    fix: str
    value: str = ""
    item_no: str = ""


class Quarantine:
    """A csv file of rows set aside; made when the first row comes, so that a clean import leaves no file."""

    def __init__(self, folder: Path, source: str, now: datetime) -> None:
        self._folder = folder
        self._name = f"{now:%Y%m%d-%H%M%S}-{slug(source)}.csv"
        self._stream: TextIO | None = None
        self.count = 0
        self.path: Path | None = None

    def add(self, bad: BadRow, values: Mapping[str, str]) -> None:
        """Writes the row and its cells at once; a killed import loses none. Unavailable when the disk is full."""
        try:
            stream = self._stream or self._open()
            cells = (bad.file, bad.row, bad.field, bad.reason, bad.fix, bad.value, bad.item_no)
            csv.writer(stream).writerow(
                [*map(_plain, map(str, cells)), *(_plain(f"{k}={v}") for k, v in values.items())]
            )
            stream.flush()
        except OSError as error:
            raise Unavailable(f"隔离文件写不进去：{error}", f"请检查 {self._folder} 所在磁盘的空间和权限") from error
        self.count += 1

    def close(self) -> None:
        """Closes the file if there is one."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _open(self) -> TextIO:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = self._folder / self._name
        fresh = not self.path.exists()
        self.path.touch(mode=0o600)  # rows as they came: names, numbers, whole letters
        self._stream = self.path.open("a", encoding="utf-8", errors="replace", newline="")
        if fresh:
            self._stream.write("\ufeff")  # Excel reads the Chinese only with a BOM
            csv.writer(self._stream).writerow([*COLUMNS, "整行"])
        return self._stream


def _plain(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    text = cell.replace("\x00", "")
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
