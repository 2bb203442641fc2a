"""What a citation points to in a library: one article as it stood on a day, or why none can be told (8.3, 8.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from core.article_parts import Paragraph, article_parts
from core.citing.citation import NOWHERE, Citation, Context
from core.citing.shelf import LawShelf
from core.ids import article_id
from core.law_titles import title_key
from core.statute import Status

RESOLVED, AMBIGUOUS, UNKNOWN_LAW, NOT_LAW = "resolved", "ambiguous", "unknown_law", "not_law"
NO_ARTICLE, NO_PARAGRAPH, NO_ITEM = "no_such_article", "no_such_paragraph", "no_such_item"
MOST = 10
_OUR = re.compile(r"^(?:我|本|全)[省市县区州旗]|^[省市县区](?=[一-鿿]{4})")
_PLACE = re.compile(r"^([一-鿿A-Z\d]{1,8}?(?:省|自治区|自治州|经济特区|市|县|区|盟|旗))")
_PLACE_SIGN = re.compile(r"(?:省|市|自治区|自治州|经济特区|县|区|盟|旗)$")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A citation with the act and article it means.

    `candidates` are ids of acts it may mean; `paragraph_resolved` is the paragraph where only one has items;
    `status` is that of the act on the day asked for, of the edition where one is named (2012年修正); `day` is a day
    on which the version looked at held.
    """

    citation: Citation
    verdict: str
    regulation_id: str = ""
    title: str = ""
    article_id: str = ""
    candidates: tuple[str, ...] = ()
    paragraph_resolved: int = 0
    status: Status | None = None
    day: date | None = None
    note: str = ""

    @property
    def target(self) -> str:
        """The id of the article, or of the act when no article is cited; empty unless it exists."""
        found = self.verdict in (RESOLVED, NO_PARAGRAPH, NO_ITEM)
        return (self.article_id or self.regulation_id) if found else ""


def resolve(
    citations: Iterable[Citation], library: LawShelf, *, day: date | None, context: Context = NOWHERE
) -> list[Resolved]:
    """What each citation means in `library` on `day`; without a day any version will do.

    `context` gives the region that decides between local acts. Nothing is guessed: a title with one wrong character
    gives candidates and the verdict unknown_law, a title of several acts gives candidates and ambiguous.
    """
    known: dict[tuple[str, str, str], Resolved] = {}
    found = []
    for one in citations:
        key = (
            one.law_text if one.law_kind != "self" else one.likely,
            one.law,
            one.document_no if one.is_law else one.kind,
        )
        if key not in known:
            known[key] = _act(one, library, context.region)
        found.append(_article(replace(known[key], citation=one), library, context.day or day))
    return found


def _act(one: Citation, library: LawShelf, region: str) -> Resolved:
    """The act a citation names, before its article is looked for."""
    if not one.is_law:
        return Resolved(one, NOT_LAW)
    if one.document_no:
        return _chosen(one, library.numbered(one.document_no), library, region)
    names = [name for name in dict.fromkeys((one.law_text if one.kind != "self" else "", one.law)) if name]
    for name in names:
        if ids := library.named(name):
            return _chosen(one, ids, library, region)
    if one.likely:
        return Resolved(one, UNKNOWN_LAW, candidates=tuple(library.named(one.likely))[:MOST], note="可能指前文的法规")
    return _unsure(one, names, library, region)


def _chosen(one: Citation, ids: Sequence[str], library: LawShelf, region: str) -> Resolved:
    """One of several acts of a name or number: the local one where the matter lies, else the only national one."""
    if not ids:
        return Resolved(one, UNKNOWN_LAW)
    if len(ids) > 1:
        local = _nearest(ids, library, region)
        national = [id_ for id_ in ids if not _place(id_, library)]
        if len(best := local or national) != 1:
            return Resolved(one, AMBIGUOUS, candidates=tuple(ids[:MOST]), note="名称对应多部法规")
        ids = best
    return Resolved(one, RESOLVED, ids[0], library.title(ids[0]))


def _unsure(one: Citation, names: Sequence[str], library: LawShelf, region: str) -> Resolved:
    """No act of this title: the local act of that name in the region, else candidates only."""
    longer = [id_ for name in names for id_ in library.ending(_OUR.sub("", name))]
    if len(local := _nearest(longer, library, region, names=names)) == 1:
        return Resolved(one, RESOLVED, local[0], library.title(local[0]), note="按事项所在地区认定")
    if longer:
        return Resolved(one, AMBIGUOUS, candidates=tuple(dict.fromkeys(longer))[:MOST], note="名称不全")
    near = tuple(dict.fromkeys(id_ for name in names for id_ in library.like(name)))[:MOST]
    return Resolved(one, UNKNOWN_LAW, candidates=near, note="名称可能有误" if near else "")


