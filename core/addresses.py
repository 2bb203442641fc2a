"""House numbers in free text: which building, unit and room; the estate, road and village before them stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"(?:[A-Za-z]?-?\d{1,4}[A-Za-z]?|[A-Za-z]|[一二三四五六七八九十百]{1,4})"
_NOT_AMOUNT = r"(?![\d元万亿平年米多余个户人名位分度号点亩套㎡%.])"
_ROOM = (
    r"(?:[,，\- ]?(?:\d{1,5}|[一二三四五六七八九十]{1,3}|[A-Za-z]\d{0,3})"
    r"(?:单元|号楼|楼|层|室|房|号(?![线召称码文])|户(?![业型人家居村都])|门(?![面口店]))"
    rf"|[- ]?[A-Za-z]?\d{{3,4}}{_NOT_AMOUNT})"
)
_BUILDING = rf"(?:{_NUMBER}[-~、至到])*{_NUMBER}(?:号楼|栋|幢|号院)|(?:[A-Za-z]\d?|\d{{1,3}}[A-Za-z]?)座"
_UNIT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})单元"
_DOOR = r"(?:门牌)?(?:\d{1,5}(?:[-之附]\d{1,3})?号|附\d{1,3}号)(?![线令文召称码公院区工仓地])"
_CHAIN = re.compile(
    rf"(?<![\d一二三四五六七八九十共有约建达余近第A-Za-z.])(?:{_BUILDING}|{_UNIT}){_ROOM}*"
    rf"|(?<=[路街道巷弄里村组队湾冲坊园苑])(?:{_DOOR}){_ROOM}*"
    r"|(?<![\d.A-Za-z])\d{3,5}(?:室|房(?![屋产间子价管地贷源租客改东]))"
)
_MAY_BEGIN = re.compile(r"[\dA-Za-z一二三四五六七八九十百附门-]")
"""What a chain begins with: trying the whole pattern at every character would cost five times as much."""
_MAYBE = re.compile(r"[\dA-Za-z一二三四五六七八九十百](?:号|栋|幢|座|单元|室|房)")
_COUNTED = re.compile(r"(?:共|有|建|建了|建成|拆|拆了|约|达|近|全部|总计|合计|等|多|购买|买)$")
_ONE_OF = re.compile(r"(?:每|其中|其中的|这|那|另|某|任|整|同|的|了|另外|这其中)$")


def find_house_numbers(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of building, unit, room and door numbers; counts of buildings are left alone."""
    if not _MAYBE.search(text):
        return
    for m in _chains(text):
        if _COUNTED.search(text, max(0, m.start() - 2), m.start()):
            continue
        if m[0] in {"一栋", "一幢", "两栋"} and _ONE_OF.search(text, max(0, m.start() - 3), m.start()):
            continue
        yield "house_no", m.start(), m.end(), True


def _chains(text: str) -> Iterator[re.Match[str]]:
    """What `_CHAIN.finditer` would find."""
    end = 0
    for begin in _MAY_BEGIN.finditer(text):
        if begin.start() >= end and (found := _CHAIN.match(text, begin.start())):
            end = found.end()
            yield found


_FIRST = re.compile(r"(号楼|栋|幢|号院|座|单元|室|房|号)")


def hidden_house_number(text: str) -> str:
    """What is shown instead: the first counting word with its number hidden (`××号楼`)."""
    found = _FIRST.search(text)
    return f"××{found[1] if found else '号'}"
