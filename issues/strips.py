"""Long lists worked through strip by strip on all cores; the answer does not depend on their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")
STRIP = 10_000
"""Rows a strip; numpy and scipy let threads run side by side, and a strip's work stays in the processor's cache."""
WIDE = 256
"""Rows a strip where each row is compared with thousands of columns."""


def by_strips(count: int, work: Callable[[slice], Found], height: int = STRIP) -> list[Found]:
    """What `work` finds for each strip of `height` of `count` rows, in order."""
    strips = [slice(start, start + height) for start in range(0, count, height)]
    if len(strips) < 2:
        return [work(strip) for strip in strips]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(work, strips))
