"""Which other acts an act ends (废止条款), and until when it is valid itself (有效期), with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.clause_labels import piece_label
from core.errors import InputError
from core.law_versions import REPEAL_LIST
from core.numerals import to_chinese, to_number
from ingest.act_header import DAY, day_or_none, header_of
from ingest.acts import Act, ActArticle, act_title

LAST_ARTICLES = 3
_SENTENCE = re.compile(r"[^。；;\n]+")
_TITLED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ENDS = re.compile(r"(?:同时|即行|予以|一律|相应)(?:废止|失效|停止执行)|(?:之日|日)起(?:即行)?(?:废止|失效|停止执行)")
_PARTLY = re.compile(r"中|第[零〇一二三四五六七八九十百千\d]+条|部分|有关|条款|规定(?!》)|不一致|抵触|以外|除外|章")
_UNDER = re.compile(r"(?:根据|依照|按照|依据|适用|执行|违反|符合|修订后的|修改后的)\s*$")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_ON = re.compile(rf"自({DAY})起")
_STARTS = re.compile(rf"自({DAY})起(?:施行|实施|生效|执行)")
_LIST_BEGINS = re.compile(r"(?:决定废止|废止以下|废止下列|予以废止)的?[^。]{0,16}(?:目录|[：:]|法规|文件)?$")
_LISTED = re.compile(
    r"^\s*(?:[一二三四五六七八九十百]+、|\d+[.．、]|（[一二三四五六七八九十]+）)\s*《?([^（《》()]{4,60}?(?:《[^《》]+》[^（()]{0,30})?)》?\s*[（(]([^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]\s*$"
)
_ROW = re.compile(r"^\s*\|\s*\d+\s*\|\s*《?([^|]{6,120}?)》?\s*\|([^|]*)\|")
_ISSUED = re.compile(r"公布|发布|批准|批转|颁布|印发|通过|号|制定")
_TERM = re.compile(
    r"(?:(?:施行|实施|执行|生效)[，,、；;。]?\s*(?:本[^，。；]{1,8})?|本[^，。；]{1,8}?)"
    r"(?:试行期|有效期)限?(?:为|是)?\s*"
    rf"(?:(?P<until>[^。；]{{0,24}}?至\s*(?P<day>{DAY}))|(?P<count>[\d一二两三四五六七八九十]{{1,3}})\s*(?P<unit>年|个月))"
)


@dataclass(frozen=True, slots=True)
class Repeal:
    """`title` (as cited) is ended from day `on`; `follows` when the text names no day of its own."""

    title: str
    on: date | None
    follows: bool
    quote: str
    place: str


@dataclass(frozen=True, slots=True)
class Term:
    """The first day on which an act is no longer valid, with the words that limit it."""

    ended: date
    quote: str
    place: str


def repeals_of(act: Act, start: date | None) -> list[Repeal]:
    """The other acts that `act` ends: in the sentences of its last articles, or in the list of a decision.

    An older edition of the same title is left out: it ends because the new version begins. So are acts of which it
    ends single rules only.
    """
    found: dict[str, Repeal] = {}
    header = header_of(act.preamble)
    first = header.first_published if header.changed and header.partly_amended else None
    for article in act.articles[-LAST_ARTICLES:]:
        own = next((d for d in (day_or_none(m[1]) for m in _STARTS.finditer(article.text)) if d), first)
        for repeal in _in_text(article.text, own or start, own is None, _place(article)):
            found.setdefault(repeal.title, repeal)
    if not act.articles and "废止" in act.title:
        for repeal in _in_list(act.preamble, start, listing="修改" not in act.title):
            found.setdefault(repeal.title, repeal)
    return [one for one in found.values() if one.title != act_title(act.title)]


def _place(article: ActArticle) -> str:
    if not article.number:
        return piece_label(article.path, article.text, article.sub)
    try:
        return f"第{to_chinese(article.number)}条"
    except InputError:
        return f"第{article.number}条"


def _in_text(text: str, start: date | None, follows: bool, place: str) -> Iterator[Repeal]:
    for sentence in _SENTENCE.findall(text.translate(str.maketrans("〈〉", "《》"))):
        ends = _ENDS.search(sentence)
        if ends is None:
            continue
        named = _ON.search(sentence[: ends.end()])
        on = (day_or_none(named[1]) if named else None) or start
        titles = list(_TITLED.finditer(sentence[: ends.start()]))
        for number, title in enumerate(titles):
            after = sentence[title.end() : titles[number + 1].start() if number + 1 < len(titles) else ends.start()]
            if not _only_rules(after, last=number + 1 == len(titles)) and not _UNDER.search(sentence[: title.start()]):
                yield Repeal(act_title(title[1]), on, follows and named is None, sentence.strip(), place)


def _only_rules(after: str, *, last: bool) -> bool:
    """True when what follows a title says that single rules of it end, not the whole act."""
    plain = _BRACKETS.sub("", after)
    part = plain if last else re.split(r"[、，,和及]", plain, maxsplit=1)[0]
    return _PARTLY.search(part.replace("中华人民共和国", "").replace("本规定", "").replace("规定施行", "")) is not None


def _in_list(text: str, start: date | None, *, listing: bool) -> Iterator[Repeal]:
    """Acts listed under a heading such as 国务院决定废止的行政法规, one a line, each with who issued it in brackets."""
    for line in text.splitlines():
        row = _LISTED.match(line) or _ROW.match(line)
        if row is None:
            listing = (listing and not re.search(r"决定修改的", line)) or _LIST_BEGINS.search(line.strip()) is not None
        elif listing and _ISSUED.search(row[2]):
            yield Repeal(act_title(row[1]), start, True, line.strip(), REPEAL_LIST)


def term_of(act: Act, start: date | None) -> Term | None:
    """Until when a normative document (规范性文件) says it is valid; None when it does not say."""
    for article in reversed(act.articles[-LAST_ARTICLES:]):
        if (term := term_in(article.text, start, place=_place(article))) is not None:
            return term
    return None


def term_in(text: str, start: date | None, *, place: str = "") -> Term | None:
    """The term of validity in a text that begins to hold on `start`: 有效期五年, 有效期至2027年12月31日."""
    found = _TERM.search(text)
    if found is None:
        return None
    if found["day"]:
        last = day_or_none(found["day"])
        return Term(last + timedelta(days=1), found[0].strip(), place) if last else None
    months = to_number(found["count"]) * (12 if found["unit"] == "年" else 1)
    return Term(_later(start, months), found[0].strip(), place) if start and months else None


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return day
