"""`cli.py law cited-by`, `basis`, `unused`, `gaps`: who uses which law, and what rests on none (引用查询)."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.case import find_case
from casework.citator import Basis, CitedBy, basis_of, cited_by
from casework.citing import citations_in
from casework.law_gaps import gaps, unused
from casework.office import Office
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, office_at, show, show_rows
from commands.person import MaybeAs, named
from core.errors import InputError, NotFound
from core.normal import clean
from core.text_diff import marked
from core.vocabulary import label
from records.law import find_regulations
from records.units import units

app = Commands()


def _target(office: Office, text: str) -> str:
    """The id of the article or act that is meant."""
    wanted = clean(text).strip()
    if wanted.startswith(("article:", "regulation:")):
        return wanted
    with office.database.read() as tx:
        found = list(dict.fromkeys(one.target for one in citations_in(tx, wanted) if one.target))
        acts = [one.id for one in find_regulations(tx, wanted)] if not found else []
    if len(found or acts) != 1:
        several = "、".join(found or acts)
        raise (InputError if several else NotFound)(
            f"“{text}”可能是：{several}" if several else f"库中没有“{text}”",
            "写法如：《信访工作条例》第三十二条，或 article:信访工作条例:32",
        )
    return (found or acts)[0]


@app.command("cited-by")
def cited_by_whom(
    article: Annotated[str, typer.Argument(help="条文或法规，如 《民法典》第278条；或 article:… 编号")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """哪些答复和来信用过这一条：按结果、年份、单位、满意度统计，并列出信访件。"""
    with office_at(home) as office:
        found = cited_by(office, named(office, person), _target(office, article), limit=limit, offset=offset)
        with office.database.read() as tx:
            names = {id_: unit.name for id_, unit in units(tx, found.counts.by_unit).items()}
    if as_json:
        show(_json(found), as_json=True)
        return
    counts = found.counts
    lines = [f"{found.label}　{found.status}　答复 {counts.replies} 件，来信 {counts.letters} 件"]
    lines.append("结果：" + _counted({label("outcome", k) if k else "不明": n for k, n in counts.by_outcome.items()}))
    lines.append("年份：" + _counted(dict(sorted(counts.by_year.items()))))
    lines.append("单位：" + _counted({names.get(k, k) or "不明": n for k, n in counts.by_unit.items()}))
    lines.append("评价：" + _counted({label("rating", k) if k else "未评价": n for k, n in counts.by_rating.items()}))
    lines += [
        f"· {u.item.item_no or u.item.id} {u.item.title_masked}（{_FIELDS.get(u.field, u.field)}：{u.quote}）"
        for u in found.users
    ]
    show(None, as_json=False, text="\n".join(lines))


_FIELDS = {"reply": "答复", "content": "来信", "title": "标题"}


def _counted(counts: dict[str, int]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts.items()) or "无"


def _json(found: CitedBy) -> dict[str, object]:
    users = [
        {"id": u.item.id, "source_id": u.item.source_id, "title": u.item.title_masked, "field": u.field}
        | {"quote": u.quote, "outcome": u.item.outcome, "unit": u.item.unit_id}
        for u in found.users
    ]
    told = {"target": found.target, "label": found.label, "status": found.status}
    return told | {"counts": found.counts, "users": users}


@app.command("basis")
def basis_of_reply(
    case: Annotated[str, typer.Argument(help="信访件编号")],
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一件答复的依据：当时怎样、今天怎样、新旧条文对照。"""
    with office_at(home) as office:
        viewer = named(office, person)
        found = basis_of(office, viewer, find_case(office, viewer, case), today=office.today())
    text = "\n".join(line for one in found for line in _basis_lines(one)) or "答复没有引用法规"
    show(found, as_json=as_json, text=text)


def _basis_lines(one: Basis) -> list[str]:
    if not one.target:
        return [f"■ {one.label}：未能认定（{one.change}）"]
    head = f"■ {one.label}：当时 {one.status_then or '不明'}，今天 {one.status_now}"
    if not one.change:
        return [head + "，内容未变"]
    heirs = f"，现对应 {'、'.join(one.successors)}" if one.successors else ""
    words = [marked(one.old_text, one.new_text)] if one.old_text and one.new_text else []
    return [f"{head}（{one.change_label}）{heirs}", *words]


@app.command("unused")
def never_used(
    act: Annotated[
        list[str] | None, typer.Option("--regulation", help="只看这些法规；不写则看有条文被用过的法规")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 100,
    offset: Offset = 0,
) -> None:
    """从没有答复用过的现行条文。"""
    with office_at(home) as office:
        found = unused(office, acts=act or (), limit=limit, offset=offset)
    rows = [{"article_id": one.article_id, "label": one.label, "text": one.text} for one in found]
    show_rows(rows, as_json=as_json, columns={"label": "条文", "text": "内容"})


@app.command("gaps")
def gaps_in_rules(
    many: Annotated[int, typer.Option("--many", min=1, help="至少多少件才列出")] = 20,
    governed: Annotated[bool, typer.Option("--governed", help="已有规定、答复却没有写明的分类也列出")] = False,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """制度空白候选：件数多、答复却没有现行依据的问题分类，由人判断。"""
    with office_at(home) as office:
        found = gaps(office, named(office, person), many=many, governed=governed, limit=limit, offset=offset)
    rows = [
        {
            "code": one.code,
            "class": one.path,
            "items": one.use.items,
            "answered": one.use.answered,
            "with_basis": one.use.with_basis,
            "share_based": round(one.use.share_based, 4),
            "share_dissatisfied": one.use.share_dissatisfied,
            "governing": list(one.governing),
        }
        for one in found
    ]
    columns = {
        "class": "问题分类",
        "items": "件数",
        "answered": "已答复",
        "with_basis": "有现行依据",
        "share_dissatisfied": "不满意率",
        "governing": "已知规定",
    }
    show_rows(rows, as_json=as_json, columns=columns, title="制度空白候选（须由人判断）")
