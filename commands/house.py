"""`cli.py start|work|model|rebuild|backup|restore|doctor|audit|erase`: the office's own upkeep (办公室维护)."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from casework import backup as backups
from casework import doctor as examination
from casework import serve, worker
from casework.copies import backups_beside
from casework.erase import erase
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, fail, note, office_at, show, show_rows
from core.errors import PetitionGraphError
from core.settings import load_settings
from records import audit
from search.encoder import open_encoder
from search.model import prepare_model

audit_app = Commands(help="审计链", no_args_is_help=True)


def start(
    home: Home = None,
    demo: Annotated[bool, typer.Option("--demo", help="资料夹为空时装入示范办公室")] = False,
    port: Annotated[int, typer.Option("--port", help="网页端口；默认用设置里的")] = 0,
) -> None:
    """启动网页和后台任务；首次可装入示范办公室。"""
    try:
        raise typer.Exit(serve.serve(load_settings(home), demo=demo, port=port))
    except PetitionGraphError as error:
        fail(error)


def work(home: Home = None) -> None:
    """运行后台任务，直到按 Ctrl+C。"""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    with office_at(home) as office:
        worker.work(office, stop=stop)


def model(home: Home = None, as_json: AsJson = False) -> None:
    """取得语义模型并量化（只需一次，之后离线可用）。"""
    try:
        settings = load_settings(home)
        if not settings.model_folder:
            prepare_model(settings.cache)
        name = open_encoder(settings.cache, settings.model_folder).name
    except PetitionGraphError as error:
        fail(error)
    show({"model": name}, as_json=as_json, text=f"语义模型可用：{name}")


def rebuild(
    home: Home = None,
    as_json: AsJson = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="清除 Neo4j 里另一个数据库留下的图谱，改放本办公室的")
    ] = False,
) -> None:
    """重建检索索引（及 Neo4j），记录不受影响。"""
    with office_at(home) as office:
        if take_over:
            worker.take_over_neo4j(office)
        count = worker.rebuild(office)
        show({"entities": count}, as_json=as_json, text=f"已重建：{count} 项")


def backup(
    out: Annotated[Path, typer.Argument(help="备份文件，例如 office.tar.gz")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把整个办公室备份成一个文件；使用中也可以。"""
    with office_at(home) as office:
        file = backups.backup(office, out)
        show({"file": file}, as_json=as_json, text=f"已备份到 {file}")


def restore(
    source: Annotated[Path, typer.Argument(help="备份文件")], home: Home = None, as_json: AsJson = False
) -> None:
    """把备份恢复到一个空资料夹。"""
    try:
        folder = backups.restore(load_settings(home), source)
    except PetitionGraphError as error:
        fail(error)
    text = f"已恢复到 {folder}；检索索引会由后台任务重建（python cli.py rebuild）"
    show({"home": folder}, as_json=as_json, text=text)


def doctor(
    home: Home = None,
    as_json: AsJson = False,
    fix: Annotated[bool, typer.Option("--fix", help="能修的顺手修好：取模型、重建索引")] = False,
) -> None:
    """体检：哪里不对，该怎么办。"""
    if fix:
        _mend(home)
    with office_at(home) as office:
        findings = examination.examine(office)
    if as_json:
        show(findings, as_json=True)
    else:
        for one in findings:
            advice = "" if one.ok or not one.next_step else f"　→ {one.next_step}"
            show({}, as_json=False, text=f"{'正常' if one.ok else '注意'}　{one.name}：{one.seen}{advice}")
    if not all(one.ok for one in findings):
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _mend(home: Path | None) -> None:
    """Fetches the model and makes the index anew; what was done is told on the error stream."""
    with office_at(home) as office:
        if not office.settings.model_folder:
            prepare_model(office.settings.cache)
        note(f"已重建：{worker.rebuild(office)} 项")


def erase_item(
    item: Annotated[str, typer.Argument(help="信访件编号")],
    basis: Annotated[str, typer.Option("--basis", help="依据（法律条文或决定文号）")],
    persons: Annotated[str, typer.Option("--persons", help="两名经办人，用逗号隔开")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """彻底删除一件：正文、词语、向量、关联、导出都删，登记行留墓碑。"""
    with office_at(home) as office:
        names = [name.strip() for name in persons.replace("，", ",").split(",") if name.strip()]
        stone = erase(office, item, basis=basis, persons=names, now=office.now())
        show(stone, as_json=as_json, text=f"{item} 已删除，登记行留有墓碑；检索已确认找不到")
        if older := backups_beside(office):
            names_of = "、".join(file.name for file in older)
            note(f"升级前的备份里还有原文，请另行处理：{names_of}；也请处理自行保存的备份和来信文件")


@audit_app.command("verify")
def audit_verify(home: Home = None, as_json: AsJson = False) -> None:
    """核对审计链是否被改动。"""
    with office_at(home) as office, office.database.read() as tx:
        check = audit.verify(tx)
    text = f"审计链完好，共 {check.rows} 行" if check.ok else f"审计链第 {check.first_bad} 行起对不上，请立即报告负责人"
    show(check, as_json=as_json, text=text)
    if not check.ok:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


@audit_app.command("list")
def audit_list(home: Home = None, as_json: AsJson = False, limit: Limit = 50, offset: Offset = 0) -> None:
    """列出审计记录，新的在前。"""
    with office_at(home) as office, office.database.read() as tx:
        rows = [_audit_row(row) for row in audit.audit_rows(tx, limit=limit, offset=offset)]
    columns = {"seq": "序号", "at": "时间", "person": "人员", "action": "动作", "object": "对象", "reason": "理由"}
    show_rows(rows, as_json=as_json, columns=columns)


def _audit_row(row: audit.AuditRow) -> dict[str, object]:
    at: datetime = row.at
    return {
        "seq": row.seq,
        "at": at.isoformat(timespec="seconds"),
        "person": row.person,
        "action": row.action,
        "object": row.object,
        "reason": row.reason,
    }
