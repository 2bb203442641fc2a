"""What a letter is about: the places and respondents it names, and whether two letters speak of the same ones.

Names stand in the letter's columns and title; where these are silent, in its first sentences. They are compared group
by group, the most telling first; the first group in which both letters have a name of their own decides. A letter also
agrees with a name it merely mentions, so that a road beside an estate does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from core.petition import Item
from core.phrases import Phrases
from core.places import find_places
from core.respondents import find_respondents

GROUPS = ("place", "road", "respondent")
Verdict = Literal["agree", "conflict", "absent", "unknown"]
"""`absent`: one letter is about a name the other, which has none of its own, does not even mention."""
_RESPONDENTS = frozenset({"firm", "developer", "property_firm", "shop", "bank", "respondent"})
_AREAS = frozenset({"town", "region"})
_EXACT = ("place", "road")
_BEGINNING = 160
"""Characters of a body in which a letter says where it is, when its title does not."""


@dataclass(frozen=True, slots=True)
class Name:
    """A place or respondent a letter is about: `stem` is compared, `text` as written, `key` its id if known."""

    stem: str
    kind: str
    text: str
    key: str = ""


class Known(Protocol):
    """A node that a spelling stands for."""

    @property
    def id(self) -> str:
        """The node's id."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def kind(self) -> str:
        """Its kind, as `find_places` gives it."""
        ...


class Gazetteer(Protocol):
    """Spellings of places and respondents that are known, and these spellings ready to be found."""

    @property
    def places(self) -> Mapping[str, Known]:
        """Spelling → place."""
        ...

    @property
    def respondents(self) -> Mapping[str, Known]:
        """Spelling → respondent."""
        ...

    @property
    def place_phrases(self) -> Phrases:
        """The spellings of places."""
        ...

    @property
    def respondent_phrases(self) -> Phrases:
        """The spellings of respondents."""
        ...


def group_of(kind: str) -> str:
    """`place`, `road`, `respondent`, or `area` for regions, which are too wide to tell two events apart."""
    if kind in _RESPONDENTS:
        return "respondent"
    if kind == "road":
        return "road"
    return "area" if kind in _AREAS else "place"


def is_wide(kind: str) -> bool:
    """True for kinds of places that are too wide to say what a letter is about."""
    return group_of(kind) == "area"


def about(item: Item, title: str, body: str, known: Gazetteer) -> tuple[Name, ...]:
    """What the letter is about: names in its columns and title; where these are silent, in its first sentences."""
    named = [*names_in(item.place_text, known), *names_in(title, known)]
    respondents = names_in(item.respondent_text, known) if item.respondent_text else ()
    if not any(group_of(name.kind) in _EXACT for name in named):
        named += _first_place(body, known)
    return tuple(dict.fromkeys([*named, *respondents]))


def _first_place(body: str, known: Gazetteer) -> list[Name]:
    """The names in the beginning of a body up to the first place or road, which is where the writer is."""
    found = names_in(body[:_BEGINNING], known)
    places = [name for name in found if group_of(name.kind) in _EXACT]
    return [*(name for name in found if group_of(name.kind) == "respondent"), *places[:1]]


def names_in(text: str, known: Gazetteer) -> tuple[Name, ...]:
    """Places and respondents that `text` names, in order; spellings that are known carry the node's id."""
    if not text:
        return ()
    found = [
        _place(p.name, p.stem or p.name, p.kind, text[p.start : p.end], known)
        for p in find_places(text, known.place_phrases)
    ]
    spans = known.respondent_phrases.find(text)
    found += [_respondent(text[start:end], text[start:end], "firm", known) for start, end in spans]
    for firm in find_respondents(text):
        if not any(start < firm.end and firm.start < end for start, end in spans):
            found.append(_respondent(text[firm.start : firm.end], firm.stem or firm.name, firm.kind, known))
    return tuple(dict.fromkeys(found))


def _place(name: str, stem: str, kind: str, written: str, known: Gazetteer) -> Name:
    found = next((known.places[form] for form in (written, name, stem) if form in known.places), None)
    return Name(found.name, found.kind or kind, written, found.id) if found else Name(stem, kind, written)


def _respondent(written: str, stem: str, kind: str, known: Gazetteer) -> Name:
    found = known.respondents.get(written) or known.respondents.get(stem)
    return Name(found.name, kind, written, found.id) if found else Name(stem, kind, written)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A letter's text and what it is about."""

    text: str
    names: tuple[Name, ...]

    def of(self, group: str) -> frozenset[str]:
        """Stems of the names of one group."""
        return frozenset(name.stem.lower() for name in self.names if group_of(name.kind) == group)


def verdict(one: Spoken, other: Spoken, groups: Sequence[str] = GROUPS) -> Verdict:
    """Whether two letters speak of the same place or respondent; the first group that can tell decides."""
    found: Verdict = "unknown"
    for group in groups:
        mine, theirs = one.of(group), other.of(group)
        if _mentioned(mine, theirs, other.text) or _mentioned(theirs, mine, one.text):
            return "agree"
        if mine and theirs:
            return "conflict"
        found = "absent" if mine or theirs else found
    return found


def _mentioned(stems: frozenset[str], own: frozenset[str], text: str) -> bool:
    here = text.lower()
    return any(stem in own or stem in here for stem in stems)


def without_names(text: str, names: Sequence[Name]) -> str:
    """`text` with the names of places and respondents cut out: what is left speaks of the matter."""
    for written in sorted({name.text for name in names}, key=lambda name: (-len(name), name)):
        text = text.replace(written, "，")
    return text
