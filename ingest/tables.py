"""What a reader gives back: the columns of a file and its rows as a stream of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import InputError
from core.normal import clean

MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column name, empty cells left out; `number` counts as Excel does (a csv header is row 1)."""

    number: int
    values: Mapping[str, str]
    problem: str = ""
    """Not empty when the row could not be taken apart; then `values` holds what could be read."""


@dataclass(slots=True)
class Table:
    """The columns of a file and its rows as a stream; `notes` says in Chinese what was left out."""

    file: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)
    share: Callable[[], float] = lambda: 0.0
    """How much of the file has been read so far (0 to 1); 0 when nobody knows."""


def column_names(header: Sequence[str], file: str) -> tuple[str, ...]:
    """The names of `header`, repeated ones numbered and empty ones called 列N, so that no column hides another.

    Raises InputError for a header without any name or with more than 2,000.
    """
    cells = [clean(cell).strip() for cell in header]
    named = sum(1 for cell in cells if cell)
    if not named:
        raise InputError("没有表头", "第一行请写列名，例如：信访编号,主题,内容,登记日期", file=file)
    if named > MOST_COLUMNS:
        raise InputError(
            f"有 {named} 列，超过 {MOST_COLUMNS} 列",
            "可能行列颠倒了，或把文字拆成了列；请只保留登记表的列后再导入",
            file=file,
        )
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(cells, 1):
        name = cell or f"列{number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
