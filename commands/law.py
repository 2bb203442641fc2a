"""`cli.py law …`: citations in a text, required acts, one act or article on a day (法规)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands import law_check, law_cited_by, law_diff, law_resolve, law_sweep, law_tree, law_versions
from commands.chinese import Commands
from commands.doorway import (
    AsJson,
    Home,
    office_at,
    show,
    show_rows,
)
from core.citations import article_label
from core.dates import read_day
from core.errors import NotFound
from core.normal import clean
from records.clauses import find_clauses
from records.law import articles_on, find_regulations, versions

app = Commands(help="法规：引用、条文、必备法规", no_args_is_help=True)
app.add_typer(law_diff.app)
app.add_typer(law_versions.app)
app.add_typer(law_sweep.app)
app.add_typer(law_check.app)
app.add_typer(law_cited_by.app)
app.add_typer(law_resolve.app)
app.add_typer(law_tree.app)


@app.command("show")
def show_act(
    name: Annotated[str, typer.Argument(help="法规名称、简称、文号、《…》二（三），或 article:… 编号")],
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天；默认今天")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查看一部法规的各个版本，或一条条文在某日的样子。"""
    with office_at(home) as office, office.database.read() as tx:
        day, name = read_day(as_of) or office.today(), clean(name).strip()
        if name.startswith("article:"):
            found = articles_on(tx, [name], day).get(name)
            if found is None:
                raise NotFound(f"库中没有 {name}", "可按名称检索：python cli.py search articles 《…》第…条")
            text, version, status = found
            words = f"{version.title} {article_label(text.number, text.sub)}（{day} {status}）\n{text.text}"
            told = {"article": text, "version": version, "status": status, "as_of": day}
            show(told, as_json=as_json, text=words if version.text_kind == "full" else f"【要旨，非原文】{words}")
            return
        if clauses := find_clauses(tx, name, day):
            columns = {"citation": "引用", "text": "原文"}
            show_rows([asdict(one) for one in clauses], as_json=as_json, columns=columns)
            return
        rows = [_version(v, day) for one in find_regulations(tx, name) for v in versions(tx, one.id)]
        if not rows:
            raise NotFound(f"库中没有“{name}”", "可能不在国家法律数据包里；请把文件做成政策包读入")
    columns = {
        "title": "法规",
        "document_no": "文号",
        "published": "公布",
        "effective": "施行",
        "ended": "终止",
        "status": "效力",
    }
    show_rows(rows, as_json=as_json, columns=columns, title=f"效力截至 {day}")


def _version(version: Any, day: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "title": version.title,
        "document_no": version.document_no,
        "published": version.published,
        "effective": version.effective,
        "ended": version.ended,
        "status": version.status_on(day).value,
        "as_of": day,
        "text": version.text_kind,
        "source": version.source,
    }
