"""House numbers in free text: which building, unit and room; the estate, road and village before them stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

_N = r"(?:[A-Za-z]?-?\d{1,4}[A-Za-z]?|[A-Za-z]|[一二三四五六七八九十百]{1,4})"
_TAIL = r"(?:[,\- ]?(?:\d{1,5}|[一二三四五六七八九十]{1,3}|[A-Za-z]\d{0,3})(?:单元|号楼|楼|层|室|房|号(?![线召称码文])|户(?!业|型|人|家|居|村|都)|门(?!面|口|店))|[- ]?[A-Za-z]?\d{3,4}(?![\d元万平年米多余个户人名位分度号点亩套㎡%.]))"
_CHAIN = re.compile(
    rf"(?<![\d一二三四五六七八九十共有约建达余近第A-Za-z.])(?:{_N}(?:号楼|栋|幢|号院)|(?:[A-Za-z]\d?|\d{{1,3}}[A-Za-z]?)座|(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})单元){_TAIL}*"
    rf"|(?<=[路街道巷弄里村组队湾冲坊园苑])(?:门牌)?(?:\d{{1,5}}(?:[-之附]\d{{1,3}})?号|附\d{{1,3}}号)(?![线令文召称码公院区工仓地])(?:{_TAIL})*"
    rf"|(?<![\d.A-Za-z])\d{{3,5}}(?:室|房(?![屋产间子价管地贷源租客源改东东]))"
)
_COUNTED = re.compile(r"(?:共|有|建|建了|建成|拆|拆了|约|达|近|全部|总计|合计|等|多|购买|买)$")


def find_house_numbers(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of building, unit, room and door numbers; counts of buildings are left alone."""
    if not any(mark in text for mark in "号栋幢室房座元"):
        return
    for m in _CHAIN.finditer(text):
        if not _COUNTED.search(text, max(0, m.start() - 2), m.start()):
            yield "house_no", m.start(), m.end(), True


_FIRST = re.compile(r"(号楼|栋|幢|号院|座|单元|室|房|号)")


def hidden_house_number(text: str) -> str:
    """What is shown instead: the first counting word with its number hidden (`××号楼`)."""
    found = _FIRST.search(text)
    return f"××{found[1] if found else '号'}"
