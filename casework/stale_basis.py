"""The stale-basis sweep (失效依据): what rests on law that is no longer what it was, old and new words side by side.

A finding is one text and one article (or act) it rests on, where one of these holds:

- the text is still in use (an open draft, a template, an open batch, an opinion or promise not yet carried out, a
  precedent that an open draft was begun from, a policy package in force) and the article has since been changed,
  moved to another number, or ended. In use means that somebody may rely on it today, whatever was right before;
- the reply was wrong when it was given: on the day that counts the article had ended or was not yet in force. Where
  it was in force on the other of the two days (conduct, reply), the finding says so and is only doubtful;
- the reply was right on the day that counts and the article has changed since. That is no fault: such replies are
  not stale, and are listed last, for whoever wants to use them again;
- the library has no version of that day: nothing can be said, and that is said.

Articles that still read the same are no finding. Findings are listed by kind in this order. Within a kind the causes
(the act and day that changed the law) take turns, so that one big code ending ten acts does not bury the others.
A named person keeps a state for each; it stays over sweeps until the law about it changes once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.basis_uses import KINDS, RANKS, Use, past_replies, uses_now
from casework.office import Office
from casework.standing import CHANGES, Fate, Library, Standing
from core.errors import Conflict
from core.ids import kind_of, short_hash
from core.statute import Status
from core.text_diff import Segment, text_diff
from core.viewer import OFFICE, Viewer
from records import audit, stale
from records.basis_uses import cited_targets
from records.database import Tx
from records.items import items
from records.stale import STATES, Decision, StaleBasis


@dataclass(frozen=True, slots=True)
class Swept:
    """How many findings a sweep left, by kind, and how many texts it looked at."""

    looked_at: int
    found: Mapping[str, int]


def sweep(office: Office, *, today: date) -> Swept:
    """Looks at everything that rests on law and stores what it finds instead of what the last sweep found."""
    with office.database.read() as tx:
        now_in_use = list(uses_now(office, tx, today=today))
        named = [use.target for use in now_in_use]
        library = Library(tx, [*cited_targets(tx), *named], today=today)
        changed = [one for one in cited_targets(tx) if library.may_have_changed(one)]
        replies = list(past_replies(tx, changed, today=today))
        found = list(_unique(_judged([*now_in_use, *replies], library, today)))
    ordered = list(_fairly(found))
    with office.database.write() as tx:
        stale.replace_findings(tx, ordered)
    counts = {kind: sum(one.kind == kind for one in ordered) for kind in KINDS}
    return Swept(len(now_in_use) + len(replies), {kind: n for kind, n in counts.items() if n})


def _judged(uses: Iterable[Use], library: Library, today: date) -> Iterator[StaleBasis]:
    for use in uses:
        then = library.standing(use.target, use.on or today)
        if then is None or then.status is Status.UNKNOWN:
            continue
        kind, why = _kind(use, then, library)
        fate = library.fate(use.target, then)
        change = "no_old_text" if kind == "unknown" else fate.change
        if kind == "unknown" and kind_of(use.target) == "regulation" and not fate.change:
            continue  # the act lives on under its name, whatever it said then
        if change or kind in ("wrong", "doubtful"):
            yield _finding(use, replace(fate, change=change), library, today, (kind, why, then.number))


def _finding(use: Use, fate: Fate, library: Library, today: date, judged: tuple[str, str, int]) -> StaleBasis:
    now = library.standing(use.target, today)
    kind, why, then = judged
    return StaleBasis(
        id=f"stale:{short_hash(use.record, use.target)}",
        kind=kind,
        rank=RANKS[kind],
        record=use.record,
        item_id=use.item_id,
        title=use.title,
        target=use.target,
        label=library.label(use.target),
        quote=use.quote,
        counts_on=use.on,
        counts_by=use.by,
        version_then=then,
        change=fate.change,
        status=now.status.value if now else "",
        why=f"{why}{'，其后' if why and fate.change else ''}{CHANGES.get(fate.change, '')}",
        cause=fate.cause,
        successors=fate.successors,
        signature=library.signature(use.target),
    )


def _kind(use: Use, then: Standing, library: Library) -> tuple[str, str]:
    """The kind of finding this use would be, and why in words; what is in use keeps its kind."""
    day = f"{use.on}" if use.on else "当日"
    if then.status is Status.IN_FORCE:
        return use.kind, f"{day} 现行有效"
    if then.status is Status.NOT_YET and not _published(then, use):
        return ("unknown", f"{day} 的版本不在库中") if use.kind == "since" else (use.kind, "")
    wrong = f"{day} {then.status.value}"
    if use.kind != "since":
        return use.kind, wrong
    other = library.standing(use.target, use.other) if use.other else None
    if other is not None and other.status is Status.IN_FORCE:
        return "doubtful", f"{wrong}，但 {use.other} 现行有效，按哪一天适用请核对"
    return "wrong", wrong


def _published(then: Standing, use: Use) -> bool:
    """True when the version that was not yet in force was public already, so that a text could be about it."""
    days = [day for day in (use.on, use.other) if day]
    return then.version.published is not None and any(day >= then.version.published for day in days)


def _unique(found: Iterable[StaleBasis]) -> Iterator[StaleBasis]:
    """One finding for a record and target, the most urgent."""
    best: dict[str, StaleBasis] = {}
    for one in found:
        if one.id not in best or one.rank < best[one.id].rank:
            best[one.id] = one
    return iter(best.values())


def _fairly(found: Sequence[StaleBasis]) -> Iterator[StaleBasis]:
    """By kind; within a kind the causes take turns, article by article, the cause with the fewest articles first."""
    groups: dict[tuple[int, str], dict[str, list[StaleBasis]]] = {}
    for one in sorted(found, key=lambda f: (f.rank, f.cause, f.target, f.record)):
        groups.setdefault((one.rank, one.cause), {}).setdefault(one.target, []).append(one)
    for rank in sorted({rank for rank, _ in groups}):
        causes = sorted((len(by), cause) for (r, cause), by in groups.items() if r == rank)
        waiting = [list(groups[rank, cause].values()) for _, cause in causes]
        for turn in range(max(len(one) for one in waiting)):
            yield from (f for one in waiting if turn < len(one) for f in one[turn])


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a page or file shows it: with its decision, the case's masked title, old and new words."""

    finding: StaleBasis
    decision: Decision
    title: str
    old_text: str
    new_text: str
    segments: tuple[Segment, ...] = ()


