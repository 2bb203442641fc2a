"""Measuring: one gold set against this office's search, its settings and the plain ways beside it, in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Literal

from core.viewer import Viewer
from eval.clusters import baseline_clusters, clusters_outcome, our_events
from eval.gold import GoldSet
from eval.labels import baseline_learners, labels_outcome, our_learner
from eval.outcomes import Outcome
from eval.pairs import baseline_scores, our_scores, pairs_outcome
from eval.ranking import Surroundings, baselines, ours, ranked_outcome
from eval.report import Report, report_of
from eval.resolving import resolved
from records.database import Database
from search.index import SearchIndex
from search.index_version import index_version
from search.tuning import Tuning

Beside = Literal["all", "without_model", "nothing"]
"""Everything plain, the search without its model alone, or no other system."""
Told = Callable[[str], None]
"""Told the name of each system before it is measured."""


def told_nobody(system: str) -> None:
    """Tells nobody."""


def surroundings(database: Database, index: SearchIndex, viewer: Viewer, day: date) -> Surroundings:
    """Where to measure: what judgments add to a score is left out, since gold sets come from them too."""
    return Surroundings(database, index, viewer, day).unlearned()


def evaluate(
    where: Surroundings,
    gold: GoldSet,
    *,
    against: Tuning | None = None,
    beside: Beside = "all",
    told: Told = told_nobody,
) -> Report:
    """The report on one set; `against` is measured as a second setting, `beside` says with what else to compare.

    Raises InputError for ids that are not in this office, and for sets too small to learn from.
    """
    with where.database.read() as tx:
        ready = resolved(tx, where.viewer, gold)
    outcomes: dict[str, Outcome] = {}
    for name, system in systems(where, ready, against=against, beside=beside).items():
        told(name)
        outcomes[name] = system()
    version = index_version(where.index, where.day)
    return report_of(ready, version, outcomes)


def outcome_of(where: Surroundings, gold: GoldSet) -> Outcome:
    """Our own outcome alone on a set with the names of a file, for comparing two settings."""
    with where.database.read() as tx:
        ready = resolved(tx, where.viewer, gold)
    return _ours(where, ready)()


System = Callable[[], Outcome]


def systems(
    where: Surroundings, gold: GoldSet, *, against: Tuning | None = None, beside: Beside = "all"
) -> Mapping[str, System]:
    """All that is measured on a set with resolved ids, ours first."""
    found = {"ours": _ours(where, gold)}
    if against is not None:
        found["against"] = _ours(where.tuned(against).unlearned(), gold)
    if beside != "nothing" and where.index.encoder is not None:
        found["without_model"] = _ours(where.without_model(), gold)
    return found | (_plain(where, gold) if beside == "all" else {})


def _ours(where: Surroundings, gold: GoldSet) -> System:
    of: Mapping[str, System] = {
        "ranking": lambda: ranked_outcome(gold, ours(where, gold)),
        "pairs": lambda: pairs_outcome(gold, our_scores(where)),
        "clusters": lambda: clusters_outcome(gold, our_events(where)),
        "labels": lambda: labels_outcome(where, gold, our_learner(where, gold)),
    }
    return of[gold.kind]


def _plain(where: Surroundings, gold: GoldSet) -> dict[str, System]:
    """The plain ways to do the same job."""
    model = where.index.encoder is not None
    found: dict[str, System] = {}
    if gold.kind in ("ranking", "pairs") and model:
        found["meaning_alone"] = _ours(where.meaning_alone(gold), gold)
    if gold.kind == "ranking":
        found |= {name: partial(ranked_outcome, gold, rank) for name, rank in baselines(where, gold).items()}
    elif gold.kind == "pairs":
        found |= {name: partial(pairs_outcome, gold, scores) for name, scores in baseline_scores(where).items()}
    elif gold.kind == "clusters":
        ways = baseline_clusters(where, gold)
        found |= {n: partial(clusters_outcome, gold, find) for n, find in ways.items() if model or n != "vectors"}
    else:
        found |= {n: partial(labels_outcome, where, gold, guess) for n, guess in baseline_learners(gold).items()}
    return found
