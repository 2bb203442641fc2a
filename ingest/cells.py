"""Values read from single cells: cleaned text, yes or no, counts, moments; what is wrong says how to mend it."""

from __future__ import annotations

import re
from datetime import datetime

from core.dates import read_moment
from core.errors import InputError, PetitionGraphError
from core.normal import clean, fold
from core.numerals import to_number

_NOTHING = frozenset(
    {"-", "--", "—", "——", "/", "\\", "null", "NULL", "None", "nan", "NaN", "N/A", "n/a", "(空)", "（空）"}
)
_FORMULA_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_COUNT = re.compile(r"(\d+|[一二三四五六七八九十百千两]+)\s*(?:余|多)?\s*(?:人|户|名|位|家|个)?")
_YES = frozenset(
    ("是", "有", "1", "true", "yes", "y", "t", "√", "对", "1.0", "联名", "集体", "匿名", "紧急", "重大", "重大紧急")
)
_NOISE = re.compile(r"^[\s\u3000]+|[\s\u3000]+$")


class CellError(Exception):
    """A cell that cannot be taken: the reason and what would be right, both in Chinese."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


def cell_text(value: str) -> str:
    """The cell without control characters and edge blanks; a dash means nothing. CellError for a formula error."""
    text = _NOISE.sub("", clean(value))
    if text in _NOTHING:
        return ""
    if text.startswith("#") and _FORMULA_ERROR.fullmatch(text):
        raise CellError(f"单元格是公式错误“{text}”", "请在 Excel 里改正公式，或填入正确的值")
    return text


def cell_moment(text: str) -> datetime | None:
    """The moment in the cell, None for an empty one. Raises CellError for what is no day."""
    try:
        return read_moment(text) if text else None
    except PetitionGraphError as error:
        raise CellError(error.detail, error.hint) from error


def cell_flag(text: str) -> bool:
    """True for 是, 有, 1, true, yes and the like."""
    return text.lower() in _YES


def cell_count(text: str) -> int | None:
    """The number in `36`, `36人`, `三十六户`; None when there is none."""
    found = _COUNT.match(fold(text))
    if found is None:
        return None
    try:
        return to_number(found[1])
    except InputError:
        return None
