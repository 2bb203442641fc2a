"""The table of the comparison as Markdown, the best figure of each column in bold, whoever has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.peers.figures import Figures, Found, IssueFigures

Row = tuple[str, Figures, float, Found]
"""Label, figures, our recall over the very questions that this system answered, and what was kept of it."""
_HEAD = (
    "system",
    "questions",
    "ours on these",
    "recall_at_10",
    "{second}",
    "p50 ms",
    "p95 ms",
    "a second",
    "CPU ms a question",
    "ours is × as fast (wall, CPU)",
    "hits of 10, filter of 1 %",
    "same lists in two runs",
    "index s (CPU s)",
    "peak MB",
)


def table(rows: Sequence[Row], second: str) -> Iterator[str]:
    """The lines of one set of questions; the first row is ours, which the others' speed is held against."""
    heads = [head.format(second=second) for head in _HEAD]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    columns = [_column(rows, of, text, best) for of, text, best in _COLUMNS]
    first = rows[0][1]
    for place, (label, one, ours, kept) in enumerate(rows):
        cells = [column[place] for column in columns]
        times = "–" if place == 0 else f"{first.per_second / one.per_second:.1f}, {one.cpu / first.cpu:.1f}"
        runs = kept["runs"]
        index = f"{_least(runs, 'index_seconds'):.1f} ({_least(runs, 'index_cpu'):.1f})"
        memory = f"{max(run['peak_mb'] for run in runs):,.0f}"
        cells = [*cells[:6], times, *cells[6:], index, memory]
        yield f"| {label} | {one.questions} | {ours:.3f} | {' | '.join(cells)} |"


def _least(runs: Sequence[Found], name: str) -> float:
    return min(float(run[name]) for run in runs)


_COLUMNS: Sequence[tuple[Callable[[Figures], float], str, Callable[[Sequence[float]], float]]] = (
    (lambda one: one.recall, "{:.3f}", max),
    (lambda one: one.second, "{:.3f}", max),
    (lambda one: one.p50, "{:.1f}", min),
    (lambda one: one.p95, "{:.1f}", min),
    (lambda one: one.per_second, "{:,.1f}", max),
    (lambda one: one.cpu, "{:.1f}", min),
    (lambda one: one.filtered, "{:.1f}", max),
    (lambda one: one.same, "{:.1%}", max),
)


def _column(
    rows: Sequence[Row], of: Callable[[Figures], float], text: str, best: Callable[[Sequence[float]], float]
) -> list[str]:
    cells = [text.format(of(figures)) for _, figures, _, _ in rows]
    leading = text.format(best([of(figures) for _, figures, _, _ in rows]))
    return [f"**{cell}**" if cell == leading else cell for cell in cells]


def issue_table(rows: Sequence[tuple[str, IssueFigures, float]]) -> Iterator[str]:
    """The lines on common issues: label, figures, peak memory in MB."""
    yield "| system | mean best-match F1 | look-alikes inside | groups | seconds (CPU s) | same in two runs | peak MB |"
    yield "|---|---|---|---|---|---|---|"
    for label, one, memory in rows:
        cells = (
            f"{one.match_f1:.3f}",
            str(one.lookalikes),
            str(one.groups),
            f"{one.seconds:.1f} ({one.cpu:.1f})",
            "yes" if one.same else "no",
            f"{memory:,.0f}",
        )
        yield f"| {label} | {' | '.join(cells)} |"


def versions_line(kept: Mapping[str, Found]) -> str:
    """`txtai 9.14.0, …`: the versions of all that took part, each once."""
    every = {name: number for one in kept.values() for run in one["runs"] for name, number in run["versions"].items()}
    return ", ".join(f"{name} {number}" for name, number in sorted(every.items()))
