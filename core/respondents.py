"""Those complained about (被反映对象) that a letter names: firms, developers, schools, hospitals, banks, shops.

Organisations only; names of persons are never returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.left_edge import left_edge, soft_cuts
from core.name_start import name_start
from core.normal import fold
from core.packaged import packaged_yaml
from core.phrases import Phrases


@dataclass(frozen=True, slots=True)
class RespondentMention:
    """An organisation at `text[start:end]`; `name` as written, `stem` without region and legal suffix.

    kind is one of property_firm, developer, bank, firm, school, hospital, shop.
    """

    name: str
    kind: str
    start: int
    end: int
    stem: str = ""


@dataclass(frozen=True, slots=True)
class _Forms:
    kinds: dict[str, str]
    suffixes: Phrases
    generic: re.Pattern[str]
    legal: re.Pattern[str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    table = packaged_yaml("respondents.yaml")
    kinds = {suffix: kind for kind, text in table["kinds"].items() for suffix in text.split()}
    generic, legal = (sorted(table[key].split(), key=lambda w: (-len(w), w)) for key in ("generic", "legal"))
    return _Forms(
        kinds,
        Phrases(kinds),
        re.compile(rf"(?:{'|'.join(generic)}|[A-Z]{{1,2}}\d{{0,3}}[市县区]|[一-鿿]{{2}}省|[A-Za-z]?\d+)*"),
        re.compile(rf"(?:{'|'.join(legal)})+$"),
    )


def find_respondents(text: str) -> list[RespondentMention]:
    """Organisations with a name of their own in `text`, in order; 物业公司 or 开发商 alone names nobody."""
    folded = fold(text)
    shapes = _forms()
    found: list[RespondentMention] = []
    for start, end in shapes.suffixes.find(folded):
        begin = _begin(folded, start, end, found[-1].end if found else 0, shapes)
        if begin is None:
            continue
        kind = shapes.kinds[folded[start:end]]
        name = folded[begin:end]
        stem = _REGION.sub("", shapes.legal.sub("", name))
        found.append(RespondentMention(name, kind, begin, end, stem if len(stem) >= 2 else name))
    return found


_REGION = re.compile(r"^(?:[一-鿿]{2}省)?(?:[A-Z]{1,2}\d{0,3}[市县区])*(?=..)")
_REGISTERED = re.compile(r"有限(?:责任)?公司$")
_NOT_AFTER = re.compile(r"[费卡券]|管理费|市场|利率|贷款|账户|帐户|同期|法》|流水|证券")


def _begin(text: str, start: int, end: int, floor: int, shapes: _Forms) -> int | None:
    """Where the own name before the suffix at `start` begins; None when nothing particular stands there."""
    if _NOT_AFTER.match(text, end):
        return None
    edge = left_edge(text, start, floor)
    cut = next((cut for cut in soft_cuts(text, edge, start) if start - cut >= 2), None)
    begin, proper = edge if cut is None else cut, True
    if not _REGISTERED.search(text, start, end):  # a registered name may hold any verb: 云汀搅拌有限公司
        begin, proper = name_start(text, begin, start, anchored=cut is not None)
    if start - begin < 2 or shapes.generic.fullmatch(text, begin, start):
        return None
    return begin if proper or cut is not None else None
