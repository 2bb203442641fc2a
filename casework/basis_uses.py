"""Texts that rest on law: past replies, and what is still in use: drafts, templates, open batches, policy packages.

Each use says on which day its basis had to be right. For substance that is the day of the conduct, for which the
day of receipt stands in where no event date is known (`core.event_day`); for acts of procedure it is the day of the
step, the reply (domain 8.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.citing import targets_in
from casework.office import Office
from core.dates import local_day
from core.errors import PackageError
from core.event_day import WhichDay, which_day
from core.ids import kind_of
from core.viewer import WORKER
from ingest.word_text import word_paragraphs
from records.basis_uses import ReplyUse, all_drafts, letters_of, open_batches, reply_uses
from records.database import Tx
from records.drafts import Draft
from records.items import items
from records.measures import measures
from records.packages import member_texts, packages

KINDS: Mapping[str, str] = {
    "draft": "在写的草稿",
    "template": "文书模板",
    "batch": "未结的批量办理",
    "opinion": "尚未落实的处理意见",
    "precedent": "正被参照的先例",
    "package": "现行政策包",
    "wrong": "当时即有误",
    "doubtful": "适用日存疑",
    "since": "当时正确，其后已变",
    "unknown": "缺当时版本，无法判断",
}
"""Every kind of finding in the order of attention: what is in use first, then what was wrong, then the rest."""
RANKS = {kind: rank for rank, kind in enumerate(KINDS, 1)}

PROCEDURE = re.compile(r"信访|诉讼法|复议法|仲裁法|仲裁规则|信息公开|人民调解法|办案程序|程序规定|听证|行政处罚程序")
"""Titles of acts of procedure: the day of the step counts for them [D]."""
AWAITED = timedelta(days=730)
"""How long after a reply that grants or promises something its carrying out is still awaited [D]."""
_GRANTED = frozenset({"support", "partial_support"})
_NOT_CLOSED = frozenset({"opinion_issued", "review_issued", "recheck_issued"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One text that rests on `target`; `on` is the day its basis had to be right, `other` the other day to look at."""

    kind: str
    record: str
    target: str
    item_id: str = ""
    title: str = ""
    quote: str = ""
    on: date | None = None
    by: str = ""
    other: date | None = None


def past_replies(tx: Tx, targets: Iterable[str], *, today: date) -> Iterator[Use]:
    """Every reply that cites one of `targets`: still to be carried out, being reused as a precedent, or simply past."""
    found, reused = reply_uses(tx, targets), reused_precedents(tx)
    ids = list(dict.fromkeys(one.item_id for one in found))
    days = {one.id: which_day(one, today=today) for one in letters_of(tx, ids)}
    for one in found:
        yield _reply(one, days[one.item_id], reused, today)


def _reply(one: ReplyUse, day: WhichDay, reused: frozenset[str], today: date) -> Use:
    replied = local_day(one.replied_at) if one.replied_at else None
    step = PROCEDURE.search(one.target) is not None and replied is not None
    kind = "opinion" if _awaited(one, replied or day.day, today) else "since"
    if kind == "since" and one.item_id in reused:
        kind = "precedent"
    return Use(
        kind=kind,
        record=one.item_id,
        item_id=one.item_id,
        target=one.target,
        quote=one.quote,
        on=replied if step else day.day,
        by="replied" if step else _FROM.get(day.source, day.source),
        other=day.day if step else replied,
    )


_FROM = {"column": "event", "text": "event"}


def _awaited(one: ReplyUse, answered: date | None, today: date) -> bool:
    granted = one.outcome in _GRANTED and one.state in _NOT_CLOSED
    promised = one.outcome == "in_progress"
    return (granted or promised) and not one.resolved and answered is not None and answered + AWAITED >= today


def reused_precedents(tx: Tx) -> frozenset[str]:
    """Items that somebody's open draft was begun from."""
    return frozenset(str(one.basis.get("precedent", "")) for one in all_drafts(tx)) - {""}


def uses_now(office: Office, tx: Tx, *, today: date) -> Iterator[Use]:
    """What is in use apart from replies: drafts, templates, open batches with their measures, packages in force."""
    for use, text, days in (*_drafts(tx), *_templates(office), *_batches(tx), *_packages(tx, today)):
        quotes = {target: "" for target in days if use.kind != "draft"} | targets_in(tx, text)
        for target, quote in quotes.items():
            yield replace(use, target=target, quote=quote, on=days.get(target) or use.on)


_Text = tuple[Use, str, Mapping[str, date | None]]
"""A use without its target, its text, and the targets it is known to rest on with the day that is theirs."""


def _drafts(tx: Tx) -> Iterator[_Text]:
    drafts = all_drafts(tx)
    known = items(tx, WORKER, [str(one.basis.get("precedent", "")) for one in drafts])
    for one in drafts:
        precedent = known.get(str(one.basis.get("precedent", "")))
        moment = precedent and (precedent.replied_at or precedent.received_at)
        copied = local_day(moment) if moment else None
        use = Use(kind="draft", record=one.id, item_id=one.item_id, target="", by="written")
        written = local_day(one.updated_at) if one.updated_at else None
        yield replace(use, on=written), one.text, dict.fromkeys(_begun_from(one), copied)


def _begun_from(one: Draft) -> tuple[str, ...]:
    """The articles that the precedent's words rest on; they mean what they meant when it was written."""
    listed = one.basis.get("articles", ())
    rows = listed if isinstance(listed, list | tuple) else ()
    return tuple(str(row[0]) for row in rows if row and kind_of(str(row[0])) in ("article", "regulation"))


def _templates(office: Office) -> Iterator[_Text]:
    folder = office.home / "templates"
    for file in sorted(folder.glob("*.docx")) if folder.is_dir() else ():
        try:
            text = "\n".join(word_paragraphs(file))
        except PackageError:  # whoever prints with it is told; the sweep goes on
            continue
        yield Use(kind="template", record=f"template:{file.stem}", target="", title=file.name), text, {}


def _batches(tx: Tx) -> Iterator[_Text]:
    batches = open_batches(tx)
    known = {one.id: one for one in measures(tx, {b.measure_id for b in batches if b.measure_id})}
    for one in batches:
        measure = known.get(one.measure_id)
        carried_out = one.state == "applied"
        day = measure.adopted_on if measure else None
        use = Use(kind="opinion" if carried_out else "batch", record=one.id, target="", title=one.title, on=day)
        text = "\n".join([one.wording, measure.text if measure else ""])
        yield replace(use, by="adopted"), text, dict.fromkeys(measure.articles if measure else ())


def _packages(tx: Tx, today: date) -> Iterator[_Text]:
    for one in packages(tx):
        if one.repealed is not None and one.repealed <= today:
            continue
        texts = [text for member, text in member_texts(tx, one.id) if member.text_kind == "full"]
        day = one.effective or one.published
        use = Use(kind="package", record=one.id, target="", title=one.title, on=day, by="published")
        yield use, "\n".join(texts), {}
