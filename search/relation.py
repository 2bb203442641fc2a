"""How a found letter stands to the asked one when words or place mislead: 同文异地, 同地异事 (domain: look-alikes).

Common issues keep such letters apart; a search shows them, and says so. The figures are set on the invented office,
where two letters of one event agree in meaning, wording and elements well above letters about another matter there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from operator import add
from typing import Literal

from core.about import Name, Spoken, about, group_of, verdict, without_names
from core.elements import find_elements
from core.normal import fold, plain_letter
from core.petition import Item
from core.phrases import Phrases
from core.words import content_words

Kind = Literal["same_text", "same_place", "other_place"]
BADGES: Mapping[str, str] = {"same_text": "同文异地", "same_place": "同地异事"}
"""What is shown as a badge; another place alone is only said, since most precedents are from elsewhere."""
COPIED = 0.6
"""Likeness of wording without names from which two letters are one text, as for look-alikes of an event."""
ONE_MATTER = 0.92
ONE_MATTER_IN_WORDS = 0.12
"""Meaning, wording and elements together from which letters about one place are about one matter; without meaning."""
_ELEMENTS = 0.25
_PLACES = ("place", "road")
_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation worth saying: its kind, its badge (may be empty), and a clause for the sentence."""

    kind: Kind
    clause: str

    @property
    def badge(self) -> str:
        """同文异地, 同地异事, or nothing."""
        return BADGES.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    name: str
    kind: str = ""


class Gazetteer:
    """Places and respondents that the letters at hand are linked to, by name: enough to find them in their texts."""

    def __init__(self, places: Iterable[str], respondents: Iterable[str]) -> None:
        self.places = {name: _Known(id_, name) for id_ in sorted(places) if len(name := _plain(id_)) > 1}
        self.respondents = {name: _Known(id_, name) for id_ in sorted(respondents) if len(name := _plain(id_)) > 1}
        self.place_phrases = Phrases(self.places, lasting=False)
        self.respondent_phrases = Phrases(self.respondents, lasting=False)


def _plain(id_: str) -> str:
    return fold(id_.partition(":")[2])


class Side:
    """One letter as it is compared: its words, what it is about, what is left of it without names."""

    def __init__(self, title: str, body: str, item: Item, known: Gazetteer) -> None:
        title, body = fold(title).strip(), plain_letter(fold(body))
        self.spoken = Spoken(f"{title}\n{body}"[:_LONGEST], about(item, title, body, known))

    @cached_property
    def elements(self) -> frozenset[str]:
        """Its elements."""
        return frozenset(find_elements(self.spoken.text))

    def place(self) -> str:
        """The first place or road it is about; empty for none."""
        return next((name.stem for name in self.spoken.names if group_of(name.kind) in _PLACES), "")


def side_of(item: Item, known: Gazetteer) -> Side:
    """A petition to be compared."""
    return Side(item.title_masked, item.content_masked.removeprefix(item.title_masked), item, known)


def side_of_text(title: str, body: str, known: Gazetteer) -> Side:
    """A pasted letter to be compared."""
    return Side(title, body, Item(id="", source="", source_id=""), known)


def relation(mine: Side, theirs: Side, *, similarity: float | None, short: bool) -> Relation | None:
    """How their letter stands to mine; None where nothing has to be said. `short`: a few words instead of a letter."""
    places = verdict(mine.spoken, theirs.spoken, _PLACES)
    here, there = mine.place(), theirs.place()
    if places == "agree":
        other = _other_matter(mine, theirs, similarity, short)
        return _same_place(mine, theirs, here or there) if other else None
    if places not in ("conflict", "absent"):
        return None
    if not short and wording(mine, theirs) >= COPIED:
        said = f"说的是“{there}”" if there else f"没有说是“{here}”"
        return Relation("same_text", f"文字几乎相同，但{said}，地点不同，系同文异地")
    return Relation("other_place", f"地点不同（“{there}”）") if places == "conflict" else None


def apart(mine: Side, theirs: Side) -> bool:
    """True for letters that speak of different places: copies of one text that are no repeats."""
    return verdict(mine.spoken, theirs.spoken, _PLACES) in ("conflict", "absent")


def _same_place(mine: Side, theirs: Side, place: str) -> Relation:
    new = sorted(theirs.elements - mine.elements)[:3]
    told = f"（{'、'.join(new)}）" if new else ""
    return Relation("same_place", f"同在“{place}”，但反映的是另一件事{told}，系同地异事")


def _other_matter(mine: Side, theirs: Side, similarity: float | None, short: bool) -> bool:
    if short:
        return not _common_words(mine, theirs)
    alike = wording(mine, theirs) + _ELEMENTS * _share(mine.elements, theirs.elements)
    return alike < ONE_MATTER_IN_WORDS if similarity is None else similarity + alike < ONE_MATTER


def _common_words(mine: Side, theirs: Side) -> bool:
    asked = content_words(without_names(mine.spoken.text, mine.spoken.names))
    return not asked or any(word in theirs.spoken.text for word in asked) or bool(mine.elements & theirs.elements)


def wording(mine: Side, theirs: Side) -> float:
    """Cosine of the character pairs of both texts, names of either cut out, 0..1."""
    names: Sequence[Name] = (*mine.spoken.names, *theirs.spoken.names)
    one, other = _pairs(without_names(mine.spoken.text, names)), _pairs(without_names(theirs.spoken.text, names))
    both = sum(one[pair] * other[pair] for pair in one if pair in other)
    length = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return both / length if length else 0.0


def _pairs(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, map(add, text, text[1:])))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
