"""Words the general dictionary does not know but an office's letters use again and again (新词发现, F84).

A string of one to four pieces of the cut text counts when enough letters write it, when its characters hold together
(cohesion: bits by which it is more frequent than its characters by chance, a character after the first), and when
many things stand before and after it (freedom: the lesser of both entropies, bits). Masked text goes in; what may be
a person's name never comes out.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.masking import PLACEHOLDERS
from core.personal_names import surname
from core.place_forms import forms
from core.stop_words import STOP_WORDS
from core.words import EMPTY, Dictionary, is_known, tagged, words

LETTERS = 3
COHESION = 3.0
FREEDOM = 1.2
LONGEST = 8
PIECES = 3
COVERED = 0.8
"""A string that mostly occurs inside a longer one is that one."""
_HAN = re.compile(r"[一-鿿㐀-䶿]+")
_MASKED = re.compile("|".join(map(re.escape, PLACEHOLDERS)) + r"|某|×")
_NOUNS = ("n", "vn", "an", "j", "s", "g", "i", "k")
_GRAMMAR = ("u", "p", "c", "r", "d", "m", "q", "y", "e", "o", "t", "f")
"""Tags of jieba a name ends with, and tags that stand in no name."""
_EDGE = frozenset("的了是在和与及或就都也还又再把被给对向从到为以于有无不没一二三四五六七八九十两几每各该这那其此")


@dataclass(frozen=True, slots=True)
class NewWord:
    """A string with its figures and the ids of the texts it was seen in."""

    word: str
    letters: int
    cohesion: float
    freedom: float
    seen_in: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    texts: set[str] = field(default_factory=set)
    times: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)


def new_words(texts: Mapping[str, str], dictionary: Dictionary = EMPTY, *, letters: int = LETTERS) -> list[NewWord]:
    """Strings in `texts` (id → masked text) that no dictionary holds and that behave like words,
    the most frequent first.

    A string of several pieces has to read as a name: it ends in a noun and begins with no verb or grammar.
    """
    characters: Counter[str] = Counter()
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for id_, text in texts.items():
        for run in _runs(text):
            characters.update(run)
            _count(run, id_, seen, dictionary)
    total = sum(characters.values())
    found = [
        one
        for word, its in seen.items()
        if len(its.texts) >= letters and (one := _measured(word, its, characters, total)) is not None
    ]
    return _without_parts(sorted(found, key=lambda one: (-one.letters, one.word)))


def _runs(text: str) -> Iterable[str]:
    return (run for part in _MASKED.split(text) for run in _HAN.findall(part))


def _count(run: str, id_: str, seen: dict[str, _Seen], dictionary: Dictionary) -> None:
    cut = words(run, dictionary)
    if "".join(cut) != run:
        return
    starts = [0]
    for piece in cut:
        starts.append(starts[-1] + len(piece))
    for first in range(len(cut)):
        for last in range(first + 1, min(first + PIECES, len(cut)) + 1):
            start, end = starts[first], starts[last]
            if end - start > LONGEST:
                break
            if not _may_be(cut[first:last], dictionary):
                continue
            its = seen[run[start:end]]
            its.texts.add(id_)
            its.times += 1
            its.left[run[start - 1] if start else f"^{its.times}"] += 1  # the end of a clause is no repeated neighbour
            its.right[run[end] if end < len(run) else f"${its.times}"] += 1


def _may_be(cut: Sequence[str], dictionary: Dictionary) -> bool:
    """True for a string with a piece that is no word by itself, without grammar at its ends or inside."""
    word = "".join(cut)
    if len(word) < 2 or word[0] in _EDGE or word[-1] in _EDGE or any(piece in STOP_WORDS for piece in cut):
        return False
    strange = any(len(piece) == 1 or not (is_known(piece) or piece in dictionary.words) for piece in cut)
    return strange and not is_known(word) and word not in dictionary.words


def _measured(word: str, its: _Seen, characters: Mapping[str, int], total: int) -> NewWord | None:
    chance = sum(math.log2(characters[one] / total) for one in word)
    cohesion = round((math.log2(its.times / total) - chance) / (len(word) - 1), 3)
    freedom = round(min(_entropy(its.left), _entropy(its.right)), 3)
    if cohesion < COHESION or freedom < FREEDOM or may_name_a_person(word) or not _reads_as_a_name(word):
        return None
    return NewWord(word, len(its.texts), cohesion, freedom, tuple(sorted(its.texts)))


def _reads_as_a_name(word: str) -> bool:
    cut = tagged(word)
    if len(cut) == 1:
        return not cut[0][1].startswith(_GRAMMAR)
    tags = [tag for _, tag in cut]
    fits = tags[-1].startswith(_NOUNS) and not tags[0].startswith(("v", *_GRAMMAR))
    return fits and not any(tag.startswith(_GRAMMAR) for tag in tags)


def _entropy(neighbours: Mapping[str, int]) -> float:
    total = sum(neighbours.values())
    return -sum(n / total * math.log2(n / total) for n in neighbours.values())


def may_name_a_person(word: str) -> bool:
    """True for what reads like a person's name and carries no sign of a place."""
    if len(word) > 4 or not surname(word):
        return False
    place = forms().suffixes(word)
    return not any(end == len(word) for _, end in place) and any(tag.startswith("nr") for _, tag in tagged(word))


def _without_parts(found: Sequence[NewWord]) -> list[NewWord]:
    longer: dict[str, int] = {}
    for one in found:
        for start in range(len(one.word)):
            for end in range(start + 2, len(one.word) + 1):
                if end - start < len(one.word):
                    part = one.word[start:end]
                    longer[part] = max(longer.get(part, 0), one.letters)
    return [one for one in found if longer.get(one.word, 0) < COVERED * one.letters]


def standard_of(word: str, names: Iterable[str]) -> str:
    """The one name among `names` that `word` is short for (first character and order kept), or the empty string."""
    fits = {name for name in names if len(name) > len(word) and name[0] == word[0] and _inside(word, name)}
    return fits.pop() if len(fits) == 1 else ""


def _inside(short: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in short)
