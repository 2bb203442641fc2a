"""Places named in a letter: estates, roads, villages, towns, schools, markets, projects, by form and gazetteer.

Two letters about one place should give one `stem`, however they write it: with 小区 or without, with the region
before it, with a phase behind it (三期 stays in `name`). No list of real names is needed; an office may add its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.left_edge import left_edge, region_ends, soft_cuts
from core.name_start import name_start
from core.normal import fold
from core.phrases import Phrases
from core.place_forms import Forms, forms
from core.words import is_known, pieces


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at `text[start:end]`; `name` keeps its part (清河苑三期), `stem` does not.

    kind is one of estate, town, community, village, road, school, hospital, market, site, project;
    `region` is the region written directly before it.
    """

    name: str
    kind: str
    start: int
    end: int
    stem: str = ""
    part: str = ""
    region: str = ""


def find_places(text: str, gazetteer: Sequence[str] | Phrases = ()) -> list[PlaceMention]:
    """Places in `text`, ordered, without overlaps; `gazetteer` holds names or stems that count without any suffix."""
    folded = fold(text)
    shapes = forms()
    found: list[PlaceMention] = []
    if gazetteer:
        known = gazetteer if isinstance(gazetteer, Phrases) else Phrases(gazetteer)
        found += (_known(folded, a, b, shapes) for a, b in known.find(folded) if not is_known(folded[b - 1 : b + 2]))
    found += _by_form(folded, shapes, [(p.start, p.end) for p in found])
    found += _numbered(folded, shapes, [(p.start, p.end) for p in found])
    found += _unmarked(folded, shapes, [(p.start, p.end) for p in found])
    return sorted(found, key=lambda p: p.start)


def _by_form(text: str, shapes: Forms, taken: list[tuple[int, int]]) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    floor = 0
    for start, end in shapes.suffixes(text):
        if end <= floor:
            continue
        mention = _mention(text, end, text[start:end], floor, shapes)
        if mention is None or any(a < mention.end and mention.start < b for a, b in taken):
            continue
        found.append(mention)
        floor = mention.end
    return found


def _numbered(text: str, shapes: Forms, taken: list[tuple[int, int]]) -> list[PlaceMention]:
    """Roads by direction and number or by class and number (东六路, 东二环线, 107国道) outside of what was found."""
    spans = [m.span() for m in shapes.numbered.finditer(text)]
    free = [(start, end) for start, end in spans if not any(a < end and start < b for a, b in taken)]
    return [PlaceMention(text[a:b], "road", a, b, _stem(text[a:b])) for a, b in free]


def _unmarked(text: str, shapes: Forms, taken: list[tuple[int, int]]) -> list[PlaceMention]:
    """Estates without a suffix between a region and a word that only estates have (A市合安丹枫里精装修)."""
    found: list[PlaceMention] = []
    for region in region_ends(text):
        after = shapes.after.search(text, region + 2, region + 11)
        if after is None or any(a < after.start() and region < b for a, b in taken):
            continue
        end = after.start()
        if left_edge(text, end, region) > region or soft_cuts(text, region, end):
            continue
        if end - region < 3 or shapes.generic.fullmatch(text, region, end) or shapes.is_excluded(text[end - 4 : end]):
            continue
        more = shapes.part.match(text, end)
        stem = _stem(text[region:end])
        part = _part(more["part"]) if more else ""
        found.append(PlaceMention(stem + part, "estate", region, more.end() if more else end, stem, part))
        taken.append((region, end))
    return found


def _known(text: str, start: int, end: int, shapes: Forms) -> PlaceMention:
    more = shapes.part.match(text, end)
    part = _part(more["part"]) if more else ""
    stem = _stem(text[start:end])
    return PlaceMention(stem + part, shapes.kind_of(text[start:end]), start, more.end() if more else end, stem, part)


