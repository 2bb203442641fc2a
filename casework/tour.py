"""A short tour in the terminal: what is loaded, one common issue, one letter with precedents and rules."""

from __future__ import annotations

from collections.abc import Iterator

from casework.office import Office
from casework.status import office_status
from core.errors import PetitionGraphError
from core.viewer import OFFICE
from records.issues import StoredIssue, issues
from records.item_finding import ItemFilter, find_items
from records.items import items
from search.asking import Query
from search.precedents import find_precedents
from search.statutes import articles_for_item

SHOWN = 4


def tour(office: Office) -> str:
    """The tour as lines of text; parts that have nothing to show are left out."""
    return "\n".join([*_loaded(office), *_common_issue(office), *_letter(office)])


def _loaded(office: Office) -> Iterator[str]:
    status = office_status(office, OFFICE)
    yield "—— 信访图谱 ——"
    yield (
        f"已装入：信访件 {status.items} 件，法规 {status.regulations} 部，政策包 {status.packages} 个；"
        f"图谱：{status.graph_name}"
    )
    if status.model_problem:
        yield f"语义模型不可用：{status.model_problem}；按词语检索照常可用"
    elif status.vectors_done < status.vectors_total:
        yield f"向量 {status.vectors_share:.0%}，其余由后台补齐，期间按词语检索照常可用"


def _common_issue(office: Office) -> Iterator[str]:
    with office.database.read() as tx:
        found: list[StoredIssue] = issues(tx, OFFICE, limit=1)
        if not found:
            return
        first = found[0]
        members = [m for m in first.members if m.role == "member"]
        shown = items(tx, OFFICE, [m.item_id for m in members[:SHOWN]])
    yield f"\n第一个共性问题：{first.label}（{len(members)} 件）"
    for member in members[:SHOWN]:
        if member.item_id in shown:
            yield f"  · {shown[member.item_id].title_masked}　{member.reason}"


def _letter(office: Office) -> Iterator[str]:
    with office.database.read() as tx:
        opened = find_items(tx, OFFICE, ItemFilter(concluded=False), limit=1)
    if not opened:
        return
    letter = opened[0]
    yield f"\n一封在办来信：{letter.title_masked}"
    try:
        answer = find_precedents(office.database, office.index, OFFICE, Query(like=letter.id), k=2)
        rules = articles_for_item(office.database, office.index, OFFICE, letter.id, as_of=office.today(), k=2)
    except PetitionGraphError as error:
        yield f"  （检索暂不可用：{error.detail}）"
        return
    if answer.nothing_similar:
        yield "  没有足够相似的先例"
    for hit in answer.hits if not answer.nothing_similar else ():
        yield f"  先例：{hit.item.title_masked}　{hit.why.sentence}"
    for rule in rules.hits:
        yield f"  依据：{rule.label}（{rule.status}）　{rule.why.sentence}"
