"""`cli.py batch …`: plan, check, dry run, apply, result, undo, show, notices, ledger (批量办理)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casework.batch import apply as carrying_out
from casework.batch import papers, plan_file, preview, steps
from commands.answers import whole_file
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import As, named, with_password
from core.batch import EXCEPTIONS, RESULTS, STATES, MemberResult
from core.dates import read_day
from records import batches

app = Commands(help="批量办理：方案 → 审核 → 试运行 → 执行 → 逐件结果 → 撤销", no_args_is_help=True)
Batch = Annotated[str, typer.Argument(help="批次编号，例如 batch:1a2b3c")]
AsOf = Annotated[str, typer.Option("--as-of", help="所引条文按哪一天的效力；默认今天")]
Reason = Annotated[str, typer.Option("--reason", help="理由，写入审计")]


@app.command()
def plan(
    issue: Annotated[str, typer.Argument(help="共性问题编号")],
    file: Annotated[Path, typer.Option("--file", help="方案文件（JSON）：原因、措施、统一口径、文书")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """由共性问题拟制批次并送法律审核。"""
    with office_at(home) as office:
        viewer = named(office, person)
        told = plan_file.read_plan(file)
        batch_id = plan_file.open_by_plan(office, viewer, issue, told, now=office.now())
        show({"batch": batch_id}, as_json=as_json, text=f"已拟制批次 {batch_id}，等待另一人法律审核")


@app.command()
def check(
    batch: Batch,
    person: As,
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="通过或不通过")] = True,
    note: Annotated[str, typer.Option("--note", help="审核意见")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """法律审核：由拟制人以外的另一人作出，须输入其密码。"""
    with office_at(home) as office:
        viewer = with_password(office, person)
        steps.legal_check(office, viewer, batch, approved=approve, note=note, now=office.now())
        text = "审核已登记：" + ("通过" if approve else "不通过")
        show({"batch": batch, "approved": approve}, as_json=as_json, text=text)


@app.command("dry-run")
def dry_run(batch: Batch, person: As, as_of: AsOf = "", home: Home = None, as_json: AsJson = False) -> None:
    """试运行：逐件说明将适用、例外或失败，不改动任何东西。"""
    with office_at(home) as office:
        day = read_day(as_of) or office.today()
        run = preview.dry_run(office, named(office, person), batch, today=day)
        counts = f"共 {run.total} 件：适用 {run.count('apply')}，例外 {run.count('except')}，失败 {run.count('failed')}"
        if as_json:
            show(run, as_json=True)
            return
        columns = {"item_id": "信访件", "verdict": "处理", "detail": "理由", "document_type": "文书"}
        show_rows([_row(d) for d in run.decisions], as_json=False, columns=columns, title=counts)


def _row(decision: object) -> dict[str, object]:
    return {name: getattr(decision, name) for name in ("item_id", "verdict", "detail", "document_type")}


@app.command()
def apply(batch: Batch, person: As, home: Home = None, as_json: AsJson = False) -> None:
    """执行：生成文书并逐件登记；中断后再次执行会接着做。"""
    with office_at(home) as office:
        done = carrying_out.apply_batch(office, named(office, person), batch, now=office.now())
        text = f"共 {done.total} 件：已执行 {done.applied}，例外 {done.excepted}，失败 {done.failed}"
        show(done, as_json=as_json, text=text)


@app.command()
def undo(batch: Batch, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """撤销：每件恢复原状，并说明不能收回的文书。"""
    with office_at(home) as office:
        undone = carrying_out.undo_batch(office, named(office, person), batch, reason=reason, now=office.now())
        show(undone, as_json=as_json, text="\n".join([f"已恢复 {undone.restored} 件", *undone.cannot]))


@app.command("show")
def show_batch(batch: Batch, person: As, home: Home = None, as_json: AsJson = False) -> None:
    """查看批次：进行到哪一步，还缺什么。"""
    with office_at(home) as office:
        found = steps.standing(office, named(office, person), batch)
        lines = [
            f"{found.plan.title}（{STATES.get(found.plan.state, found.plan.state)}）",
            f"步骤：{found.step}",
            *found.missing,
        ]
        show(found, as_json=as_json, text="\n".join(lines))


@app.command("list")
def list_batches(home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0) -> None:
    """列出批次。"""
    with office_at(home) as office, office.database.read() as tx:
        rows = [
            {"id": row.id, "title": row.title, "state": STATES.get(row.state, row.state), "issue": row.issue_id}
            for row in batches.batches(tx, limit=limit, offset=offset)
        ]
    show_rows(rows, as_json=as_json, columns={"id": "编号", "title": "标题", "state": "状态", "issue": "共性问题"})


@app.command()
def result(
    batch: Batch,
    item: Annotated[str, typer.Argument(help="信访件编号")],
    outcome: Annotated[str, typer.Option("--result", help="、".join(f"{k} {v}" for k, v in RESULTS.items()))],
    evidence: Annotated[str, typer.Option("--evidence", help="结果的依据")],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """登记一件的落实结果；已执行不等于已化解，结果要有依据。"""
    with office_at(home) as office:
        told = MemberResult(result=outcome, evidence=evidence)
        papers.record_result(office, named(office, person), batch, item, result=told, now=office.now())
        show({"item": item, "result": outcome}, as_json=as_json, text=f"{item}：{RESULTS[outcome]}")


@app.command("except")
def set_aside(
    batch: Batch,
    item: Annotated[str, typer.Argument(help="信访件编号")],
    code: Annotated[str, typer.Option("--code", help="、".join(f"{k} {v}" for k, v in EXCEPTIONS.items()))],
    person: As,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一件列为例外（写明理由代码）。"""
    with office_at(home) as office:
        steps.except_member(office, named(office, person), batch, item, reason=code, now=office.now())
        text = f"{item} 已列为例外：{EXCEPTIONS.get(code, '')}"
        show({"item": item, "code": code}, as_json=as_json, text=text)


@app.command()
def notices(
    batch: Batch,
    person: As,
    reason: Reason,
    out: Annotated[Path, typer.Option("--out", help="输出的 zip 文件")],
    as_of: AsOf = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """打印文书：每个信访人一份 docx，收件人从身份库取出并写入审计。"""
    with office_at(home) as office:
        viewer, day = named(office, person), read_day(as_of)
        with whole_file(out) as stream:
            stream.write(papers.print_notices(office, viewer, batch, reason=reason, now=office.now(), as_of=day))
        show({"file": out}, as_json=as_json, text=f"已写入 {out}")


@app.command()
def ledger(
    batch: Batch,
    person: As,
    out: Annotated[Path, typer.Option("--out", help="输出的 xlsx 文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """导出台账：每个选中的信访件一行。"""
    with office_at(home) as office:
        with whole_file(out) as stream:
            stream.write(papers.ledger(office, named(office, person), batch, now=office.now()))
        show({"file": out}, as_json=as_json, text=f"已写入 {out}")
