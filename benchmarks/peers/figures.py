"""The figures of one system on one set of questions, and of one way to find issues, from what was written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.corpus import Question
from benchmarks.report import percentile
from eval.metrics import average_precision, best_match, match_f1, recall_at, reciprocal_rank

Found = Mapping[str, Any]
"""What `measure` wrote: one run of one system over one corpus."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Quality over the questions that were answered in time; times in milliseconds over all runs."""

    questions: int
    recall: float
    second: float
    """Mean average precision where deep lists were asked for, else mean reciprocal rank among ten."""
    p50: float
    p95: float
    per_second: float
    cpu: float
    filtered: float
    """Mean number of hits, of ten asked for, when one document in a hundred is let through."""
    same: float
    """Share of questions with the same ten in the same order in all runs."""


def figures(runs: Sequence[Found], name: str, questions: Sequence[Question]) -> Figures:
    """The figures of one set; quality from the first run, over as many of the questions as all runs answered."""
    sets = [run["sets"][name] for run in runs]
    number = min(len(questions), *(len(one["lists"]) for one in sets))
    asked, first = questions[:number], sets[0]
    seconds = [one for some in sets for one in some["seconds"]]
    deep = first.get("deep")
    lists = deep or first["lists"]
    second = [
        average_precision(_named(places), _named(q.relevant))
        if deep
        else reciprocal_rank(_named(places), _named(q.relevant), 10)
        for q, places in zip(asked, lists, strict=False)
    ]
    return Figures(
        questions=number,
        recall=_mean(
            [recall_at(_named(p), _named(q.relevant), 10) for q, p in zip(asked, first["lists"], strict=False)]
        ),
        second=_mean(second),
        p50=percentile(seconds, 0.5) * 1000,
        p95=percentile(seconds, 0.95) * 1000,
        per_second=len(seconds) / sum(seconds),
        cpu=sum(one["cpu"] for one in sets) / len(seconds) * 1000,
        filtered=_mean(first["filtered"]),
        same=_mean([float(len({str(one["lists"][place]) for one in sets}) == 1) for place in range(number)]),
    )


def _named(places: Collection[int]) -> list[str]:
    return [str(place) for place in places]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@dataclass(frozen=True, slots=True)
class IssueFigures:
    """Mean F1 of the best match of each known issue, look-alikes inside those matches, and whether runs agree."""

    match_f1: float
    lookalikes: int
    groups: int
    seconds: float
    cpu: float
    same: bool


def issue_figures(runs: Sequence[Found], setting: str, known: Sequence[tuple[set[str], set[str]]]) -> IssueFigures:
    """The figures of one setting; `known` holds members and look-alikes of each issue, by place as text."""
    several = [run["settings"][setting] for run in runs]
    groups = [frozenset(_named(places)) for places in several[0]["groups"]]
    best = [best_match(members, groups) for members, _ in known]
    partitions = {frozenset(frozenset(group) for group in one["groups"]) for one in several}
    return IssueFigures(
        match_f1=_mean([match_f1(match, members) for match, (members, _) in zip(best, known, strict=True)]),
        lookalikes=sum(len(match & alike) for match, (_, alike) in zip(best, known, strict=True)),
        groups=len(groups),
        seconds=_mean([one["seconds"] for one in several]),
        cpu=_mean([one["cpu"] for one in several]),
        same=len(partitions) == 1,
    )
