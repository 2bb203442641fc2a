"""`cli.py threshold …`: label pairs, see the F0.5 curve, choose the floor of likeness for this office (阈值台)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework import threshold
from casework.case import find_case
from casework.threshold import Bench
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.errors import InputError
from core.petition import Item
from eval.threshold import CurvePoint
from records.judgments import PAIR_VERDICTS

app = Commands(help="阈值台：评同与不同，看曲线，定本办的相似阈值", no_args_is_help=True)
Pair = Annotated[str, typer.Argument(help="信访件编号")]


@app.command()
def pairs(
    person: MaybeAs = "", home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0
) -> None:
    """列出待评的信访件对：各相似度段轮流取，每次次序相同，评过的不再列。"""
    with office_at(home) as office:
        found = threshold.bench(office, named(office, person), most=limit + offset).waiting[offset:]
    rows = [_pair(one, other, share) for one, other, share in found]
    columns = {"one_no": "甲", "one_text": "甲的来信", "other_no": "乙", "other_text": "乙的来信", "share": "相似度"}
    show_rows(rows, as_json=as_json, columns=columns, title="待评")


def _pair(one: Item, other: Item, share: float) -> dict[str, Any]:
    told: dict[str, Any] = {"share": share}
    for name, item in (("one", one), ("other", other)):
        told |= {name: item.id, f"{name}_no": item.item_no or item.source_id}
        told[f"{name}_text"] = f"{item.title_masked}：{item.content_masked[:80]}"
    return told


@app.command()
def label(
    one: Pair,
    other: Pair,
    verdict: Annotated[str, typer.Argument(help="same 同一件事，not_same 不是同一件事")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """评一对：同或不同；可用 feedback undo 撤销。"""
    if verdict not in PAIR_VERDICTS:
        raise InputError(f"不认识的评语：{verdict}", f"可用：{'、'.join(PAIR_VERDICTS)}")
    with office_at(home) as office:
        viewer = named(office, person)
        pair = (find_case(office, viewer, one), find_case(office, viewer, other))
        kept = threshold.label(office, viewer, pair, same=verdict == "same", now=office.now())
    show(
        {"id": kept.id, "verdict": kept.verdict}, as_json=as_json, text=f"已记下“{PAIR_VERDICTS[verdict]}”（{kept.id}）"
    )


@app.command()
def curve(person: MaybeAs = "", home: Home = None, as_json: AsJson = False) -> None:
    """由评过的对算出各阈值的精确率、召回率、F0.5（带区间）。"""
    with office_at(home) as office:
        found = threshold.bench(office, named(office, person), most=1)
    if as_json:
        show(_told(found), as_json=True)
        return
    columns = {
        "threshold": "阈值",
        "precision": "精确率",
        "recall": "召回率",
        "f05": "F0.5",
        "low": "下界",
        "high": "上界",
    }
    show_rows([_point(one) for one in found.points], as_json=False, columns=columns, title="F0.5 曲线")
    best = f"，最好的点是 {found.best.threshold:g}" if found.best else ""
    note(f"已评 {found.labelled} 对（同 {found.same} 对）；现用阈值 {found.present:g}{best}")


def _told(found: Bench) -> dict[str, Any]:
    best = _point(found.best) if found.best else None
    told = {"labelled": found.labelled, "same": found.same, "present": found.present, "best": best}
    return told | {"points": [_point(one) for one in found.points]}


def _point(one: CurvePoint) -> dict[str, Any]:
    figures = {"threshold": one.threshold, "precision": round(one.precision, 4), "recall": round(one.recall, 4)}
    return figures | {"f05": round(one.f05.value, 4), "low": one.f05.low, "high": one.f05.high}


@app.command()
def choose(
    floor: Annotated[float, typer.Argument(help="阈值，0 到 1")],
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="比现在差而仍要用时，写明理由")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """选定阈值：与现用的相比，不变差才启用；写明理由可以坚持。"""
    with office_at(home) as office:
        done = threshold.choose(office, named(office, person), floor, reason=reason, now=office.now())
    row = done.compared[0]
    text = f"已启用阈值 {floor:g}（{done.id}）：F0.5 {row['before']:.3f} → {row['after']:.3f}"
    show({"id": done.id, "floor": floor, "compared": row}, as_json=as_json, text=text)


@app.command()
def undo(
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="理由，写入审计")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """撤回上一次选定的阈值，回到原来的。"""
    with office_at(home) as office:
        done = threshold.undo(office, named(office, person), reason=reason, now=office.now())
    show({"id": done.id, "state": done.state}, as_json=as_json, text=f"已撤回 {done.id}，回到原来的阈值")
