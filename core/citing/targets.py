"""What is cited of a law: 第十条至第十四条、第十六条第一款第(一)、(五)项, 第三、四条, 第二款但书, 第三编第二十四章."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.citing.signs import BLANK as B
from core.citing.signs import MIXED, NUMBER, number_of
from core.errors import InputError
from core.numerals import to_chinese

CAP = 200
"""Most targets of one list or range (8.3)."""
LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4, "条": 5, "款": 6, "项": 7, "目": 8}
ARTICLE, PARAGRAPH, ITEM, SUBITEM = 5, 6, 7, 8

_ONE = rf"(?:[(（〈<\[［]{B})?{NUMBER}(?:{B}[)）〉>\]］])?"
_SEP = rf"(?:{B}[、，,和及与或至到~～—–-]{B}|(?<=[)）〉])(?=[(（〈]))"
_HEAD = re.compile(
    rf"(?P<di>第{B})?(?P<numbers>{_ONE}(?:{_SEP}(?:第{B})?{_ONE}){{0,40}}?)"
    rf"(?:之(?P<inner>[一二三四五六七八九十]))?{B}(?P<unit>条(?!例)|款(?!项)|项(?!目)|目(?!的|标|前|录)|分编|编|章|节)"
)
_SUB = re.compile(rf"{B}之{B}(?P<sub>[一二三四五六七八九十]{{1,2}}|[1-9](?!\d))(?!的(?:[，,。；;]|行为|情形)|者)")
_SUB_ALONE = re.compile(rf"之{B}(?P<sub>[一二三四五六七八九十]{{1,2}})(?![一-鿿])")
_LINK = re.compile(rf"{B}(?:[的之中]{B})?")
_PROVISO = re.compile(rf"{B}的?{B}但书")
_PART = re.compile(r"[(（〈<\[［]?([^()（）〈〉<>\[\]［］、，,和及与或至到~～—–\-第]+)[)）〉>\]］]?|([至到~～—–-])")
_BROKEN = re.compile(rf"第{B}({MIXED}){B}条")
_JOIN = re.compile(
    rf"{B}(?:(?P<range>至|到|-|—|–|~|～)|(?P<loose>[，,；;])|、?(?:以及|或者|及其|和|与|及|或|并)|、){B}(?:(?:以及|和|及|与){B})?"
)
_WHOLE = re.compile(
    rf"第?{B}(?P<number>[0-9０-９]{{1,4}}+)(?![0-9０-９年月日号%％.元人个件起名平万千百户米吨亩天时分秒岁次])"
)


@dataclass(frozen=True, slots=True)
class Target:
    """One cited article, paragraph, item or part; 0 and "" stand for what is not written."""

    start: int
    end: int
    number: int = 0
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    proviso: bool = False
    unit: str = ""
    group: int = 0
    doubtful: bool = False
    problem: str = ""

    @property
    def level(self) -> int:
        """The deepest level named: 条 5, 款 6, 项 7, 目 8; 3 for parts above the article."""
        if self.subitem:
            return SUBITEM
        if self.item:
            return ITEM
        return PARAGRAPH if self.paragraph else ARTICLE if self.number else 3


def read_targets(text: str, at: int, *, before: Target | None = None, near: bool = False) -> list[Target]:
    """The targets of the list that starts exactly at `at`, in order; empty when there is none.

    `before` is what paragraphs and items without an article belong to; `near` means a law's name stands directly
    before, so that 民法典1043条 and 民法典1043 are read as well. Work is bounded by the length of the list.
    """
    targets, _ = _chain(text, at, before, bare=near)
    if not targets and near:
        targets = _broken(text, at) or _whole(text, at)
    group = 0
    while targets and not targets[-1].problem and len(targets) < CAP and (join := _JOIN.match(text, targets[-1].end)):
        last = targets[-1]
        found, first = _chain(text, join.end(), last, bare=True)
        found = found or _sub_alone(text, join.end(), last)
        if not found or (join["loose"] and first > ARTICLE and first != last.level):
            break
        if join["range"]:
            group += 1
            targets[-1], found = _ranged(last, found, first or ARTICLE, group)
        targets += found[: CAP - len(targets)]
    return targets


def _chain(text: str, at: int, before: Target | None, *, bare: bool) -> tuple[list[Target], int]:
    """The targets of one element such as 第十一条第二款第(一)、(五)项, and the level of its first part."""
    targets: list[Target] = []
    level = first = 0
    here = at
    while head := _HEAD.match(text, here):
        now = LEVELS[head["unit"]]
        if now <= level or not _allowed(head, level, bare=bare):
            break
        base = targets.pop() if targets else _inherited(before, now, at)
        if base is None:
            break
        try:
            numbers, ranged = _numbers(head["numbers"])
        except InputError:
            return targets, first
        end, sub = _sub(text, head)
        targets += [_with(base, now, n, end, head["unit"]) for n in numbers]
        if sub:
            targets[-1] = replace(targets[-1], sub=sub)
        if ranged:
            targets = [replace(t, group=-1) if t.level == now or now < ARTICLE else t for t in targets]
        level, first, here = now, first or now, end
        link = _LINK.match(text, here)
        here = link.end() if link else here
    if targets and level >= ARTICLE and (proviso := _PROVISO.match(text, targets[-1].end)):
        targets[-1] = replace(targets[-1], proviso=True, end=proviso.end())
    return targets, first


def _allowed(head: re.Match[str], level: int, *, bare: bool) -> bool:
    """Without 第: a first 22条 in a list or after a law's name, then 1款 and （五）项 directly after it."""
    if head["di"]:
        return True
    if head["numbers"].startswith("两"):
        return False
    return bare and head["unit"] in "条款项" if not level else level >= ARTICLE


