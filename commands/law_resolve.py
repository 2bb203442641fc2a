"""`cli.py law resolve`: the citations in a text, each with the article it means on a day (引用解析)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.office import Office
from commands.answers import read_questions, typed, write_answers
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Out, Queries, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.citations import Citation, Context, Resolved, find_citations, resolve
from core.dates import read_day
from core.errors import InputError
from core.law_titles import STATE
from core.normal import clean
from core.numerals import to_number
from records.law_aliases import add_alias
from records.law_shelf import SqlShelf, law_shelf

app = Commands()

AsOf = Annotated[str, typer.Option("--as-of", help="按哪一天的文本；默认今天")]
Inside = Annotated[str, typer.Option("--in", help="这段文字所在的法规，用来读懂“本法”“本条例”")]
Article = Annotated[str, typer.Option("--article", help="这段文字所在的条，如 36 或 253之1；用来读懂“前款”“本条”")]
Region = Annotated[str, typer.Option("--region", help="事项所在地区，如 浙江省/杭州市；同名时本地规定优先")]
_COLUMNS = {"quote": "原文", "regulation": "法规", "article": "条", "paragraph": "款", "item": "项", "结论": "结论"}
_VERDICTS = {
    "resolved": "已认定",
    "ambiguous": "不能确定是哪一部",
    "unknown_law": "库中没有这部法规",
    "no_such_article": "没有这一条",
    "no_such_paragraph": "没有这一款",
    "no_such_item": "没有这一项",
    "not_law": "不是法规",
}


_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
"""No file takes these; one sign stands for one, so that spans count characters of the text as it was given."""


@app.command("resolve")
def resolve_text(
    text: Annotated[str, typer.Argument(help="含引用的文字；- 表示从标准输入读")] = "",
    queries: Queries = None,
    out: Out = None,
    as_of: AsOf = "",
    inside: Inside = "",
    article: Article = "",
    region: Region = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """找出文字里的法规引用，并指到库中的条文。"""
    said = {"as_of": as_of, "in": inside, "article": article, "region": region}
    with office_at(home) as office:
        if queries is not None:
            count = _answer_all(office, queries, out, said)
            show({"answers": count}, as_json=as_json, text=f"已回答 {count} 问，写入 {out}")
            return
        with office.database.read() as tx:
            found = list(_lines(law_shelf(tx), typed(text), said, office.today()))
    rows = found if as_json else [line | {"结论": _told(line)} for line in found]
    show_rows(rows, as_json=as_json, columns=_COLUMNS, title="" if found else "没有引用")


def _told(line: Mapping[str, Any]) -> str:
    """The verdict in words, with the act's status, what was noticed and the candidates."""
    words = [_VERDICTS[line["verdict"]], line["status"] or "", line["note"] or ""]
    names = [f"《{one['title']}》" for one in line["candidates"]]
    words.append(f"可能是{'、'.join(names)}" if names else "")
    return "，".join(word for word in words if word)


def _answer_all(office: Office, queries: Path, out: Path | None, said: Mapping[str, str]) -> int:
    if out is None:
        raise InputError("给了问题文件，却没有结果文件", "例如：--queries 问题.jsonl --out 结果.jsonl")
    questions = read_questions(queries)
    with office.database.read() as tx:
        shelf, today = law_shelf(tx), office.today()

        def answers() -> Iterator[dict[str, Any]]:
            for one in questions:
                own = dict(said) | {k: str(one[k]) for k in (*said, "paragraph", "last_law") if one.get(k) is not None}
                lines = list(_lines(shelf, str(one.get("text") or ""), own, today))
                yield {"id": one["id"], "citations": lines}

        return write_answers(out, answers())


def _lines(shelf: SqlShelf, text: str, said: Mapping[str, str], today: date) -> Iterator[dict[str, Any]]:
    """One line for each citation. Raises InputError for a day or article that cannot be read."""
    day, context = read_day(clean(said["as_of"])) or today, _context(said)
    found = find_citations(_UNREADABLE.sub("\ufffd", text), shelf.known, context)
    for one in resolve(found, shelf, day=day, context=context):
        yield _line(one, shelf)


def _context(said: Mapping[str, str]) -> Context:
    number, _, sub = clean(said.get("article", "")).strip().removeprefix("第").replace("条", "").partition("之")
    try:
        place = (to_number(number) if number else 0, to_number(sub) if sub else 0)
        paragraph = to_number(said["paragraph"]) if said.get("paragraph") else 0
    except InputError as error:
        raise InputError(
            f"所在条款“{said.get('article', '')}”读不懂", "请写成 36 或 253之1", column="article"
        ) from error
    law = clean(said["in"]).strip().strip("《》")
    return Context(
        law=law,
        article=place[0],
        sub=place[1],
        paragraph=paragraph,
        region=clean(said["region"]).strip(),
        last_law=clean(said.get("last_law", "")).strip(),
    )


def _line(found: Resolved, shelf: SqlShelf) -> dict[str, Any]:
    one = found.citation
    title = (found.title or one.law or one.law_text).removeprefix(STATE)
    return {
        "span": [one.start, one.end],
        "quote": one.quote,
        "kind": one.kind,
        "regulation": title,
        "article": _number(one),
        "paragraph": one.paragraph or None,
        "item": one.item or None,
        "subitem": one.subitem or None,
        "proviso": one.proviso,
        "unit_scope": one.unit_scope or None,
        "relative": one.relative or None,
        "range_group": one.range_group or None,
        "version_hint": one.version_hint or None,
        "law_text": one.law_text or None,
        "law_kind": one.law_kind,
        "confidence": one.confidence,
        "document_no": one.document_no or None,
        "target": found.target or None,
        "verdict": found.verdict,
        "candidates": [{"id": id_, "title": shelf.title(id_).removeprefix(STATE)} for id_ in found.candidates],
        "paragraph_resolved": found.paragraph_resolved or None,
        "status": found.status.value if found.status else None,
        "as_of": found.day,
        "note": found.note or None,
    }


def _number(one: Citation) -> str | None:
    if not one.number:
        return None
    return f"{one.number}之{one.sub}" if one.sub else str(one.number)


@app.command("alias")
def add_short_title(
    alias: Annotated[str, typer.Argument(help="本办公室使用的简称")],
    title: Annotated[str, typer.Argument(help="法规全称或文号")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """给一部法规添加简称，并重新认定等待中的引用。"""
    with office_at(home) as office:
        viewer = named(office, person)
        with office.database.write() as tx:
            id_, solved = add_alias(tx, viewer, clean(alias), clean(title), now=office.now())
    told = {"regulation_id": id_, "alias": alias, "resolved": solved}
    show(told, as_json=as_json, text=f"已添加“{alias}”→{id_}；新认定引用 {solved} 处")
