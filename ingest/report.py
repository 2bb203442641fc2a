"""What an import did, and how far it is while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: rows done, expected (0: unknown), a second, and seconds left (None: unknown)."""

    done: int
    total: int
    rate: float
    seconds_left: float | None
    message: str

    @property
    def line(self) -> str:
        """One Chinese line for a terminal or a page."""
        left = "" if self.seconds_left is None else f"，约剩 {_span(self.seconds_left)}"
        of = f" / {self.total}" if self.total else ""
        return f"{self.message}：{self.done}{of}，每秒 {self.rate:.0f}{left}"


Told = Callable[[Progress], None]


def told_nobody(_: Progress) -> None:
    """Nothing; for imports nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Counts of an import; for law they count versions of acts, and `articles` the articles in them."""

    new: int = 0
    changed: int = 0
    same: int = 0
    quarantined: int = 0
    quarantine_file: Path | None = None
    seconds: float = 0.0
    articles: int = 0
    gaps: int = 0
    """Places where numbers of articles are missing; each is told in `notes`."""
    notes: tuple[str, ...] = ()
    """What a person should look at, in Chinese: columns, unknown values, gaps in numbering, dates that gave way."""

    def as_json(self) -> dict[str, object]:
        """The report as the commands print it."""
        return {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "quarantined": self.quarantined,
            "quarantine_file": str(self.quarantine_file) if self.quarantine_file else None,
            "seconds": round(self.seconds, 2),
            "articles": self.articles,
            "gaps": self.gaps,
            "notes": list(self.notes),
        }


@dataclass(slots=True)
class Pace:
    """Measures how fast an import goes and tells it at most once a second."""

    told: Told
    message: str
    total: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _last: float = 0.0

    def at(self, done: int, *, last: bool = False) -> None:
        """Tells the progress when a second has gone by since the last time, or when it is the last."""
        now = time.monotonic()
        if not last and now - self._last < 1.0:
            return
        self._last = now
        rate = done / max(now - self._begun, 1e-6)
        left = (self.total - done) / rate if self.total and rate else None
        self.told(Progress(done, self.total, rate, max(left, 0.0) if left is not None else None, self.message))

    @property
    def seconds(self) -> float:
        """Seconds since the import began."""
        return time.monotonic() - self._begun


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