def _inherited(before: Target | None, level: int, at: int) -> Target | None:
    """What a first part of this level hangs on: nothing for an article, the article before for 第二款."""
    if level <= ARTICLE:
        return Target(at, at)
    if before is None:
        return None
    whole = replace(before, start=at, subitem=0, proviso=False, unit="", group=0)
    if level == PARAGRAPH:
        return replace(whole, paragraph=0, item=0)
    return replace(whole, item=0) if level == ITEM else whole


def _with(base: Target, level: int, number: int, end: int, unit: str) -> Target:
    if level < ARTICLE:
        return replace(base, end=end, unit=f"{base.unit}第{to_chinese(number)}{unit}" if number else base.unit)
    return _set(replace(base, end=end), _NAMES[level], number)


_NAMES = {ARTICLE: "number", PARAGRAPH: "paragraph", ITEM: "item", SUBITEM: "subitem"}


def _set(target: Target, name: str, number: int) -> Target:
    if name == "number":
        return replace(target, number=number)
    if name == "sub":
        return replace(target, sub=number)
    if name == "paragraph":
        return replace(target, paragraph=number)
    return replace(target, item=number) if name == "item" else replace(target, subitem=number)


def _sub(text: str, head: re.Match[str]) -> tuple[int, int]:
    """Where the part ends and its 之M: 第二百五十三条之一."""
    if head["inner"] and head["unit"] == "条":
        return head.end(), number_of(head["inner"])
    if head["unit"] == "条" and (found := _SUB.match(text, head.end())):
        return found.end(), number_of(found["sub"])
    return head.end(), 0


def _sub_alone(text: str, at: int, last: Target) -> list[Target]:
    """之二 after 第一百二十条之一、"""
    if last.sub and last.level == ARTICLE and (found := _SUB_ALONE.match(text, at)):
        return [Target(at, found.end(), last.number, number_of(found["sub"]))]
    return []


def _numbers(text: str) -> tuple[list[int], bool]:
    """The numbers of 三、四 or （一）至（三） and whether a range is among them. Raises InputError."""
    numbers: list[int] = []
    ranged = between = False
    for part in _PART.finditer(text):
        if part[2]:
            between = True
            continue
        if not part[1].strip():
            continue
        number = number_of(part[1])
        if between and numbers:
            ranged = True
            numbers += range(numbers[-1] + 1, min(number, numbers[-1] + CAP))
        numbers.append(number)
        between = False
    if not all(0 < n <= 9999 for n in numbers):
        raise InputError(f"“{text}”不是条文序号", "条文序号为 1 到 9999")
    return numbers[:CAP], ranged


def _ranged(first: Target, found: list[Target], level: int, group: int) -> tuple[Target, list[Target]]:
    """Both ends of a range with what lies between, all in one group; a range that runs backwards is doubtful."""
    last = found[0]
    name = _NAMES.get(level, "")
    if not name:
        return replace(first, group=group), [replace(last, group=group), *found[1:]]
    if level == ARTICLE and first.number == last.number and last.sub:
        name = "sub"
    low, high = getattr(first, name), getattr(last, name)
    doubtful = low >= high
    blank = replace(last, sub=last.sub if name != "number" else 0, proviso=False)
    if level == ARTICLE:
        blank = replace(blank, paragraph=0, item=0, subitem=0)
    between = [_set(replace(blank, group=group), name, n) for n in range(low + 1, min(high, low + CAP))]
    ends = replace(last, group=group, doubtful=doubtful)
    return replace(first, group=group, doubtful=doubtful), [*between, ends, *found[1:]]


def _broken(text: str, at: int) -> list[Target]:
    """第1百条: a target that says why it cannot be read."""
    found = _BROKEN.match(text, at)
    if found is None:
        return []
    try:
        number_of(found[1])
    except InputError as error:
        return [Target(at, found.end(), problem=str(error))]
    return []


def _whole(text: str, at: int) -> list[Target]:
    """民法典1043 and 民法典第1043: a number alone, directly after the law's name."""
    found = _WHOLE.match(text, at)
    if found is None or not 0 < number_of(found["number"]) <= 9999:
        return []
    target = Target(at, found.end(), number_of(found["number"]), doubtful=True)
    deeper, _ = _chain(text, found.end(), target, bare=True)
    return [replace(one, start=at, doubtful=True) for one in deeper] or [target]


def in_groups(targets: Sequence[Target], after: int) -> tuple[list[Target], int]:
    """The targets with range groups numbered on from `after`, and the last number used."""
    top = after
    done: list[Target] = []
    inner = 0
    for one in targets:
        if one.group == -1:
            inner = inner or top + 1
            top = max(top, inner)
            done.append(replace(one, group=inner))
            continue
        inner = 0
        done.append(replace(one, group=one.group + after) if one.group else one)
        top = max(top, done[-1].group)
    return done, top
