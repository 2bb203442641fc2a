"""`cli.py law …`: citations in a text, required acts, one act or article on a day (法规)."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from commands import law_diff, law_versions
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import (
    AsJson,
    Home,
    Out,
    Queries,
    office_at,
    show,
    show_rows,
)
from core.citations import Citation, article_label, find_citations
from core.dates import read_day
from core.errors import InputError, NotFound
from core.normal import clean
from records.citations import StoredCitation, resolve
from records.database import Tx
from records.law import articles_on, find_regulations, plain_title, regulation, versions

app = Commands(help="法规：引用、条文、必备法规", no_args_is_help=True)
app.add_typer(law_diff.app)
app.add_typer(law_versions.app)


@app.command("resolve")
def resolve_text(
    text: Annotated[str, typer.Argument(help="含引用的文字")] = "",
    queries: Queries = None,
    out: Out = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """找出文字里的法规引用，并指到库中的条文。"""
    with office_at(home) as office, office.database.read() as tx:
        if queries is not None:
            if out is None:
                raise InputError("给了问题文件，却没有结果文件", "例如：--queries 问题.jsonl --out 结果.jsonl")
            questions = read_questions(queries)
            answers = ({"id": q["id"], "citations": _resolved(tx, str(q.get("text") or ""))} for q in questions)
            count = write_answers(out, answers)
            show({"answers": count}, as_json=as_json, text=f"已回答 {count} 问，写入 {out}")
            return
        found = _resolved(tx, typed(text))
    columns = {"quote": "原文", "regulation": "法规", "article": "条", "verdict": "结论"}
    show_rows(found, as_json=as_json, columns=columns, title="" if found else "没有引用")


_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
"""No database takes these; one sign stands for one, so that spans count characters of the text as it was given."""


def _resolved(tx: Tx, text: str) -> list[dict[str, Any]]:
    found = find_citations(_UNREADABLE.sub("\ufffd", text))
    stored = resolve(tx, [_stored(one) for one in found])
    return [_line(tx, one, kept) for one, kept in zip(found, stored, strict=True)]


def _stored(one: Citation) -> StoredCitation:
    return StoredCitation(
        record="",
        field="",
        start=one.start,
        end=one.end,
        quote=one.quote,
        law_text=one.law or one.law_text,
        number=one.number or None,
        sub=one.sub,
        paragraph=one.paragraph or None,
        item=one.item or None,
        document_no=one.document_no,
        kind=one.kind,
    )


def _line(tx: Tx, one: Citation, kept: StoredCitation) -> dict[str, Any]:
    title = _title(tx, kept.target) or one.law or one.law_text
    return {
        "span": [one.start, one.end],
        "quote": one.quote,
        "kind": one.kind,
        "regulation": title,
        "article": (f"{one.number}之{one.sub}" if one.sub else str(one.number)) if one.number else None,
        "paragraph": one.paragraph or None,
        "item": one.item or None,
        "document_no": one.document_no or None,
        "target": kept.target or None,
        "verdict": kept.verdict,
        "candidates": [],
    }


def _title(tx: Tx, target: str) -> str:
    if not target:
        return ""
    owner = (
        target
        if target.startswith("regulation:")
        else f"regulation:{target.removeprefix('article:').rpartition(':')[0]}"
    )
    try:
        return plain_title(regulation(tx, owner).title)
    except NotFound:
        return ""


@app.command("show")
def show_act(
    name: Annotated[str, typer.Argument(help="法规名称、简称、文号，或 article:… 编号")],
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
            show({"article": text, "version": version, "status": status}, as_json=as_json, text=words)
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
        "source": version.source,
    }
