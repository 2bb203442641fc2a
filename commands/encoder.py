"""`cli.py encoder …`: models this office trains on what it confirmed (语义模型：训练、查看、启用、退回)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework.encoder_change import roll_back, use_model
from casework.encoder_training import Training, train_question_model
from casework.evaluation import named_sets
from casework.worker import settle
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, named
from core.errors import InputError
from records.encoder_models import EncoderModel, encoder_model_named, encoder_models

app = Commands(help="语义模型：用本办确认过的问句与法条训练，比较后启用，随时退回", no_args_is_help=True)
_OWN = "office:rules"
COMPARED = {
    "set": "评测集",
    "label": "指标",
    "before": "现在",
    "after": "换后",
    "difference": "相差",
    "standing_label": "结论",
}
FIGURES = ("recall_at_10", "mrr_at_10", "recall_at_100")


@app.command()
def train(
    name: Annotated[str, typer.Argument(help="新模型的名字，例如 office-2026")],
    person: As,
    sets: Annotated[list[str] | None, typer.Option("--set", help="问句—法条评测集文件，可多次；不写用本办的")] = None,
    parts: Annotated[int, typer.Option("--parts", min=1, max=10, help="轮流留出几分之一来测量；1 为不测量")] = 5,
    epochs: Annotated[int, typer.Option("--epochs", min=1, max=50, help="学几遍")] = 4,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """训练一个读法律问句的模型：法条的向量不动，训练好即可比较和启用；中断后再运行会接着来。"""
    from search.training import Plan  # brings torch along; only training pays for it

    with office_at(home) as office:
        viewer = named(office, person)
        chosen = named_sets(office, viewer, sets or [_OWN])
        if not all(one.kind == "ranking" for one in chosen):
            raise InputError("训练要用“问句—法条”的评测集", "kind 为 ranking、corpus 为 articles，见 docs/gold-sets.md")
        wanted = Training(name=name, sets=chosen, plan=Plan(epochs=epochs), parts=parts)
        made = train_question_model(office, viewer, wanted, _tell)
    show(_line(made), as_json=as_json, text=_told(made))


def _tell(done: int, steps: int, left: float) -> None:
    typer.echo(f"\r训练 {done}/{steps} 步，约余 {left / 60:.0f} 分钟 ", nl=done == steps, err=True)


def _told(model: EncoderModel) -> str:
    held = model.card["held_out"]
    lines = [f"模型“{model.name}”，{model.card['questions']} 条问句。"]
    for name, after in held["after"].items():
        changes = (f"{figure} {held['before'][name][figure]:.3f} → {after[figure]:.3f}" for figure in FIGURES)
        lines.append(f"没有学过的问句（{name}，{after['questions']} 条）：{'，'.join(changes)}")
    return "\n".join(lines if held["after"] else [*lines, "没有留出问句来测量。"])


@app.command(name="list")
def listed(home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0) -> None:
    """列出本办训练的模型，须重新训练的会注明。"""
    with office_at(home) as office, office.database.read() as tx:
        rows = [_line(one) for one in encoder_models(tx)[offset : offset + limit]]
    columns = {"name": "名称", "questions": "问句", "at": "训练于", "person": "由谁", "retrain": "须重新训练"}
    show_rows(rows, as_json=as_json, columns=columns)


@app.command(name="show")
def shown(name: Annotated[str, typer.Argument(help="模型名")], home: Home = None, as_json: AsJson = False) -> None:
    """模型卡：数据、种子、留出问句上的数字、母模型的校验值。"""
    with office_at(home) as office, office.database.read() as tx:
        model = encoder_model_named(tx, name)
    show(_line(model) | {"card": model.card}, as_json=as_json, text=_told(model))


@app.command()
def use(
    name: Annotated[str, typer.Argument(help="模型名")],
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="评测变差仍要启用的理由")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """在本办评测集上与现用模型比较，不变差才启用；变差须写明理由。"""
    with office_at(home) as office:
        settle(office)
        viewer = named(office, person)
        change = use_model(office, viewer, name, reason=reason, told=lambda one: note(f"正在比较 {one}"))
    if not as_json and change.compared:
        show_rows(list(change.compared), as_json=False, columns=COMPARED)
    applied = change.state == "applied"
    said = f"法律问句改由“{name}”来读。" if applied else "没有启用。"
    told = {"change": change.id, "switched": applied, "decision": change.decision, "compared": list(change.compared)}
    show(told, as_json=as_json, text=f"{said}{change.note}")
    if not applied:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


@app.command()
def rollback(
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="退回的理由")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """退回到启用之前的模型，下一次检索即生效。"""
    with office_at(home) as office:
        change = roll_back(office, named(office, person), reason=reason)
    name = str(change.before.get("model", ""))
    show(
        {"change": change.id, "model": name}, as_json=as_json, text=f"已退回：法律问句由“{name or '随产品的模型'}”来读"
    )


def _line(model: EncoderModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "kind": model.kind,
        "sha256": model.sha256,
        "questions": model.card["questions"],
        "held_out": model.card["held_out"],
        "at": model.at.isoformat(),
        "person": model.person,
        "retrain": model.outdated_at.isoformat() if model.outdated_at else "",
    }
