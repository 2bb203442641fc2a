"""`cli.py ingest …`: case lists, policy packages, the law library, article tables, the office's names (读入)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casework.name_search import look_after_import
from casework.office import Office
from casework.worker import settle
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, office_at, show, show_rows
from ingest.articles import ingest_articles
from ingest.gazetteer import load_gazetteer
from ingest.history import ingest_history
from ingest.law_library import ingest_law_library
from ingest.petitions import Desk, ingest_petitions
from ingest.policies import ingest_policies, policy_changes
from ingest.policy_changes import LABELS
from ingest.report import IngestReport, Progress
from records.related_matters import relate_matters

app = Commands(help="读入信访件、政策包、法规", no_args_is_help=True)
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="等到可以检索再返回")]


@app.command()
def petitions(
    files: Annotated[list[Path], typer.Argument(help="csv、xlsx、xls、jsonl，可带 .gz")],
    mapping: Annotated[str, typer.Option("--mapping", help="已保存的来源（列对应）名称")] = "",
    wait: Wait = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读入信访件：新的、有改动的、相同的分别计数，坏行另存。"""

    def run(office: Office, told: Callable[[Progress], None]) -> IngestReport:
        desk = Desk(office.database, office.vault, office.home / "quarantine")
        report = ingest_petitions(desk, files, now=office.now(), mapping=mapping, progress=told)
        with office.database.write() as tx:
            relate_matters(tx, now=office.now())
        look_after_import(office, files)
        return report

    _ingest(home, run, as_json=as_json, wait="vectors" if wait else "")


@app.command()
def policies(
    folders: Annotated[list[Path], typer.Argument(help="政策包文件夹（内有 package.yaml）")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改变图谱的什么，不读入")] = False,
    wait: Wait = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读入政策包：通知、细则、附件、问答作为一个整体。"""
    if dry_run:
        with office_at(home) as office:
            changes = policy_changes(office.database, folders, now=office.now())
        rows = [
            {"change": one.change, "label": LABELS[one.change], "node": one.node, "what": one.words} for one in changes
        ]
        columns = {"label": "变化", "what": "内容", "node": "编号"}
        show_rows(rows, as_json=as_json, columns=columns, title=f"共 {len(rows)} 处变化，未读入")
        return

    def run(office: Office, told: Callable[[Progress], None]) -> IngestReport:
        return ingest_policies(office.database, folders, now=office.now(), progress=told)

    _ingest(home, run, as_json=as_json, wait="vectors" if wait else "")


@app.command("law-library")
def law_library(wait: Wait = True, home: Home = None, as_json: AsJson = False) -> None:
    """读入已安装的国家法律数据包。"""

    def run(office: Office, told: Callable[[Progress], None]) -> IngestReport:
        return ingest_law_library(office.database, now=office.now(), progress=told)

    _ingest(home, run, as_json=as_json, wait="words" if wait else "")


@app.command()
def articles(
    file: Annotated[Path, typer.Argument(help="每行一条的 JSONL（可带 .gz）")],
    regulations: Annotated[Path | None, typer.Option("--regulations", help="每行一部法规的 JSONL（可带 .gz）")] = None,
    wait: Wait = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读入条文表；同一法规的几个版本并存。"""

    def run(office: Office, told: Callable[[Progress], None]) -> IngestReport:
        folder = office.home / "quarantine"
        return ingest_articles(
            office.database, file, regulations=regulations, quarantine=folder, now=office.now(), progress=told
        )

    _ingest(home, run, as_json=as_json, wait="words" if wait else "")


@app.command()
def history(
    file: Annotated[Path, typer.Argument(help="办理过程表：信访编号、时间、环节、单位、说明")],
    source: Annotated[str, typer.Option("--source", help="这些编号属于哪个来源（读入信访件时的名称）")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读入办理过程，成为信访件的时间线；退回另记为关系。"""

    def run(office: Office, told: Callable[[Progress], None]) -> IngestReport:
        folder = office.home / "quarantine"
        return ingest_history(office.database, file, source, quarantine=folder, now=office.now(), progress=told)

    _ingest(home, run, as_json=as_json, wait="")


@app.command()
def names(
    file: Annotated[Path, typer.Argument(help="本办单位、地名、被反映对象名录（yaml）")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读入本办的单位、地名和被反映对象名录。"""
    with office_at(home) as office:
        with office.database.write() as tx:
            units, places, respondents = load_gazetteer(tx, file, now=office.now())
        told = {"units": units, "places": places, "respondents": respondents}
        show(told, as_json=as_json, text=f"单位 {units} 个，地点 {places} 处，被反映对象 {respondents} 个")


def _ingest(
    home: Path | None,
    run: Callable[[Office, Callable[[Progress], None]], IngestReport],
    *,
    as_json: bool,
    wait: str,
) -> None:
    """Runs the import, then sees to it that it can be found: `words` at once, or `vectors` too.

    Law tables wait for words alone: their vectors are made by the worker, or by the first batch of questions.
    """
    with office_at(home) as office, Console(stderr=True).status("准备中……") as status:
        report = run(office, lambda progress: status.update(progress.line))
        show(report.as_json(), as_json=as_json, text=_words(report))  # before the rest, which may find search away
        if wait:
            status.update("正在编入检索……")
            settle(office, vectors=wait == "vectors")
    if report.quarantined or report.gaps:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _words(report: IngestReport) -> str:
    lines = [
        f"新增 {report.new}，有改动 {report.changed}，相同 {report.same}，另存待查 {report.quarantined}，"
        f"用时 {report.seconds:.1f} 秒"
    ]
    if report.quarantine_file:
        lines.append(f"另存的行和原因见：{report.quarantine_file}")
    return "\n".join([*lines, *report.notes[:20]])