def listed(
    office: Office,
    viewer: Viewer,
    *,
    kinds: Iterable[str] = (),
    target: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[Shown]:
    """What the last sweep found in what the viewer may see, in the order of attention, with the words then and now."""
    with office.database.read() as tx:
        rows = stale.findings(tx, viewer, kinds=kinds, target=target, limit=limit, offset=offset)
        return _shown(tx, viewer, rows, office.today())


def exported(
    office: Office, viewer: Viewer, *, kinds: Iterable[str] = (), target: str = "", now: datetime
) -> list[dict[str, str]]:
    """All findings the viewer may see as rows of a sheet; that they were taken out is written into the audit."""
    rows = [row_of(one) for one in listed(office, viewer, kinds=kinds, target=target)]
    with office.database.write() as tx:
        audit.record(tx, viewer, "stale_export", target or "stale_basis", now=now, result_count=len(rows))
    return rows


@dataclass(frozen=True, slots=True)
class Group:
    """All findings about one article, with its words then and now, once."""

    target: str
    label: str
    cause: str
    change: str
    findings: tuple[Shown, ...]


def grouped(shown: Iterable[Shown]) -> list[Group]:
    """The findings by article, in the order in which the articles first appear."""
    found: dict[tuple[str, int, str], list[Shown]] = {}
    for one in shown:
        key = (one.finding.target, one.finding.version_then, one.finding.change)
        found.setdefault(key, []).append(one)
    return [
        Group(target, several[0].finding.label, several[0].finding.cause, change, tuple(several))
        for (target, _, change), several in found.items()
    ]


def _shown(tx: Tx, viewer: Viewer, rows: Sequence[tuple[StaleBasis, Decision]], today: date) -> list[Shown]:
    targets = {id_ for one, _ in rows for id_ in (one.target, *one.successors)}
    library = Library(tx, targets, today=today)
    known = items(tx, viewer, [one.item_id for one, _ in rows if one.item_id])
    texts: dict[tuple[str, int, tuple[str, ...]], tuple[str, str, tuple[Segment, ...]]] = {}
    found = []
    for one, decision in rows:
        key = (one.target, one.version_then, one.successors)
        if key not in texts:
            texts[key] = _texts(library, one, today)
        case = known.get(one.item_id)
        title = one.title or (case.title_masked if case else "")
        found.append(Shown(one, decision, title, *texts[key]))
    return found


def _texts(library: Library, one: StaleBasis, today: date) -> tuple[str, str, tuple[Segment, ...]]:
    old = "" if one.change == "no_old_text" else library.words(one.target, one.version_then)
    heirs = one.successors or ((one.target,) if one.change in ("", "no_old_text") else ())
    now = [standing for id_ in heirs if (standing := library.standing(id_, today))]
    new = "\n".join(standing.text for standing in now)
    return old, new, text_diff(old, new) if old and new else ()


def decide(office: Office, viewer: Viewer, finding_id: str, state: str, *, reason: str, now: datetime) -> StaleBasis:
    """The finding after a named person said whether it is still right or needs correction; with an audit row.

    Raises Conflict when nobody is named, InputError for an unknown state, NotFound.
    """
    if viewer.name in ("", OFFICE.name):
        raise Conflict("核对结论要由具名人员作出", "请用 --as 写明账号")
    with office.database.write() as tx:
        return stale.decide(tx, viewer, finding_id, state, reason=reason.strip(), now=now)


def row_of(one: Shown, labels: Mapping[str, str] = KINDS) -> dict[str, str]:
    """The finding as one row of a sheet, in Chinese."""
    f, d = one.finding, one.decision
    return {
        "编号": f.id,
        "类别": labels[f.kind],
        "状态": STATES[d.state] + ("（法规又有变化，原结论待重核）" if d.outdated else ""),
        "文件": f.item_id or f.record,
        "标题": one.title,
        "依据": f.label,
        "引文": f.quote,
        "计算日": f.counts_on.isoformat() if f.counts_on else "",
        "变化": CHANGES.get(f.change, ""),
        "说明": f.why,
        "原因": f.cause,
        "现对应": "、".join(f.successors),
        "当时条文": one.old_text,
        "现行条文": one.new_text,
        "核对人": d.person,
        "核对理由": d.reason,
        "核对时间": d.at.isoformat(timespec="minutes") if d.at else "",
    }
