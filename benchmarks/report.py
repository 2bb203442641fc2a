"""The table a benchmark prints and writes to `benchmarks/results/`, with machine, commit and date beside it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def write_report(name: str, title: str, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Prints and writes one table; a row is (figure, size, measured, budget)."""
    lines = [
        f"# {title}",
        "",
        f"{machine()}, commit {_commit()}, {date.today().isoformat()}",
        "",
        "| figure | size | measured | to reach |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
    text = "\n".join(lines)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_memory_mb(pid: int | None = None) -> float:
    """The largest resident size a process has had, in MB (Linux)."""
    status = Path(f"/proc/{pid or os.getpid()}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def machine() -> str:
    """What was measured on: `2 cores, 24 GiB memory, Python 3.11.7`."""
    return f"{_cores()} cores, {_memory()} memory, Python {platform.python_version()}"


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"


def _commit() -> str:
    shown = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return shown.stdout.strip() or "unknown"
