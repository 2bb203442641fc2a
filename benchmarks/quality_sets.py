"""The gold sets of the quality table, made from the dev halves of the shared data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.quality_offices import rows
from casework.office import Office
from core.dates import read_moment
from core.petition import Item
from core.viewer import OFFICE
from eval.gold import Ask, Cluster, GoldSet, Labelled
from records.items import iter_items


def stard(office: Office) -> GoldSet:
    """Lay question → articles among 54,983."""
    asks = [
        Ask(id=str(row["id"]), text=row["query"], relevant={str(id_): 1.0 for id_ in row["relevant"]})
        for row in rows("stard/queries_dev.jsonl.gz")
    ]
    return GoldSet(name="STARD 问题→条文", kind="ranking", corpus="articles", asks=asks)


def lawbench(office: Office) -> GoldSet:
    """Scene → article among all national articles; scenes whose right wording has ended since are left out."""
    ended = {row["doc_id"] for row in rows("statutes/laws.jsonl.gz") if row["status"] not in _STANDS}
    asks = []
    for row in rows("lawbench/3-2_scene_to_article_dev.jsonl.gz"):
        relevant = {_article(one): 1.0 for one in row["relevant"] if one["doc_id"]}
        if relevant and not any(one["doc_id"] in ended for one in row["relevant"]):
            asks.append(Ask(id=row["id"], text=row["query"], relevant=relevant))
    return GoldSet(name="LawBench 3-2 情景→现行条文", kind="ranking", corpus="articles", asks=asks)


_STANDS = frozenset({"有效", "未知"})


def _article(one: Mapping[str, object]) -> str:
    return f"{one['doc_id']}#{one['no']}" + (f"-{one['sub']}" if one["sub"] else "")


def precedents(office: Office) -> GoldSet:
    """Message → the other messages about the same issue, among 4,326; without those set aside as accusations."""
    shown = _shown(office)
    asks = [
        Ask(
            id=str(id_),
            like=str(id_),
            relevant={str(other): 1.0 for other in issue["ids"] if other != id_ and str(other) in shown},
            group=str(issue["issue"]),
        )
        for issue in rows("teddy2020c/hot_issues_dev.jsonl")
        for id_ in (issue["ids"] if len(issue["ids"]) > 1 else ())
        if str(id_) in shown
    ]
    return GoldSet(name=f"相似来信（hot_issues{_set_aside(shown)}）", kind="ranking", asks=asks)


def events(office: Office) -> GoldSet:
    """Known issues with their look-alikes."""
    shown = _shown(office)
    clusters = [
        Cluster(str(row["issue"]), shown & set(map(str, row["ids"])), shown & set(map(str, row["lookalikes"])))
        for row in rows("teddy2020c/hot_issues_dev.jsonl")
    ]
    return GoldSet(name=f"共性问题（hot_issues{_set_aside(shown)}）", kind="clusters", clusters=clusters)


def _shown(office: Office) -> frozenset[str]:
    return frozenset(item.source_id for item in _in_order(office))


def _set_aside(shown: frozenset[str]) -> str:
    """How many letters of known issues wait as doubtful accusations and are therefore nobody's answer."""
    known = {str(id_) for issue in rows("teddy2020c/hot_issues_dev.jsonl") for id_ in issue["ids"]}
    return f"，{len(known - shown)} 封疑似检举未计" if known - shown else ""


def same_replies(office: Office) -> GoldSet:
    """Message → messages that got the same answer."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows("teddy2020c/replies_dev.jsonl.gz"):
        if row["same_reply_group"]:
            groups[row["same_reply_group"]].append(str(row["id"]))
    asks = [
        Ask(id=id_, like=id_, relevant={other: 1.0 for other in group if other != id_}, group=name)
        for name, group in groups.items()
        for id_ in (group if len(group) > 1 else ())
    ]
    return GoldSet(name="同一答复的来信", kind="ranking", asks=asks)


def cited_law(office: Office) -> GoldSet:
    """Message → acts its reply cites, as the law stood on the day of the reply; accusations aside."""
    asks, shown = [], _shown(office)
    for row in rows("teddy2020c/replies_dev.jsonl.gz"):
        acts = {doc for one in row["cites"] or () if one["in_statutes"] for doc in one["doc_ids"]}
        if acts and str(row["id"]) in shown:
            replied = read_moment(row["reply_time"]) if row["reply_time"] else None
            day = replied.date() if replied else None
            asks.append(Ask(id=str(row["id"]), like=str(row["id"]), relevant=dict.fromkeys(acts, 1.0), as_of=day))
    return GoldSet(name="来信→答复所引法规", kind="ranking", corpus="articles", level="regulation", asks=asks)


def legalqa(office: Office) -> GoldSet:
    """Question → its right answers among its candidates."""
    asks = []
    for row in rows("legalqa/questions_dev.jsonl.gz"):
        ids = {f"{row['id']}#{place}": one["label"] for place, one in enumerate(row["candidates"])}
        right = {id_: 1.0 for id_, label in ids.items() if label}
        asks.append(Ask(id=row["id"], text=row["question"], relevant=right, among=frozenset(ids), group=row["subject"]))
    return GoldSet(
        name="LegalQA 答复排序", kind="ranking", corpus="articles", asks=[replace(a, group="") for a in asks]
    )


def classes(office: Office) -> GoldSet:
    """Message → one of seven classes, cross-validated."""
    labelled = [Labelled(id=item.id, label=item.class_text) for item in _in_order(office) if item.class_text]
    return GoldSet(name="七个一级分类", kind="labels", labelled=labelled)


def units(office: Office) -> GoldSet:
    """Ticket → handling unit, cross-validated; columns that are known only afterwards are hidden."""
    labelled = [Labelled(id=item.id, label=item.unit_text) for item in _in_order(office) if item.unit_text]
    hidden = frozenset({"archived_in_time", "archived_overtime", "open_in_time", "unit", "unit_id"})
    return GoldSet(name="坪山承办单位", kind="labels", target="unit", labelled=labelled, hidden=hidden)


def _in_order(office: Office) -> Iterator[Item]:
    with office.database.read() as tx:
        found = [item for some in iter_items(tx, OFFICE) for item in some if not item.restricted]
    yield from sorted(found, key=lambda item: (item.source_row or 0, item.id))
