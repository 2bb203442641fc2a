"""The office's own gold sets (本办评测集): they grow from what people confirm, and from nothing a machine guessed.

Accusations and erased letters are in none of them. An article set asks with the letter of a case and looks for what its
reply cites; an issue set looks for the other members of a confirmed event; pairs are judgments of 同 and 不同.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import pairwise

from core.dates import local_day
from core.petition import Item
from core.viewer import Viewer
from eval.gold import Ask, Cluster, GoldSet, Labelled, Pair, Target
from records.citations import cites_of_replies
from records.database import Tx
from records.issues import StoredIssue, issues
from records.items import iter_items
from records.judgments import Judgment, judged_pairs, judgments
from search.labels import LEAST, class_of
from search.suggestion import unit_of

OFFICE = "office"
SETS: Mapping[str, str] = {
    "office:similar": "相似来信：同一共性问题的其他来信，以及评为有用或同的",
    "office:pairs": "同与不同：经办人的判断，和排除在共性问题之外的貌似件",
    "office:issues": "共性问题：已确认的事件",
    "office:rules": "适用条文：答复所引的条文，以及评为有用的",
    "office:classes": "问题分类：来源或经办人给出的分类",
    "office:units": "承办单位：来源或经办人给出的单位",
}
RARE = 5
"""Labels with fewer rows are left out: nothing can be learned of them, nor measured."""
MOST_LABELLED = 5000
MOST_ASKED = 500
_LOOKALIKE_PAIRS = 3
_Key = tuple[str, str]
"""(typed words, item asked with), one of them empty."""


def office_sets(tx: Tx, viewer: Viewer) -> list[GoldSet]:
    """The sets that hold anything, in the order of `SETS`; the same for the same records."""
    rows = {item.id: item for some in iter_items(tx, viewer) for item in some if not item.restricted}
    events = _events(tx, viewer, rows.keys())
    said = [one for one in judgments(tx, viewer) if _known(one, rows.keys())]
    made = (
        GoldSet(name="office:similar", kind="ranking", asks=_similar(events, said), depth=100),
        GoldSet(name="office:pairs", kind="pairs", pairs=_pairs(tx, viewer, events, rows.keys())),
        GoldSet(name="office:issues", kind="clusters", clusters=events),
        GoldSet(name="office:rules", kind="ranking", corpus="articles", asks=_rules(tx, viewer, rows, said)),
        _labels("office:classes", "issue-class", rows.values(), class_of),
        _labels("office:units", "unit", rows.values(), unit_of),
    )
    return [one for one in made if one.size]


def _known(one: Judgment, ids: Set[str]) -> bool:
    return all(id_ in ids for id_ in (one.asked, one.hit) if id_.startswith("item:"))


def _events(tx: Tx, viewer: Viewer, ids: Set[str]) -> tuple[Cluster, ...]:
    """Confirmed events with their members, and with those a person kept out."""
    found, taken = [], set[str]()
    confirmed = [one for one in issues(tx, viewer, level="event") if one.state not in ("candidate", "dismissed")]
    for one in sorted(confirmed, key=lambda one: one.id):
        members = frozenset(_of_role(one, "member") & ids - taken)
        if len(members) > 1:
            taken |= members
            apart = {m.item_id for m in one.members if m.role == "lookalike" and m.person} & ids - members
            found.append(Cluster(one.id, members, frozenset(apart)))
    return tuple(found)


def _of_role(one: StoredIssue, role: str) -> set[str]:
    return {member.item_id for member in one.members if member.role == role}


def _similar(events: Sequence[Cluster], said: Sequence[Judgment]) -> tuple[Ask, ...]:
    relevant: dict[_Key, dict[str, float]] = defaultdict(dict)
    group: dict[_Key, str] = {}
    for event in events:
        for id_ in sorted(event.members):
            relevant["", id_] |= dict.fromkeys(sorted(event.members - {id_}), 1.0)
            group["", id_] = event.id
    for one in said:
        if one.verdict == "same":
            relevant["", one.asked][one.hit] = relevant["", one.hit][one.asked] = 1.0
        elif one.verdict == "useful" and one.hit.startswith("item:"):
            relevant[_question(one)][one.hit] = 1.0
    return _asked(relevant, group)


def _question(one: Judgment) -> _Key:
    return (one.text, "") if one.text else ("", one.asked)


def _asked(relevant: Mapping[_Key, dict[str, float]], group: Mapping[_Key, str]) -> tuple[Ask, ...]:
    """The questions in a fixed order, at most so many that a comparison ends in minutes."""
    keys = sorted(key for key in relevant if key != ("", "") and not (key[1] and not key[1].startswith("item:")))
    step = max(1, -(-len(keys) // MOST_ASKED))
    return tuple(
        Ask(id=like or text, text=text, like=like, relevant=relevant[text, like], group=group.get((text, like), ""))
        for text, like in keys[::step]
    )


def _pairs(tx: Tx, viewer: Viewer, events: Sequence[Cluster], ids: Set[str]) -> tuple[Pair, ...]:
    """Judged pairs; neighbours inside confirmed events are the same, what a person kept out is not."""
    found: dict[tuple[str, str], bool] = {}
    for event in events:
        members = sorted(event.members)
        found |= dict.fromkeys(pairwise(members), True)
        for apart in sorted(event.lookalikes):
            for member in members[:_LOOKALIKE_PAIRS]:
                found[min(apart, member), max(apart, member)] = False
    for (one, other), verdict in judged_pairs(tx, viewer).items():
        if {one, other} <= ids:
            found[one, other] = verdict == "same"
    if len(set(found.values())) < 2:
        return ()
    return tuple(Pair(one, other, same) for (one, other), same in sorted(found.items()))


def _rules(tx: Tx, viewer: Viewer, rows: Mapping[str, Item], said: Sequence[Judgment]) -> tuple[Ask, ...]:
    relevant: dict[_Key, dict[str, float]] = defaultdict(dict)
    replied = [id_ for id_, item in rows.items() if item.reply_masked]
    for link in cites_of_replies(tx, viewer, replied):
        if link.target.startswith("article:"):
            relevant["", link.source][link.target] = 1.0
    for one in said:
        if one.verdict == "useful" and one.hit.startswith("article:"):
            relevant[_question(one)][one.hit] = 1.0
    group = {("", id_): rows[id_].matter_id for _, id_ in relevant if id_ in rows}
    return tuple(_on_its_day(ask, rows) for ask in _asked(relevant, group))


def _on_its_day(ask: Ask, rows: Mapping[str, Item]) -> Ask:
    """The question on the day the case was answered, so that a later version of the law does not count against us."""
    item = rows.get(ask.like)
    moment = item and (item.replied_at or item.received_at)
    if not moment:
        return ask
    return Ask(id=ask.id, like=ask.like, relevant=ask.relevant, group=ask.group, as_of=local_day(moment))


def _labels(name: str, target: Target, rows: Iterable[Item], label_of: Callable[[Item], str]) -> GoldSet:
    known = [item for item in rows if label_of(item) and (target == "unit" or item.letter)]
    counts = Counter(label_of(item) for item in known)
    newest = sorted(known, key=lambda item: (str(item.received_at or ""), item.id))[-MOST_LABELLED:]
    kept = [item for item in newest if counts[label_of(item)] >= RARE]
    if len(kept) < LEAST * 5 // 4 or len({label_of(item) for item in kept}) < 2:
        return GoldSet(name=name, kind="labels", target=target)  # a fifth is held out, and enough must be left
    rows_ = tuple(Labelled(id=i.id, label=label_of(i), group=i.matter_id) for i in sorted(kept, key=lambda i: i.id))
    return GoldSet(name=name, kind="labels", target=target, labelled=rows_)
