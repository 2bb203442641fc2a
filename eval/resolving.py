"""A gold set in this office's own ids. Names that mean nothing here, or two items, are refused with examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.errors import InputError
from core.viewer import Viewer
from eval.gold import Ask, Cluster, GoldSet, Pair
from records.database import Tx
from records.named_ids import act_names, article_names, item_ids
from records.packages import packages

_SHOWN = 5
_HINT = "请核对编号，或先读入这些数据；检举控告类和已删除的信访件不参加评测"


def resolved(tx: Tx, viewer: Viewer, gold: GoldSet) -> GoldSet:
    """The set with ids of items and the names of articles that hits are compared by.

    Raises InputError when an id is unknown here, restricted, erased, or borne by two items.
    """
    items = _items(tx, viewer, gold)
    rules = _rules(tx, gold)
    asks = tuple(_ask(gold, ask, items, rules) for ask in gold.asks)
    pairs = tuple(_pair(items[pair.one], items[pair.other], pair.same) for pair in gold.pairs)
    clusters = tuple(
        Cluster(one.id, frozenset(items[i] for i in one.members), frozenset(items[i] for i in one.lookalikes))
        for one in gold.clusters
    )
    labelled = tuple(one if one.text else replace(one, id=items[one.id]) for one in gold.labelled)
    return replace(gold, asks=asks, pairs=pairs, clusters=clusters, labelled=labelled)


def _pair(one: str, other: str, same: bool) -> Pair:
    return Pair(min(one, other), max(one, other), same)


def _ask(gold: GoldSet, ask: Ask, items: Mapping[str, str], rules: Mapping[str, str]) -> Ask:
    answers = items if gold.corpus == "petitions" else rules
    relevant: dict[str, float] = {}
    for name, grade in ask.relevant.items():
        relevant[answers[name]] = max(grade, relevant.get(answers[name], 0.0))
    among = frozenset(answers[name] for name in ask.among)
    return replace(ask, like=items[ask.like] if ask.like else "", relevant=relevant, among=among)


def _items(tx: Tx, viewer: Viewer, gold: GoldSet) -> dict[str, str]:
    names = [ask.like for ask in gold.asks if ask.like]
    if gold.corpus == "petitions":
        names += [name for ask in gold.asks for name in (*ask.relevant, *ask.among)]
    names += [id_ for pair in gold.pairs for id_ in (pair.one, pair.other)]
    names += [id_ for one in gold.clusters for id_ in (*one.members, *one.lookalikes)]
    names += [one.id for one in gold.labelled if not one.text]
    found = item_ids(tx, viewer, names)
    _all_known(gold, names, found)
    doubled = sorted(name for name, ids in found.items() if len(ids) > 1)
    if doubled:
        raise InputError(
            f"评测集“{gold.name}”里的编号“{doubled[0]}”在本办有 {len(found[doubled[0]])} 件",
            f"请用完整编号，例如：{'、'.join(found[doubled[0]][:3])}",
        )
    return {name: ids[0] for name, ids in found.items()}


def _rules(tx: Tx, gold: GoldSet) -> Mapping[str, str]:
    if gold.corpus == "petitions":
        return {}
    names = [name for ask in gold.asks for name in (*ask.relevant, *ask.among)]
    if gold.corpus == "members":
        found = {one.id: one.id for one in packages(tx, names)}
    else:
        found = act_names(tx, names) if gold.level == "regulation" else article_names(tx, names)
    _all_known(gold, names, found)
    return found


def _all_known(gold: GoldSet, names: Iterable[str], found: Mapping[str, object]) -> None:
    unknown = sorted(set(names) - set(found))
    if unknown:
        shown = "、".join(unknown[:_SHOWN]) + ("……" if len(unknown) > _SHOWN else "")
        raise InputError(f"评测集“{gold.name}”里有 {len(unknown)} 个编号在本办找不到：{shown}", _HINT)
