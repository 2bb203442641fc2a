"""`cli.py tuning …`: the figures search orders by: shown, changed behind the gate, taken back (检索参数)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.evaluation import read_tuning
from casework.tuning import office_tuning
from casework.tuning_change import apply_tuning, propose_tuning, undo_tuning
from casework.worker import settle
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from eval.gate import decision_label
from records.search_changes import KINDS, STATES, SearchChange, search_change, search_changes
from search.tuning import DEFAULT, to_json

app = Commands(help="检索参数：查看、提出修改并比较、启用、撤回", no_args_is_help=True)
Change = Annotated[str, typer.Argument(help="检索变更编号，例如 change:3")]
MaybeChange = Annotated[str, typer.Argument(help="检索变更编号；不写则为最近启用的一个")]
Reason = Annotated[str, typer.Option("--reason", help="理由（写入审计）；结论不是“可以启用”时必须写")]


@app.command("show")
def show_tuning(home: Home = None, as_json: AsJson = False) -> None:
    """现在用的检索参数；可以存成文件，改几个数，再提出。"""
    with office_at(home) as office, office.database.read() as tx:
        tuning = office_tuning(tx)
        if not as_json:
            whose = "产品自带的" if tuning == DEFAULT else "本办自己的"
            note(f"{whose}检索参数，版本 {tuning.version}")
        show(to_json(tuning), as_json=as_json, text=json.dumps(to_json(tuning), ensure_ascii=False, indent=2))


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="检索参数文件（JSON）；没有写的数照产品的默认值")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """提出新的检索参数：在本办的评测集上与现在的比较，存下比较表；不会启用。"""
    with office_at(home) as office:
        viewer, tuning = named(office, person), read_tuning(file)
        settle(office)
        change = propose_tuning(office, viewer, tuning, told=lambda name: note(f"正在比较 {name}"))
        _tell(change, as_json=as_json)
        if change.decision != "passed":
            raise typer.Exit(SOMETHING_TO_LOOK_AT)


@app.command("apply")
def apply_(change: Change, person: As, reason: Reason = "", home: Home = None, as_json: AsJson = False) -> None:
    """启用一个比较过的检索参数；结论不是“可以启用”时要写理由。"""
    with office_at(home) as office:
        done = apply_tuning(office, named(office, person), change, reason=reason)
        show(
            change_json(done), as_json=as_json, text=f"{done.id} 已启用；撤回：python cli.py tuning undo --as {person}"
        )


@app.command()
def undo(person: As, change: MaybeChange = "", reason: Reason = "", home: Home = None, as_json: AsJson = False) -> None:
    """撤回最近启用的检索参数，恢复到它之前的。"""
    with office_at(home) as office:
        done = undo_tuning(office, named(office, person), change, reason=reason)
        show(change_json(done), as_json=as_json, text=f"{done.id} 已撤回，恢复为它之前的检索参数")


@app.command()
def history(
    change: MaybeChange = "", limit: Limit = 20, offset: Offset = 0, home: Home = None, as_json: AsJson = False
) -> None:
    """检索变更的清单，最近的在前；写了编号则给出它的比较表。"""
    with office_at(home) as office, office.database.read() as tx:
        if change:
            _tell(search_change(tx, change), as_json=as_json)
            return
        found = search_changes(tx, limit=limit, offset=offset)
        columns = {
            "id": "编号", "kind_label": "变更", "decision_label": "比较结论", "state_label": "状态", "person": "提出",
            "at": "时间", "applied_by": "启用", "apply_reason": "理由", "undone_by": "撤回",
        }  # fmt: skip
        show_rows([change_json(one) for one in found], as_json=as_json, columns=columns, title="检索变更")


def change_json(change: SearchChange) -> dict[str, Any]:
    """A change for programs."""
    names = (
        "id kind state decision compared datasets note version person at applied_by apply_reason applied_at "
        "undone_by undo_reason undone_at before after"
    )
    told: dict[str, Any] = {name: getattr(change, name) for name in names.split()}
    labels = {
        "kind_label": KINDS.get(change.kind, change.kind),
        "state_label": STATES.get(change.state, change.state),
        "decision_label": decision_label(change.decision),
    }
    return told | labels


def _tell(change: SearchChange, *, as_json: bool) -> None:
    if as_json:
        show(change_json(change), as_json=True)
        return
    columns = {
        "set": "评测集", "units": "条数", "label": "指标", "before": "之前", "after": "之后", "difference": "差",
        "low": "差的下限", "high": "差的上限", "standing_label": "判断",
    }  # fmt: skip
    rows = [_row(row) for row in change.compared]
    show_rows(rows, as_json=False, columns=columns, title=f"{change.id}：{change.note}")
    show(None, as_json=False, text=change.version)


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line of any change's table; those of thresholds and models say less."""
    standing = row.get("standing_label") or ("更差" if row.get("worse") else "")
    return {"label": row.get("metric", ""), "units": row.get("pairs", ""), **row, "standing_label": standing}
