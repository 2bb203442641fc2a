"""Signs the patterns of the reader are made of: blanks, numerals, brackets. All bounded, so that reading is linear."""

from __future__ import annotations

import re

from core.numerals import to_number

INVISIBLE = r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Zero-width and direction marks: they may stand anywhere in pasted text and mean nothing."""
BLANK = rf"[\s{INVISIBLE}]{{0,6}}+"
_SIGN = "零〇○一二两三四五六七八九十百千廿卅"
NUMBER = rf"(?:[0-9０-９]{{1,4}}+(?![0-9０-９十百千])|[{_SIGN}](?:[\s{INVISIBLE}]{{0,2}}+[{_SIGN}]){{0,8}}+)"
"""One numeral in one writing; a mixture such as 1百 is none."""
MIXED = rf"(?=[0-9０-９{_SIGN}]{{0,8}}?(?:[0-9０-９][{_SIGN}]|[{_SIGN}][0-9０-９]))[0-9０-９{_SIGN}]{{2,9}}+"
"""A numeral that mixes Arabic digits with Chinese ones."""
STARTS = rf"0-9０-９{_SIGN}"

_GAPS = re.compile(rf"[\s{INVISIBLE}]+")
_BLANKS = re.compile(BLANK)


def number_of(text: str) -> int:
    """The number written in `text`, blanks and marks inside it left out. Raises InputError."""
    return to_number(_GAPS.sub("", text))


def skip(text: str, at: int) -> int:
    """The place after the blanks at `at`."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def without_gaps(text: str) -> str:
    """`text` without blanks and invisible marks."""
    return _GAPS.sub("", text)


def back_over_gaps(text: str, at: int) -> int:
    """The place before the blanks and marks that end at `at`, at most six of them."""
    for _ in range(6):
        if not at or not _GAPS.match(text[at - 1]):
            break
        at -= 1
    return at
