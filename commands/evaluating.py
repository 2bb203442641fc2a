"""`cli.py eval …`: how well this office's search does on gold sets, beside plain ways to do the same (评测)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.evaluation import named_sets, own_sets, read_tuning, where
from casework.office import Office
from casework.worker import settle
from commands.answers import write_answers
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, Out, note, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.errors import InputError
from core.viewer import Viewer
from eval.gold import KINDS, GoldSet
from eval.office_sets import SETS
from eval.report import Report, report_json, system_label
from eval.report_table import columns_of, remarks_of, table_of, title_of
from eval.running import Beside, evaluate
from search.tuning import Tuning

app = Commands()
Sets = Annotated[
    list[str] | None, typer.Argument(help="评测集文件，或 office（本办全部）、office:pairs 等；不写则列出本办的")
]
Against = Annotated[Path | None, typer.Option("--against", help="与这份检索参数（JSON）相比")]
WithoutModel = Annotated[bool, typer.Option("--without-model", help="只与不用语义模型时相比，不算其他做法")]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a set is compared with besides our own search."""

    tuning: Tuning | None
    without_model: bool

    @property
    def systems(self) -> Beside:
        if self.without_model:
            return "without_model"
        return "nothing" if self.tuning else "all"


@app.command("eval")
def measure(
    sets: Sets = None,
    against: Against = None,
    without_model: WithoutModel = False,
    out: Out = None,
    limit: Limit = 100,
    offset: Offset = 0,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """评测：在评测集上量检索、共性问题、分类与承办，带置信区间，并与几种普通做法同场相比。"""
    with office_at(home) as office:
        viewer = named(office, person)
        if not sets:
            _list(own_sets(office, viewer)[offset : offset + limit], as_json=as_json)
            return
        chosen = named_sets(office, viewer, sets)[offset : offset + limit]
        beside = _Beside(read_tuning(against) if against else None, without_model)
        settle(office)
        reports, faults = _measured(office, viewer, chosen, beside)
        if out is not None:
            write_answers(out, _rows(reports))
        _tell(reports, as_json=as_json)
        if faults:
            note("\n".join(["以下评测集没有量：", *faults]))
            raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _list(own: Sequence[GoldSet], *, as_json: bool) -> None:
    rows = [
        {"name": one.name, "kind": KINDS[one.kind], "size": one.size, "from": SETS[one.name], "digest": one.digest}
        for one in own
    ]
    columns = {"name": "评测集", "kind": "种类", "size": "条数", "from": "来自", "digest": "指纹"}
    show_rows(rows, as_json=as_json, columns=columns, title="本办自己的评测集")
    if not rows:
        note("本办还没有自己的评测集：确认几个共性问题、评几对同与不同之后就有了")


def _measured(
    office: Office, viewer: Viewer, chosen: Sequence[GoldSet], beside: _Beside
) -> tuple[list[Report], list[str]]:
    """The reports, and what could not be measured where several sets were asked for."""
    reports, faults = list[Report](), list[str]()
    for gold in chosen:
        try:
            reports.append(_report(office, viewer, gold, beside))
        except InputError as error:
            if len(chosen) == 1:
                raise
            faults.append(f"{gold.name}：{error.detail}")
    return reports, faults


def _report(office: Office, viewer: Viewer, gold: GoldSet, beside: _Beside) -> Report:
    def told(system: str) -> None:
        note(f"正在量 {gold.name}：{system_label(system)}")

    return evaluate(where(office, viewer), gold, against=beside.tuning, beside=beside.systems, told=told)


def _rows(reports: Sequence[Report]) -> Iterator[Line]:
    """Every question of every system, for a person who wants to see what went wrong."""
    for report in reports:
        for system, outcome in report.outcomes.items():
            yield from ({"set": report.gold.name, "system": system, **row} for row in outcome.rows)


def _tell(reports: Sequence[Report], *, as_json: bool) -> None:
    if as_json:
        show([report_json(report) for report in reports], as_json=True)
        return
    for report in reports:
        show_rows(table_of(report), as_json=False, columns=columns_of(report), title=title_of(report))
        show(None, as_json=False, text="\n".join(remarks_of(report)))
