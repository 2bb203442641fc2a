"""The header lines of an act (题注): when it was adopted, published, amended, and when it says it begins.

Forms of domain 8.7: 1994年7月5日…通过; 2011年1月21日…国务院令第590号公布; 根据…《关于修改…的决定》第二次修正; …修订.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from core.dates import read_day
from core.errors import InputError

DAY = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_HEADER_LENGTH = 1500
_PLAIN = str.maketrans({"　": " ", "\n": " ", "〈": "《", "〉": "》", "<": "《", ">": "》"})
_BETWEEN = r"((?:(?!\d{4}年)[^《》；;，,。（）()]){0,60}?)"
"""What stands between a day and what was done on it; never another day."""
_MADE = re.compile(rf"({DAY}){_BETWEEN}(审议批准|通过|批准|公布|发布|颁布|印发|批转)")
_REVISED = re.compile(rf"({DAY}){_BETWEEN}(?:第[一二三四五六七八九十]+次)?修订")
_AMENDED = re.compile(
    rf"根据({DAY}){_BETWEEN}《((?:[^《》]|《[^《》]*》){{2,80}})》(?:第[一二三四五六七八九十]+次)?(修正|修订)"
)
_ORDER = re.compile(
    r"((?:国务院、(?:中华人民共和国)?中央军事委员会|国务院|主席|[\u4e00-\u9fff]{2,12}部|[\u4e00-\u9fff]{2,12}(?:总局|委员会))令)第?\s*(\d+)\s*号"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[［（(【]\d{4}[〕\]］）)】]\s*\d+\s*号")
_BEGINS = re.compile(rf"自({DAY})起(?:施行|实施|生效|执行)")
_AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布|通过)之日起(?:施行|实施|生效|执行)")

Deed = Literal["adopted", "published", "amended", "revised"]


@dataclass(frozen=True, slots=True)
class Made:
    """One line of the header: what happened to the act on a day, by which decision, in which words."""

    deed: Deed
    on: date
    quote: str
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header lines of one version say; `made` in the order of the days."""

    made: tuple[Made, ...] = ()
    document_no: str = ""
    begins: date | None = None
    begins_quote: str = ""

    @property
    def first_published(self) -> date | None:
        """The day the act was first published or adopted, in whatever version."""
        return next((one.on for one in self.made if one.deed in ("published", "adopted")), None)

    @property
    def changed(self) -> bool:
        """True when this is not the first version."""
        return any(one.deed in ("amended", "revised") for one in self.made)

    def last(self, *deeds: Deed) -> Made | None:
        """The last line that tells one of `deeds`."""
        return next((one for one in reversed(self.made) if one.deed in deeds), None)

    @property
    def adopted(self) -> Made | None:
        """The line by which this version came to be: the last adoption, amendment or revision."""
        return self.last("adopted", "amended", "revised")

    @property
    def partly_amended(self) -> bool:
        """True when the last change was a partial amendment (修正): the text keeps its old start date."""
        change = self.last("adopted", "amended", "revised")
        return change is not None and change.deed == "amended"


def header_of(preamble: str) -> Header:
    """The header that stands before the first article; empty when there is none."""
    text = preamble[:_HEADER_LENGTH].partition("。")[0].translate(_PLAIN)
    made = sorted(_made(text), key=lambda one: (one.on, one.deed != "adopted"))
    header = Header(made=tuple(made), document_no=_document_no(text))
    begins, quote = (None, "") if header.changed else _begins(text, made)
    return replace(header, begins=begins, begins_quote=quote)


def _made(text: str) -> list[Made]:
    found = []
    for one in _AMENDED.finditer(text):
        # 根据…决定》修订 in the header of an administrative regulation is a partial amendment as well (8.7).
        found.append(_line("amended", one, decision=one[3]))
    rest = _AMENDED.sub("；", text)
    found += [_line("revised", one) for one in _REVISED.finditer(rest)]
    for one in _MADE.finditer(_REVISED.sub("；", rest)):
        found.append(_line("adopted" if one[3] in ("通过", "批准", "审议批准") else "published", one))
    return [one for one in found if one is not None]


def _line(deed: Deed, found: re.Match[str], *, decision: str = "") -> Made | None:
    day = day_or_none(found[1])
    return Made(deed, day, found[0].strip(), decision) if day else None


def _document_no(text: str) -> str:
    order = list(_ORDER.finditer(text))
    if order:
        maker = order[-1][1].replace("中华人民共和国", "")
        return f"{maker}第{order[-1][2]}号"
    number = _NUMBER.search(text)
    return number[0] if number else ""


def _begins(text: str, made: list[Made]) -> tuple[date | None, str]:
    named = _BEGINS.search(text)
    if named:
        return day_or_none(named[1]), named[0]
    at_once = _AT_ONCE.search(text)
    published = [one for one in made if one.deed == "published"]
    return (published[-1].on, at_once[0]) if at_once and published else (None, "")


def day_or_none(text: str) -> date | None:
    """The day, or None for what is no day of the calendar."""
    try:
        return read_day(text)
    except InputError:
        return None
