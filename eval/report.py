"""What an evaluation tells: every figure of every system with its interval, and what it was measured on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bootstrap import Interval
from eval.gold import KINDS, GoldSet
from eval.metrics import METRICS
from eval.outcomes import Outcome
from search.index_version import IndexVersion
from search.reliability import Bin

SYSTEMS: Mapping[str, str] = {
    "ours": "本办检索",
    "against": "对照参数",
    "without_model": "不用模型",
    "meaning_alone": "只用向量",
    "bm25_characters": "BM25（单字与双字）",
    "bm25_words": "BM25（分词）",
    "characters": "只看字词",
    "vectors": "向量连成片",
    "most_frequent": "总猜最常见的",
}
SHOWN: Mapping[str, tuple[str, ...]] = {
    "petitions": ("recall_10", "mrr_10", "ndcg_10", "map"),
    "articles": ("recall_1", "recall_10", "recall_100", "mrr_10", "ndcg_10", "hit_10"),
    "members": ("recall_10", "mrr_10", "ndcg_10"),
    "pairs": ("f05", "average_precision"),
    "clusters": ("match_f1", "lookalikes", "pair_f1", "ari"),
    "labels": ("top_1", "top_3", "macro_f1", "calibration"),
}
"""Which figures stand in the table, by kind and for rankings by corpus."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one system on one set."""

    system: str
    metric: str
    is_: Interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less another system's, question by question."""

    system: str
    metric: str
    is_: Interval


@dataclass(frozen=True, kw_only=True)
class Report:
    """An evaluation of one set; `outcomes` hold what can be compared further, system → outcome."""

    gold: GoldSet
    version: IndexVersion
    outcomes: Mapping[str, Outcome]
    figures: Sequence[Figure]
    differences: Sequence[Difference]

    @property
    def bins(self) -> Sequence[Bin]:
        """The reliability of our shares; empty for what has no shares."""
        return self.outcomes["ours"].bins

    @property
    def notes(self) -> Mapping[str, float]:
        """Single figures of ours, such as the best threshold."""
        return self.outcomes["ours"].notes


def metrics_of(gold: GoldSet) -> tuple[str, ...]:
    """The figures shown for a set."""
    return SHOWN[gold.corpus if gold.kind == "ranking" else gold.kind]


def system_label(system: str) -> str:
    """The Chinese name of a system."""
    return SYSTEMS.get(system, system)


def report_of(gold: GoldSet, version: IndexVersion, outcomes: Mapping[str, Outcome]) -> Report:
    """The report over the outcomes of all systems, "ours" among them."""
    shown = metrics_of(gold)
    figures = [Figure(s, m, one.figure(m)) for s, one in outcomes.items() for m in shown if m in one.statistics]
    mine = outcomes["ours"]
    differences = [Difference(s, m, mine.less(one, m)) for s, one in outcomes.items() if s != "ours" for m in shown]
    return Report(gold=gold, version=version, outcomes=outcomes, figures=figures, differences=differences)


def report_json(report: Report) -> dict[str, Any]:
    """The report for programs; the same for the same records, index and set."""
    gold, version = report.gold, report.version
    return {
        "set": gold.name,
        "kind": gold.kind,
        "kind_label": KINDS[gold.kind],
        "corpus": gold.corpus,
        "size": gold.size,
        "digest": gold.digest,
        "version": {
            "generation": version.generation,
            "encoder": version.encoder,
            "dictionary": version.dictionary,
            "tuning": version.tuning,
            "day": version.day.isoformat(),
        },
        "figures": [_figure(one) for one in report.figures],
        "differences": [_figure(one) for one in report.differences],
        "notes": dict(report.notes),
        "reliability": [
            {"low": b.low, "high": b.high, "count": b.count, "share": round(b.share, 4), "right": round(b.right, 4)}
            for b in report.bins
        ],
    }


def _figure(one: Figure | Difference) -> dict[str, Any]:
    bounds = {"value": one.is_.value, "low": one.is_.low, "high": one.is_.high}
    told = {name: None if value is None else round(value, 6) for name, value in bounds.items()}
    label = METRICS[one.metric].label
    return {"system": one.system, "system_label": system_label(one.system), "metric": one.metric, "label": label} | told
