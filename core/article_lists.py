"""Lists and ranges of articles after the name of a law: 第十条至第十四条、第十六条第一款第(一)、(五)项."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from core.errors import InputError
from core.numerals import NUMERAL, to_number

_N = rf"\s*({NUMERAL})\s*"
_BN = rf"\s*[(（〈]?{_N}[)）〉]?\s*"
_ARTICLE = re.compile(rf"第?{_N}条(?:\s*之\s*([一二三四五六七八九十]{{1,2}})(?!的))?")
_PARAGRAPH = re.compile(rf"第{_N}款")
_ITEM = re.compile(rf"第{_BN}项")
_ITEM_GROUP = re.compile(r"第\s*((?:[(（][一二三四五六七八九十\d]{1,3}[)）]\s*[、,，至到和及]?\s*){2,})项")
_SHORT_ITEM = re.compile(r"第([一二三四五六七八九十]{1,2})(?:至|到|、)([一二三四五六七八九十]{1,2})项")
_JOIN = re.compile(r"\s*(?:(?P<range>至|到|-|—|~|～)|以及|或者|、|，|,|；|;|和|与|及|或)\s*")
_LOOSE = re.compile(r"\s*(?:，|,|；|;)\s*")
_FIRST = re.compile(r"[\s的中]*(?:[(（][^()（）]{1,30}[)）])?[\s的中之]*")
_CAP = 200


@dataclass(frozen=True, slots=True)
class Target:
    """One cited article, paragraph or item; 0 stands for what is not written."""

    start: int
    end: int
    number: int
    sub: int = 0
    paragraph: int = 0
    item: int = 0


def read_articles(text: str, at: int) -> list[Target]:
    """The targets of the list that starts at `at` (right after the law's name), in order; empty when there is none."""
    first = _FIRST.match(text, at)
    here = first.end() if first else at
    found = _one(text, here, None)
    if not found:
        return []
    targets = found
    while join := _JOIN.match(text, targets[-1].end):
        loose = _LOOSE.fullmatch(join[0]) is not None
        found = _one(text, join.end(), targets[-1], loose=loose)
        if not found:
            break
        if join["range"]:
            found = [*_between(targets[-1], found[0]), *found]
        targets += found[: _CAP - len(targets)]
        if len(targets) >= _CAP:
            break
    return targets


def _one(text: str, at: int, before: Target | None, *, loose: bool = False) -> list[Target]:
    """The targets that start exactly at `at`, inheriting article and paragraph from `before`."""
    try:
        if found := _ARTICLE.match(text, at):
            sub = to_number(found[2]) if found[2] else 0
            target = Target(at, found.end(), to_number(found[1]), sub)
            return _deeper(text, target, paragraph=True)
        if before is None or loose:
            return []
        if found := _PARAGRAPH.match(text, at):
            target = replace(before, start=at, end=found.end(), paragraph=to_number(found[1]), item=0)
            return _deeper(text, target, paragraph=False)
        return _items(text, at, replace(before, start=at, item=0))
    except InputError:
        return []


def _deeper(text: str, target: Target, *, paragraph: bool) -> list[Target]:
    if paragraph and (found := _PARAGRAPH.match(text, target.end)):
        target = replace(target, end=found.end(), paragraph=to_number(found[1]))
    return _items(text, target.end, target) or [target]


def _items(text: str, at: int, target: Target) -> list[Target]:
    """Targets for the items at `at`: one, a bracketed group 第(一)、(五)项, or 第一至三项."""
    if found := _ITEM_GROUP.match(text, at):
        return [replace(target, end=found.end(), item=n) for n in _group(found[1])]
    if found := _SHORT_ITEM.match(text, at):
        first, last = to_number(found[1]), to_number(found[2])
        numbers = range(first, last + 1) if "、" not in found[0] else (first, last)
        return [replace(target, end=found.end(), item=n) for n in numbers]
    if found := _ITEM.match(text, at):
        return [replace(target, end=found.end(), item=to_number(found[1]))]
    return []


def _group(text: str) -> list[int]:
    numbers: list[int] = []
    ranged = False
    for part in re.findall(r"[(（][^)）]+[)）]|至|到", text):
        if part in "至到":
            ranged = True
            continue
        number = to_number(part.strip("()（）"))
        numbers += range(numbers[-1] + 1, number) if ranged and numbers else ()
        numbers.append(number)
        ranged = False
    return numbers[:_CAP]


def _between(first: Target, last: Target) -> list[Target]:
    """What lies between the two ends of a range, both ends left out."""
    if last.item and first.item:
        return [replace(last, item=n) for n in range(first.item + 1, last.item)][:_CAP]
    if last.paragraph and first.paragraph and last.number == first.number:
        return [replace(last, paragraph=n) for n in range(first.paragraph + 1, last.paragraph)][:_CAP]
    return [replace(last, number=n, sub=0, paragraph=0, item=0) for n in range(first.number + 1, last.number)][:_CAP]
