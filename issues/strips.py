"""Square tables of likeness, worked through strip by strip on all cores; the answer does not depend on their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Found = TypeVar("Found")
STRIP = 500
"""Rows a strip: a strip of 10,000 letters takes 20 MB."""


def by_strips(count: int, work: Callable[[NDArray[np.int64]], Found]) -> list[Found]:
    """What `work` finds for each strip of rows of `count`, in order; numpy and scipy let threads run side by side."""
    rows = np.arange(count, dtype=np.int64)
    strips = [rows[start : start + STRIP] for start in range(0, count, STRIP)]
    if len(strips) < 2:
        return [work(strip) for strip in strips]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(work, strips))
