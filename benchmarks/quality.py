"""`python -m benchmarks.quality [--only NAME…] [--sample N] [--offices DIR]`: every figure of quality in one table.

Plain ways stand beside each figure. Offices are built once per commit in the temporary folder; those kept in a named
folder are used as they are. A part measured alone takes its place in the table of the others, each with its commit;
`--sample` looks at N questions only, prints, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import quality_sets as sets
from benchmarks.quality_offices import commit, kept_office
from benchmarks.report import RESULTS, machine, peak_memory_mb
from casework.office import Office
from core.viewer import OFFICE
from eval.gold import GoldSet
from eval.metrics import METRICS
from eval.report import Report, report_json, system_label
from eval.report_table import figure_text, remarks_of
from eval.running import evaluate, surroundings

KEPT = RESULTS / "quality.json"
TABLE = RESULTS / "quality.md"
COLUMNS = ("ours", "without_model", "meaning_alone", "bm25_characters", "bm25_words")
ADAPTED = "+"
"""Stands in the name of an encoder whose questions are read by a trained adapter."""
INSTEAD = {"vectors": "meaning_alone", "characters": "bm25_characters", "most_frequent": "bm25_words"}
"""Other kinds of sets have other plain ways; they stand in the columns nearest to what they look at."""


@dataclass(frozen=True, slots=True)
class Part:
    """One job: in which office, on which set, and what its figures are to reach."""

    office: str
    gold: Callable[[Office], GoldSet]
    reach: Mapping[str, str]
    learned: bool = False
    """True where the product's question model was trained on the very questions; see its card for held-out figures."""


PARTS: Mapping[str, Part] = {
    "stard": Part(
        "stard", sets.stard, {"recall_10": "≥ 0.66", "mrr_10": "≥ 0.56", "recall_100": "≥ 0.88"}, learned=True
    ),
    "lawbench": Part("law", sets.lawbench, {"recall_1": "≥ 0.55", "recall_10": "≥ 0.90"}, learned=True),
    "precedents": Part("teddy", sets.precedents, {"map": "≥ 0.985"}),
    "events": Part("teddy", sets.events, {"match_f1": "≥ 0.95", "lookalikes": "0"}),
    "same_replies": Part("law", sets.same_replies, {"map": "above BM25", "recall_10": "–"}),
    "cited_law": Part("law", sets.cited_law, {"hit_10": "≥ 0.70"}),
    "legalqa": Part("answers", sets.legalqa, {"map": "≥ 0.82"}),
    "classes": Part("classes", sets.classes, {"macro_f1": "≥ 0.93"}),
    "units": Part("units", sets.units, {"top_1": "≥ 0.70", "calibration": "≤ 0.05"}),
}


def main(names: Sequence[str], sample: int, offices: Path | None) -> None:
    """Measures the named parts one after another; each is kept as soon as it is done."""
    for name in names:
        sys.stdout.write(f"{name}\n")
        begun, spent = time.perf_counter(), time.process_time()
        part = PARTS[name]
        with kept_office(part.office, offices) as office:
            report = measured(office, _some(part.gold(office), sample))
        seconds = f"{time.perf_counter() - begun:.0f} s, {time.process_time() - spent:.0f} s of processor"
        sys.stdout.write("\n".join([*_lines(name, rows_of(part, report)), *remarks_of(report)[1:], seconds, ""]) + "\n")
        if not sample:
            keep(name, part, report)
    sys.stdout.write(f"peak memory {peak_memory_mb():.0f} MB\n")


def measured(office: Office, gold: GoldSet) -> Report:
    """The report on one set with all plain ways beside it."""
    where = surroundings(office.database, office.index, OFFICE, office.today())
    return evaluate(where, gold, told=lambda system: print(f"  {system_label(system)}", flush=True))  # noqa: T201


def _some(gold: GoldSet, sample: int) -> GoldSet:
    """The set, or for a quick look every n-th question of it."""
    if not sample or not gold.asks:
        return gold
    return replace(gold, asks=gold.asks[:: max(1, len(gold.asks) // sample)][:sample])


def rows_of(part: Part, report: Report) -> list[dict[str, str]]:
    """One row a figure that is to reach something: its size, ours and the plain ways."""
    found = []
    for metric, reach in part.reach.items():
        cells = dict.fromkeys(COLUMNS, "–")
        for system, outcome in report.outcomes.items():
            cells[INSTEAD.get(system, system)] = figure_text(metric, outcome.figure(metric))
        name = f"{report.gold.name}：{METRICS[metric].label}"
        if part.learned and ADAPTED in report.version.encoder:
            name += "（模型学过这些题）"
        found.append({"figure": name, "size": str(report.gold.size), **cells, "reach": reach})
    return found


def keep(name: str, part: Part, report: Report) -> None:
    """Puts the part into the kept figures and writes the table anew."""
    RESULTS.mkdir(exist_ok=True)
    kept: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept[name] = {
        "rows": rows_of(part, report),
        "commit": commit(),
        "date": date.today().isoformat(),
        "report": report_json(report),
    }
    kept = {one: kept[one] for one in PARTS if one in kept}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    TABLE.write_text("\n".join(_table(kept)) + "\n", encoding="utf-8")


def _table(kept: Mapping[str, Any]) -> list[str]:
    heads = [system_label(name) for name in COLUMNS]
    lines = [
        "# Quality on the dev halves",
        "",
        f"{machine()}. In brackets 95 % bootstrap intervals over questions (issues where questions belong to one).",
        "",
        f"| figure | size | {' | '.join(heads)} | to reach | commit |",
        f"|{'---|' * (len(heads) + 4)}",
    ]
    for name, one in kept.items():
        lines += [f"{line} {one['commit']}, {one['date']} |" for line in _lines(name, one["rows"])]
    return lines


def _lines(name: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [
        f"| {row['figure']} | {row['size']} | {' | '.join(row[column] for column in COLUMNS)} | {row['reach']} |"
        for row in rows
    ]


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    told.add_argument("--sample", type=int, default=0, help="look at so many questions only, keep nothing")
    told.add_argument("--offices", type=Path, help="a folder of offices, built there when they are not yet there")
    given = told.parse_args()
    main(given.only, given.sample, given.offices)
