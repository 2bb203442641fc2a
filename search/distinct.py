"""Numbers in ascending order, each once."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Whole = TypeVar("Whole", np.int32, np.int64)


def distinct(numbers: NDArray[Whole]) -> NDArray[Whole]:
    """What `np.unique` gives, for the few hundred numbers of one question several times sooner."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