def local_acts(title: str, library: LawShelf, region: str) -> list[str]:
    """Acts of the region, nearest area only, that bear this title or bear it after the name of their place."""
    return _nearest([*library.named(title), *library.ending(_OUR.sub("", title))], library, region, names=[title])


def local_key(title: str) -> str:
    """The title of a local act without the name of its place, to be compared with `called_key`."""
    return _PLACE.sub("", title_key(title))


def called_key(text: str) -> str:
    """What a text calls an act, without 我省, 本市."""
    return title_key(_OUR.sub("", text))


def _nearest(ids: Sequence[str], library: LawShelf, region: str, *, names: Sequence[str] = ()) -> list[str]:
    """The acts of the region, those of the smallest area that has one: 区 before 市 before 省."""
    if not region:
        return []
    wanted = {called_key(name) for name in names}
    found: dict[int, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        place = _place(id_, library)
        at = region.rfind(_PLACE_SIGN.sub("", place)) if place else -1
        if at >= 0 and (not wanted or local_key(library.title(id_)) in wanted):
            found.setdefault(at, []).append(id_)
    return found[max(found)] if found else []


def _place(regulation_id: str, library: LawShelf) -> str:
    """The place a local act is for: the one its title begins with, or its region; empty for national acts."""
    region = library.region(regulation_id)
    named = _PLACE.match(library.title(regulation_id)) if region else None
    return named[1] if named else region


def _article(found: Resolved, library: LawShelf, day: date | None) -> Resolved:
    one = found.citation
    if found.verdict != RESOLVED:
        return found
    id_ = found.regulation_id
    at = library.edition(id_, one.version_hint, day) if one.version_hint and day else day
    at = at or day
    found = replace(found, day=at, status=library.status(id_, day, at) if day else None)
    if one.problem and not one.number:
        return replace(found, verdict=NO_ARTICLE, note=one.problem)
    if not one.number:
        return found
    one = _before_inserted(one, library, id_, at)
    found = replace(found, citation=one)
    text = library.article(id_, one.number, one.sub, at)
    if text is None:
        elsewhere = at is not None and library.article(id_, one.number, one.sub, None) is not None
        return replace(found, verdict=NO_ARTICLE, note="另一版本有此条" if elsewhere else "")
    found = replace(found, article_id=article_id(id_, one.number, one.sub))
    if library.digest_only(id_, at):
        return replace(found, note="库中只有要旨，款项未核对") if one.paragraph or one.item else found
    return _parts(found, text)


def _before_inserted(one: Citation, library: LawShelf, id_: str, day: date | None) -> Citation:
    """前条 in article 254 is 253之一 where that was inserted."""
    if one.relative[:1] not in "前上" or not one.relative.endswith("条") or one.sub:
        return one
    sub = 0
    while library.article(id_, one.number, sub + 1, day) is not None:
        sub += 1
    return replace(one, sub=sub) if sub else one


@lru_cache(maxsize=4096)
def _parts_of(text: str) -> tuple[Paragraph, ...]:
    return article_parts(text)


def _parts(found: Resolved, text: str) -> Resolved:
    """The verdict after paragraph and item are looked for in the article's text."""
    one = found.citation
    if one.problem:
        return replace(found, verdict=NO_PARAGRAPH, note=one.problem)
    if not one.paragraph and not one.item:
        return found
    paragraphs = _parts_of(text)
    if one.paragraph > len(paragraphs):
        return replace(found, verdict=NO_PARAGRAPH, note=f"该条共 {len(paragraphs)} 款")
    if not one.item:
        return found
    inside = [paragraphs[one.paragraph - 1]] if one.paragraph else [p for p in paragraphs if p.items]
    having = [p for p in inside if any(i.number == one.item for i in p.items)]
    if not having:
        most = max((len(p.items) for p in inside), default=0)
        return replace(found, verdict=NO_ITEM, note=f"该处共 {most} 项" if most else "该处没有分项")
    if one.paragraph or len(inside) > 1:
        return found
    return replace(found, paragraph_resolved=inside[0].number)
