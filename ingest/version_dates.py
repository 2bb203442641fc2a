"""When a version of an act began and which acts it ended, read from its source, its text and amending decisions.

A source may give no start, or an older one: after a partial amendment (修正) the last article keeps the first
start date. The end of a version is not worked out here: records end it when a later one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.dates import read_day
from core.errors import InputError
from ingest.acts import Act, act_title

_DAY = r"((?:\d{4}|[〇零○一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日)"
_STARTS = re.compile(rf"自{_DAY}起(?:施行|实施|生效|执行)")
_AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布|通过)之日起(?:施行|实施|生效|执行)")
_TITLED = r"《[^《》]+(?:《[^《》]+》[^《》]*)?》"
_REPEALS = re.compile(rf"((?:{_TITLED}(?:[（(][^）)]*[）)])?(?:[、，和及]|以及|与)?)+)[^。；《》]{{0,16}}同时废止")
_TITLE = re.compile(_TITLED)
_AMENDS = re.compile(r"关于修改.*?《([^《》]+)》.*?的决定")
_LAST_ARTICLES = 3

Starts = Mapping[tuple[str, date], date]

ENDED_STATUS: Mapping[str, str] = {
    "已废止": "repealed",
    "已修改": "amended",
    "已被修改": "amended",
    "历史版本": "amended",
    "失效": "expired",
}
"""A source's word for a version that has ended → kind of end."""


@dataclass(frozen=True, slots=True)
class Repeal:
    """`title` (as cited) is ended by the act `by` from day `on`."""

    title: str
    by: str
    on: date


def repeals_in(acts: Iterable[Act], starts: Starts) -> list[Repeal]:
    """The other acts that the last articles of `acts` end (…同时废止), with the day the new act starts.

    An older edition of the same title is left out: it ends because the new version begins.
    """
    return [
        Repeal(title, act.title, start)
        for act in acts
        if act.articles and (start := likely_start(act, starts)[0]) is not None
        for article in act.articles[-_LAST_ARTICLES:]
        for clause in _REPEALS.finditer(article.text)
        for marked in _TITLE.findall(clause[1])
        if (title := act_title(marked)) != act_title(act.title)
    ]


def amendment_starts(acts: Iterable[Act]) -> dict[tuple[str, date], date]:
    """(title, day of publication) → start, as the amending decisions among `acts` tell it."""
    starts: dict[tuple[str, date], date] = {}
    for act in acts:
        amended = _AMENDS.search(act.title)
        if amended and act.published and act.effective and act.effective >= act.published:
            starts[(act_title(amended[1]), act.published)] = act.effective
    return starts


def likely_start(act: Act, starts: Starts) -> tuple[date | None, str]:
    """(start, why it is not the source's own): the amending decision, the source, the last article, publication."""
    published = act.published
    amended = starts.get((act_title(act.title), published)) if published else None
    if amended is not None:
        return amended, "修改决定写明的施行日期"
    if act.effective is not None and (published is None or act.effective >= published):
        return act.effective, ""
    written = _written_start(act)
    if written is not None and (published is None or written >= published):
        return written, "末条写明的施行日期"
    if published is None:
        return act.effective or written, ""
    return published, "源数据的施行日期早于公布日期，改按公布日期" if act.effective else "没有施行日期，按公布日期"


def _written_start(act: Act) -> date | None:
    for article in reversed(act.articles[-_LAST_ARTICLES:]):
        found = _STARTS.search(article.text)
        if found:
            try:
                return read_day(found[1])
            except InputError:
                return None
        if _AT_ONCE.search(article.text):
            return act.published
    return None
