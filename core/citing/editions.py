"""Which version an edition note means: （2012年修正）, 新修订的, 修订前的 (8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def edition_day(versions: Sequence[tuple[date | None, date | None]], hint: str, day: date) -> date | None:
    """A day on which the meant version held; versions are (published, effective), earliest first.

    A year means the version published in it, or else the one that began in it; `newest` the last one that has begun
    on `day`, `former` the one before that. None where nothing fits.
    """
    begun = [max(one for one in pair if one) for pair in versions if any(pair)]
    if hint.isdigit():
        year = int(hint)
        for place in (0, 1):
            fitting = [max(x for x in pair if x) for pair in versions if (one := pair[place]) and one.year == year]
            if fitting:
                return fitting[-1]
        return None
    past = [one for one in begun if one <= day]
    if hint == "newest":
        return past[-1] if past else None
    if hint == "former":
        return past[-2] if len(past) > 1 else None
    return None
