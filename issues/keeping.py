"""Keeping what a discovery over the whole office found: issues, members, links with evidence, graph marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from core.ids import issue_class_id, place_id
from core.petition import Evidence, Link
from core.viewer import WORKER
from issues.common_issue import CommonIssue, Discovery
from issues.life import Befell, befell
from records.database import Database
from records.issue_arrivals import Arriving, drop_arrivals, put_arrivals
from records.issue_life import IssueEvent, end, note, register
from records.issues import IssueMember, StoredIssue, issues, save_issues
from records.link_saving import replace_many
from records.marks import mark
from records.nodes import nodes
from records.transactions import Tx

_FACTS = ("sides", "matters", "examples", "trend", "breakdown", "weights", "children")
_ITEM_KINDS = ("member_of", "kept_out_of")
_ISSUE_KINDS = ("event_of", "classified_as", "handled_by", "located_at", "rests_on")
_RULE = "共性问题发现"
_MOST_LINKED = 5


def keep(database: Database, found: Discovery, *, now: datetime) -> None:
    """Stores the issues in one transaction: candidates that are gone go, what people decided stays."""
    with database.write() as tx:
        stored = issues(tx, WORKER)
        before = {one.id: _items_of(one) for one in stored}
        save_issues(tx, [stored_issue(one) for one in found.issues], now=now)
        _keep_life(tx, stored, now)
        _keep_arrivals(tx, found.issues, now)
        items = {item for several in before.values() for item in several}
        _link_items(tx, found.issues, items, now)
        _link_issues(tx, found.issues, now)
        touched = {*before, *(one.id for one in found.issues)}
        mark(
            tx, sorted(touched | items | {m.item_id for one in found.issues for m in one.members}), consumers=("graph",)
        )


def _keep_life(tx: Tx, before: Sequence[StoredIssue], now: datetime) -> None:
    """Numbers for new issues, and what befell those there were."""
    present = issues(tx, WORKER)
    register(tx, [(one.id, one.level, one.label) for one in present], now=now)
    for level in ("event", "pattern"):
        changes = befell(_members_at(before, level), _members_at(present, level))
        note(tx, [event for one in changes for event in _told(one)], now=now)
        into = {one.issue_id: one.other for one in changes if one.kind == "merge"}
        for id_ in sorted(_members_at(before, level).keys() - _members_at(present, level).keys()):
            end(tx, id_, into=into.get(id_, ""), now=now)


def _members_at(several: Sequence[StoredIssue], level: str) -> dict[str, frozenset[str]]:
    return {
        one.id: frozenset(m.item_id for m in one.members if m.role == "member")
        for one in several
        if one.level == level and one.state != "dismissed"
    }


def _told(one: Befell) -> tuple[IssueEvent, IssueEvent]:
    """The event in the histories of both issues."""
    own, other = ("split_from", "split_off") if one.kind == "split" else ("merged_into", "took_in")
    return (
        IssueEvent(issue_id=one.issue_id, kind=own, other=one.other, letters=one.letters),
        IssueEvent(issue_id=one.other, kind=other, other=one.issue_id, letters=one.letters),
    )


def _keep_arrivals(tx: Tx, found: Sequence[CommonIssue], now: datetime) -> None:
    """What waits after a discovery; letters that waited at candidates have become members or have not."""
    drop_arrivals(tx)
    waiting = [
        Arriving(issue_id=one.id, item_id=a.item_id, reason=a.reason, score=a.score)
        for one in found
        for a in one.arrivals
    ]
    put_arrivals(tx, waiting, now=now)


def _items_of(one: StoredIssue) -> set[str]:
    return {member.item_id for member in one.members}


def stored_issue(one: CommonIssue) -> StoredIssue:
    """The issue as the records keep it; `facts` holds its figures under the names of `CommonIssue`."""
    members = [IssueMember(item_id=m.item_id, reason=m.reason, score=m.score) for m in one.members]
    members += [
        IssueMember(item_id=a.item_id, role="lookalike", reason=a.reason, score=a.score) for a in one.lookalikes
    ]
    return StoredIssue(
        id=one.id,
        level=one.level,
        label=one.label,
        state=one.state,
        parent=one.parent,
        rank=one.rank,
        qualified=one.qualified,
        why_not=one.why_not,
        first_on=one.trend.first,
        last_on=one.trend.last,
        facts=facts_of(one),
        members=tuple(members),
    )


def facts_of(one: CommonIssue) -> Mapping[str, Any]:
    """The figures of an issue as JSON: days as ISO text."""
    return {name: _plain(getattr(one, name)) for name in _FACTS}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _link_items(tx: Tx, found: Sequence[CommonIssue], before: Iterable[str], now: datetime) -> None:
    links: dict[str, list[Link]] = defaultdict(list, {item: [] for item in before})
    for one in found:
        for member in one.members:
            links[member.item_id].append(_link(member.item_id, "member_of", one.id, member.score, member.reason))
        for apart in one.lookalikes:
            links[apart.item_id].append(_link(apart.item_id, "kept_out_of", one.id, apart.score, apart.reason))
    replace_many(tx, dict(links), _ITEM_KINDS, now)


def _link(source: str, kind: str, target: str, score: float | None, note: str) -> Link:
    proof = Evidence(record=source, rule=_RULE, score=score, note=note)
    return Link(source=source, kind=kind, target=target, score=score, evidence=(proof,))


def _link_issues(tx: Tx, found: Sequence[CommonIssue], now: datetime) -> None:
    wanted = {one.id: _issue_links(one) for one in found}
    targets = {link.target for links in wanted.values() for link in links}
    there = set(nodes(tx, WORKER, sorted(targets)))
    replace_many(tx, {id_: [k for k in links if k.target in there] for id_, links in wanted.items()}, _ISSUE_KINDS, now)


def _issue_links(one: CommonIssue) -> list[Link]:
    parts = one.breakdown
    ends = [("event_of", one.parent, 1)] if one.parent else []
    ends += [("classified_as", issue_class_id(share.id), share.count) for share in parts.classes[:_MOST_LINKED]]
    ends += [("handled_by", share.id, share.count) for share in parts.units[:_MOST_LINKED]]
    ends += [("located_at", share.id or place_id(share.label), share.count) for share in parts.places[:_MOST_LINKED]]
    ends += [("rests_on", s.id, s.count) for s in parts.articles[:_MOST_LINKED] if s.id.startswith("article:")]
    count = max(len(one.members), 1)
    return [
        _link(
            one.id,
            kind,
            target,
            1.0 if kind == "event_of" else round(n / count, 4),
            f"{n} 件" if kind != "event_of" else "",
        )
        for kind, target, n in ends
    ]
