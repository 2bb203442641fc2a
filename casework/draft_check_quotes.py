"""Quoted words beside a citation, held against the article as it stood (引文核对); never against our own digests."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.article_parts import article_parts
from core.citations import Resolved
from core.normal import fold
from core.reply_checks import nearest
from core.reply_finding import Finding
from core.text_diff import pieces

_RULE = "引文应与条文一致"
_QUOTED = re.compile('“([^“”]{6,1200})”|「([^「」]{6,1200})」|"([^"\n]{6,1200})"')
_LEADS = re.compile(r"[^。！？\n“”「」\"]{0,24}$")
_AFTER = re.compile(r"\s*[（(]\s*(?:见|参见|详见)?\s*$")
_SENTENCE_END = re.compile(r"[。！？\n“”「」\"]")
_SIGNS = re.compile(r"[\s　]+")
_GAP = re.compile(r"…+|\.{3,}|〔略〕|（略）")
_REACH = 60
_ONE_LIST = 30
_ALIKE = 0.55
"""Likeness from which words in quotation marks are taken for a wrong quotation, and not for something else."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks, with the citation they belong to and the others of the same list."""

    start: int
    end: int
    words: str
    cited: tuple[Resolved, ...]


def quotations(text: str, found: Sequence[Resolved]) -> Iterator[Quoted]:
    """Each quotation that directly follows a citation (…规定：“…”), or stands before one in brackets（《…》第…条）."""
    articles = sorted((one for one in found if one.citation.number), key=lambda one: one.citation.end)
    ends = [one.citation.end for one in articles]
    for m in _QUOTED.finditer(text):
        start, end = m.span()
        near = articles[bisect_left(ends, start - _REACH) : bisect_right(ends, end + _REACH)]
        if cited := _before(text, near, start) or _in_brackets(text, near, end):
            yield Quoted(start, end, next(group for group in m.groups() if group), tuple(cited))


def _before(text: str, near: Sequence[Resolved], start: int) -> list[Resolved]:
    """The citations directly before a quotation, the nearest first; those of one list together."""
    found = [one for one in near if one.citation.end <= start and _LEADS.fullmatch(text, one.citation.end, start)]
    last = max((one.citation.end for one in found), default=0)
    return [one for one in near[::-1] if 0 <= last - one.citation.end < _ONE_LIST and _in_list(text, one, last)]


def _in_list(text: str, one: Resolved, last: int) -> bool:
    """True when nothing but words of the same sentence stands between a citation and the end of the last."""
    return _SENTENCE_END.search(text, one.citation.end, last) is None


def _in_brackets(text: str, near: Sequence[Resolved], end: int) -> list[Resolved]:
    return [
        one for one in near if end <= one.citation.start <= end + 6 and _AFTER.fullmatch(text, end, one.citation.start)
    ]


def check_quote(
    quoted: Quoted, texts: Sequence[tuple[Resolved, str]], older: Sequence[tuple[Resolved, str, str]] = ()
) -> Finding | None:
    """What is wrong with a quotation, held against the articles it may come from; None when it is right.

    `older` are the words of other versions with their day, so that a quotation of old law is told as that.
    """
    parts = [part for part in (_plain(part) for part in _GAP.split(quoted.words)) if part]
    for one, text in texts:
        if _stands_in(parts, _plain(text)):
            return _other_paragraph(quoted, one, text, parts)
    for one, text, day in older:
        if _stands_in(parts, _plain(text)):
            said = f"引文是{one.citation.label} {day} 版本的文字，不是所适用版本的文字"
            return replace(_finding(quoted, one, "error", "quote_of_old_version", said), suggestion=texts[0][1])
    best, where = 0.0, None
    for one, text in texts:
        start, end, alike = nearest(quoted.words, text)
        if alike > best:
            best, where = alike, (one, text[start:end])
    if where is None or best < _ALIKE:
        label = texts[0][0].citation.label
        return _finding(quoted, texts[0][0], "warning", "quote_elsewhere", f"引号内的文字不在{label}中，请核对出处")
    one, right = where
    found = _finding(quoted, one, "error", "quote_differs", f"引文与{one.citation.label}不一致")
    return replace(found, suggestion=right, pieces=tuple(pieces(quoted.words, right)))


def _other_paragraph(quoted: Quoted, one: Resolved, text: str, parts: list[str]) -> Finding | None:
    """A quotation that is right, but from another paragraph than the one that is cited."""
    wanted = one.citation.paragraph
    if not wanted:
        return None
    holding = [p.number for p in article_parts(text) if _stands_in(parts, _plain(p.text))]
    if not holding or wanted in holding:
        return None
    said = f"引文在第 {'、'.join(map(str, holding))} 款，所引为第 {wanted} 款"
    return _finding(quoted, one, "warning", "quote_other_paragraph", said)


def _plain(text: str) -> str:
    return _SIGNS.sub("", fold(text)).strip("，。；：、,.;: ")


def _stands_in(parts: Sequence[str], text: str) -> bool:
    at = 0
    for piece in parts:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _finding(quoted: Quoted, one: Resolved, severity: str, code: str, message: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        rule=_RULE,
        message=message,
        start=quoted.start,
        end=quoted.end,
        quote=quoted.words,
        target=one.target,
    )