def _mention(text: str, end: int, suffix: str, floor: int, shapes: Forms) -> PlaceMention | None:
    own_end = end - len(suffix)
    kind = shapes.kinds[suffix]
    if shapes.is_excluded(text[max(0, end - 4) : end]) or shapes.continues(text, end, suffix):
        return None
    start = left_edge(text, own_end, floor)
    cuts = soft_cuts(text, start, own_end)
    if start == floor > 0 and text[floor - 1] in _AREA_END:
        cuts.append(floor)
    begin = _begin(text, cuts, start, own_end, kind)
    if begin is None or shapes.generic.fullmatch(text, begin, own_end):
        return None
    anchored = begin in cuts
    if suffix in shapes.weak and not _looks_like_estate(text, begin, end, anchored, shapes):
        return None
    more = shapes.part.match(text, end) if kind in {"estate", "market", "project"} else None
    stem = _stem(text[begin:end])
    part = _part(more["part"]) if more else ""
    if kind == "project" and (inner := shapes.part_end.search(stem)) and inner.start() >= 2:
        stem, part = stem[: inner.start()], _part(inner[0])
    return PlaceMention(stem + part, kind, begin, more.end() if more else end, stem, part, text[start:begin])


def _looks_like_estate(text: str, begin: int, end: int, anchored: bool, shapes: Forms) -> bool:
    """A weak suffix needs company: an estate's word after it, or a region before it and an end or topic after it."""
    if end - begin < 3:
        return False
    if shapes.after.match(text, end):
        return True
    return anchored and (end == len(text) or shapes.anchored_after.match(text, end) is not None)


_LEAST_ANCHORED = {"town": 1, "village": 1, "community": 1, "road": 1}
_COMPOUND = {"road": 2, "village": 4, "town": 3, "community": 4}
_COMMON_ALONE = frozenset({"village", "community", "project"})
_AREA_END = "道镇乡区村"
_VILLAGERS = frozenset("民干支委里容镇庄上级两部规霸")
_DIRECTION = re.compile(r"[东西南北中上下新老大小第一二三四五六七八九十\d]+$")
_LIST_NUMBER = re.compile(r"\d(?=[一-鿿]{2})")


def _begin(text: str, cuts: list[int], start: int, end: int, kind: str) -> int | None:
    """Where the own name starts between `start` and `end`; None when nothing is left of it."""
    least = _LEAST_ANCHORED.get(kind, 2)
    at = next((cut for cut in cuts if end - cut >= least), None)
    anchored = at is not None
    at = start if at is None else at
    if _LIST_NUMBER.match(text, at, end):
        at += 1
    if anchored and kind == "estate" and end - at <= 8:
        return at
    best, proper = name_start(text, at, end, anchored=anchored)
    if not anchored and (end - best < 2 or not (proper or _alone(text, best, end, kind))):
        return None
    if end - best < least:
        return None
    return best if end - best <= _COMPOUND.get(kind, 12) else _shortest_whole(text, best, end)


def _alone(text: str, start: int, end: int, kind: str) -> bool:
    """Whether everyday words may name a place of this kind; villages only as one word that no 村民 or 村里 goes on."""
    if kind not in _COMMON_ALONE:
        return True
    return kind != "project" and len(pieces(text[start:end])) == 1 and text[end + 1 : end + 2] not in _VILLAGERS


def _shortest_whole(text: str, start: int, end: int) -> int:
    """The start of the last whole word of at least two characters, directions and ordinals not counted."""
    at = end
    for word in reversed(pieces(text[start:end])):
        at -= len(word)
        if len(_DIRECTION.sub("", text[at:end])) >= 2:
            break
    return at


_BARE_END = re.compile(r"(?:小区|楼盘|项目)$")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def _stem(name: str) -> str:
    stem = _BARE_END.sub("", name.replace("街道办事处", "街道").replace("街道办", "街道"))
    return (stem if len(stem) >= 3 else name).lower()


def _part(text: str | None) -> str:
    return text.removeprefix("第").translate(_DIGITS).upper() if text else ""


def names_of(mentions: Iterable[PlaceMention]) -> list[str]:
    """Distinct names in order of appearance."""
    return list(dict.fromkeys(m.name for m in mentions))
