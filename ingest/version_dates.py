"""When a version of an act began, read from its source, its header, its text and the decisions that amended it.

A source may give no start, or an older one: after a partial amendment (修正) the last article keeps the first
start date. The end of a version is not worked out here: records end it when a later one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.clause_labels import piece_label
from core.law_versions import Reading
from core.numerals import to_number
from ingest.act_header import DAY, Header, day_or_none, header_of
from ingest.acts import Act, act_title
from ingest.repeals import LAST_ARTICLES

_STARTS = re.compile(rf"自({DAY})起(?:施行|实施|生效|执行)")
_AT_ONCE = re.compile(
    r"自(?:公布|发布|印发|颁布|通过)之日起(?:(?P<days>[\d一二三四五六七八九十]{1,3})日[后内]?(?:起)?)?(?:施行|实施|生效|执行)"
)
_AMENDS = re.compile(r"关于修改.*?《([^《》]+)》.*?的决定")
_FROM = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》"})

Starts = Mapping[tuple[str, date], tuple[date, str]]
"""(title, day of publication) → start and the decision that says so."""

ENDED_STATUS: Mapping[str, str] = {
    "已废止": "repealed",
    "已修改": "amended",
    "已被修改": "amended",
    "历史版本": "amended",
    "失效": "expired",
}
"""A source's word for a version that has ended → kind of end."""


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a version, why it is not the source's own, and everything that was read about its dates."""

    on: date | None
    why: str = ""
    readings: tuple[Reading, ...] = ()
    header: Header = field(default_factory=Header)


def amendment_starts(acts: Iterable[Act]) -> dict[tuple[str, date], tuple[date, str]]:
    """(title, day of publication) → start, as the amending decisions among `acts` tell it.

    A decision is found by the title it names, or by the day and the title that the header of the amended act names.
    """
    several = list(acts)
    decisions: dict[date, list[Act]] = {}
    for act in several:
        if "决定" in act.title and act.published and act.effective and act.effective >= act.published:
            decisions.setdefault(act.published, []).append(act)
    starts = {}
    for named in (one for group in decisions.values() for one in group):
        amended = _AMENDS.search(named.title.translate(_FROM))
        if amended and named.published and named.effective:
            starts[(act_title(amended[1]), named.published)] = (named.effective, named.title)
    for act in several:
        change = header_of(act.preamble).last("amended") if act.published in decisions and act.preamble else None
        for decision in decisions.get(act.published, ()) if act.published and change else ():
            if change and change.on == act.published and _named(decision.title, change.decision) and decision.effective:
                starts.setdefault((act_title(act.title), act.published), (decision.effective, decision.title))
    return starts


def _named(title: str, cited: str) -> bool:
    return bool(cited) and act_title(title).endswith(act_title(cited))


def start_of(act: Act, starts: Starts) -> Start:
    """The start of the version and its evidence: the amending decision, the source, header, last article, publication.

    The source's own date counts unless it lies before publication, which a partial amendment often leaves behind.
    """
    header = header_of(act.preamble)
    published = act.published
    readings = [*_from_source(act), *_from_header(header)]
    decision = starts.get((act_title(act.title), published)) if published else None
    if decision:
        readings.append(Reading(field="effective", value=str(decision[0]), origin="amendment", place=decision[1]))
    written = _written(act)
    readings += [written] if written else []
    on, why = _chosen(act, header, written, decision)
    if why in _FALLBACKS and on is not None:
        readings.append(Reading(field="effective", value=str(on), origin="publication", quote=why))
    return Start(on, why, tuple(readings), header)


_BEFORE = "源数据的施行日期早于公布日期，改按公布日期"
_NONE = "没有施行日期，按公布日期"
_FALLBACKS = (_BEFORE, _NONE)


def _chosen(
    act: Act, header: Header, written: Reading | None, decision: tuple[date, str] | None
) -> tuple[date | None, str]:
    published = act.published
    if decision is not None:
        return decision[0], "修改决定写明的施行日期"
    if act.effective is not None and (published is None or act.effective >= published):
        return act.effective, ""
    if header.begins is not None and (published is None or header.begins >= published):
        return header.begins, "题注写明的施行日期"
    said = date.fromisoformat(written.value) if written else None
    if said is not None and (published is None or said >= published):
        return said, "末条写明的施行日期"
    if published is None:
        return act.effective or said, ""
    return published, _BEFORE if act.effective else _NONE


def _from_source(act: Act) -> Iterator[Reading]:
    told = {"published": act.published, "effective": act.effective, "ended": act.repealed}
    yield from (Reading(field=name, value=str(day), origin="source") for name, day in told.items() if day)
    if act.status:
        yield Reading(field="status", value=act.status, origin="source")


def _from_header(header: Header) -> Iterator[Reading]:
    if header.adopted is not None:
        made = header.adopted
        yield Reading(field="adopted", value=str(made.on), origin="header", quote=made.quote, place="题注")
    published = header.last("published", "amended", "revised")
    if published is not None:
        yield Reading(field="published", value=str(published.on), origin="header", quote=published.quote, place="题注")
    if header.begins is not None:
        yield Reading(
            field="effective", value=str(header.begins), origin="header", quote=header.begins_quote, place="题注"
        )


def _written(act: Act) -> Reading | None:
    """The start that one of the last articles names, or 自公布之日起 as the day of publication."""
    for article in reversed(act.articles[-LAST_ARTICLES:]):
        place = f"第{article.number}条" if article.number else piece_label(article.path, article.text, article.sub)
        found = _STARTS.search(article.text)
        if found and (day := day_or_none(found[1])):
            return Reading(field="effective", value=str(day), origin="text", quote=found[0], place=place)
        at_once = _AT_ONCE.search(article.text)
        if at_once and act.published:
            later = timedelta(days=to_number(at_once["days"])) if at_once["days"] else timedelta()
            day = act.published + later
            return Reading(field="effective", value=str(day), origin="text", quote=at_once[0], place=place)
    return None


def likely_start(act: Act, starts: Starts) -> tuple[date | None, str]:
    """(start, why it is not the source's own); see `start_of`."""
    found = start_of(act, starts)
    return found.on, found.why
