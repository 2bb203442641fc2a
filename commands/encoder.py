"""`cli.py encoder …`: models this office trains on what it confirmed (语义模型：训练、查看、启用、退回).

One kind reads questions to the law (`law`), the other letters that are compared with letters (`letters`); switching the
second means that all letters are encoded again, in the background where a worker runs.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework.encoder_change import roll_back, use_model
from casework.encoder_training import UNITS, Training, train_question_model
from casework.evaluation import named_sets
from casework.jobs import Progress, submit
from casework.letter_change import JOB, last_switched, roll_back_letters, use_letter_model
from casework.letter_training import train_letter_model
from casework.lock import worker_place
from casework.office import Office
from casework.worker import settle
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, named
from core.errors import InputError
from core.viewer import Viewer
from records.encoder_models import EncoderModel, encoder_model_named, encoder_models

app = Commands(help="语义模型：用本办确认过的问句与法条、同类来信训练，比较后启用，随时退回", no_args_is_help=True)
_OWN = "office:rules"
LAW, LETTERS = "law", "letters"
READS = {LAW: "法律问句", LETTERS: "来信"}
For = Annotated[str, typer.Option("--for", help="law 读法律问句的模型，letters 读来信（找类案）的模型")]
COMPARED = {
    "set": "评测集",
    "label": "指标",
    "before": "现在",
    "after": "换后",
    "difference": "相差",
    "standing_label": "结论",
}


@app.command()
def train(
    name: Annotated[str, typer.Argument(help="新模型的名字，例如 office-2026")],
    person: As,
    what: For = LAW,
    sets: Annotated[list[str] | None, typer.Option("--set", help="评测集文件，可多次；不写用本办的")] = None,
    parts: Annotated[int, typer.Option("--parts", min=1, max=10, help="轮流留出几分之一来测量；1 为不测量")] = 5,
    epochs: Annotated[int, typer.Option("--epochs", min=0, max=50, help="学几遍；0 为按惯例")] = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """训练一个读法律问句或读来信的模型，训练好再比较和启用；中断后再运行会接着来。"""
    train_model = train_letter_model if what == LETTERS else train_question_model
    with office_at(home) as office:
        _known(what)
        from search.training import plan_for  # brings torch along; only training pays for it

        viewer = named(office, person)
        chosen = named_sets(office, viewer, sets or ([_OWN] if what == LAW else []))
        wanted = Training(name=name, sets=chosen, plan=plan_for(what, epochs), parts=parts)
        made = train_model(office, viewer, wanted, _tell)
    show(_line(made), as_json=as_json, text=_told(made))


def _known(what: str) -> None:
    if what not in READS:
        raise InputError(f"没有“{what}”这一种模型", "写 --for law（读法律问句）或 --for letters（读来信）")


def _tell(done: int, steps: int, left: float) -> None:
    typer.echo(f"\r训练 {done}/{steps} 步，约余 {left / 60:.0f} 分钟 ", nl=done == steps, err=True)


def _told(model: EncoderModel) -> str:
    held = model.card["held_out"]
    lines = [f"模型“{model.name}”，{model.card[model.kind]} {UNITS[model.kind]}。"]
    for name, after in held["after"].items():
        before = held["before"][name]
        changes = (f"{figure} {before[figure]:.3f} → {after[figure]:.3f}" for figure in after if figure != "questions")
        lines.append(f"没有学过的（{name}，{after['questions']} {UNITS[model.kind]}）：{'，'.join(changes)}")
    return "\n".join(lines if held["after"] else [*lines, "没有留出一部分来测量。"])


@app.command(name="list")
def listed(home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0) -> None:
    """列出本办训练的模型，须重新训练的会注明。"""
    with office_at(home) as office, office.database.read() as tx:
        rows = [_line(one) for one in encoder_models(tx)[offset : offset + limit]]
    columns = {
        "name": "名称",
        "reads": "读什么",
        "examples": "学了多少",
        "at": "训练于",
        "person": "由谁",
        "retrain": "须重新训练",
    }
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
    """在本办评测集上与现用模型比较，不变差才启用；变差须写明理由。读来信的模型须把来信重新编码，其间照常检索。"""
    with office_at(home) as office:
        settle(office)
        viewer = named(office, person)
        with office.database.read() as tx:
            what = LETTERS if encoder_model_named(tx, name).kind == LETTERS else LAW
        if what == LAW:
            change = use_model(office, viewer, name, reason=reason, told=lambda one: note(f"正在比较 {one}"))
        else:
            with worker_place(office.home) as ours:
                if not ours:
                    return _submitted(office, viewer, name, reason, as_json=as_json)
                change = use_letter_model(office, viewer, name, _telling(), reason=reason).change
    if not as_json and change.compared:
        show_rows(list(change.compared), as_json=False, columns=COMPARED)
    applied = change.state == "applied"
    said = f"{READS[what]}改由“{name}”来读。" if applied else "没有启用。"
    told = {"change": change.id, "switched": applied, "decision": change.decision, "compared": list(change.compared)}
    show(told, as_json=as_json, text=f"{said}{change.note}")
    if not applied:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _submitted(office: Office, viewer: Viewer, name: str, reason: str, *, as_json: bool) -> None:
    job = submit(office, viewer, JOB, {"person": viewer.name, "model": name, "reason": reason})
    show({"job": job}, as_json=as_json, text="已交给后台任务，进度见“数据导入与运行状态”页；其间照常检索")


def _telling() -> Progress:
    last = [""]

    def told(done: int, total: int, message: str) -> bool:
        if message != last[0]:
            last[0] = message
            note(f"{message}（{done}/{total}）" if total else message)
        return True

    return told


@app.command()
def rollback(
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="退回的理由")],
    what: Annotated[str, typer.Option("--for", help="law 或 letters；不写为最近启用的那个")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """退回到启用之前的模型：读法律问句的即刻生效，读来信的用留着的向量重建检索库后生效。"""
    with office_at(home) as office:
        viewer = named(office, person)
        _known(what := what or last_switched(office))
        if what == LAW:
            change = roll_back(office, viewer, reason=reason)
        else:
            with worker_place(office.home) as ours:
                if not ours:
                    return _submitted(office, viewer, "", reason, as_json=as_json)
                change = roll_back_letters(office, viewer, _telling(), reason=reason).change
    name = str(change.before.get("model", ""))
    told = f"已退回：{READS[what]}由“{name or '随产品的模型'}”来读"
    show({"change": change.id, "model": name}, as_json=as_json, text=told)


def _line(model: EncoderModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "kind": model.kind,
        "sha256": model.sha256,
        "reads": READS[LETTERS if model.kind == LETTERS else LAW],
        "examples": model.card[model.kind],
        "held_out": model.card["held_out"],
        "at": model.at.isoformat(),
        "person": model.person,
        "retrain": model.outdated_at.isoformat() if model.outdated_at else "",
    }
