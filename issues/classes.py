"""Whether two letters are of one class of the issue taxonomy (问题分类), as far as their codes say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from issues.letters import Letter

SAME, OPEN, OTHER = 1, 0, -1
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Classes:
    """Class numbers of the letters at levels 2 and 3 (-1: none), and whether the source itself gave the class."""

    second: NDArray[np.int16]
    third: NDArray[np.int16]
    sure: NDArray[np.bool_]

    def pairs(self, one: Rows, other: Rows) -> NDArray[np.int8]:
        """SAME when one code is the other or lies beneath it, OTHER when the source says two classes, else OPEN."""
        coded = (self.second[one] >= 0) & (self.second[other] >= 0)
        finer = (self.third[one] >= 0) & (self.third[other] >= 0)
        alike = (self.second[one] == self.second[other]) & (~finer | (self.third[one] == self.third[other]))
        sure = self.sure[one] & self.sure[other]
        # small numbers, since these tables have a field for each pair
        verdict = np.where(coded & sure & ~alike, np.int8(OTHER), np.int8(OPEN))
        return np.where(coded & alike, np.int8(SAME), verdict)


def read_classes(letters: Sequence[Letter]) -> Classes:
    """The comparable classes of `letters`."""
    return Classes(
        second=_numbers([letter.class_code[:4] if len(letter.class_code) >= 4 else "" for letter in letters]),
        third=_numbers([letter.class_code[:6] if len(letter.class_code) >= 6 else "" for letter in letters]),
        sure=np.array([letter.class_sure for letter in letters], dtype=np.bool_),
    )


def _numbers(codes: Sequence[str]) -> NDArray[np.int16]:
    known = {code: number for number, code in enumerate(sorted(set(codes) - {""}))}
    return np.array([known.get(code, -1) for code in codes], dtype=np.int16)
