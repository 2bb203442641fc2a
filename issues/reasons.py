"""Why a letter belongs to an issue: one Chinese sentence from what it shares with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.about import without_names
from core.taxonomy import label_of
from core.words import content_words
from issues.common_issue import Member
from issues.letters import Letter, Name

_WORDS = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Common:
    """What most members share: names (key → as shown), words of their headlines, and the class."""

    names: dict[str, str]
    words: tuple[str, ...]
    class_code: str


def common_to(members: Sequence[Letter]) -> Common:
    """What at least a third of the members share, the most frequent first."""
    least = max(2, len(members) / 3)
    names: Counter[tuple[str, str]] = Counter()
    said: Counter[str] = Counter()
    for letter in members:
        names.update({(name.key or name.stem, name.stem) for name in letter.names})
        said.update(_words_of(letter.headline, letter.names))
    codes = Counter(letter.class_code for letter in members if letter.class_code)
    shown = sorted((n for n in names if names[n] >= least), key=lambda n: (-names[n], n))
    kept = sorted((w for w in said if said[w] >= least), key=lambda w: (-said[w], -len(w), w))
    return Common(dict(shown), tuple(kept[:_WORDS]), min(codes, key=lambda c: (-codes[c], c)) if codes else "")


@lru_cache(maxsize=200_000)
def _words_of(headline: str, names: tuple[Name, ...]) -> frozenset[str]:
    """Content words of a headline, asked again where the letter is in an event and a pattern."""
    return frozenset(content_words(without_names(headline, names)))


def forget_words() -> None:
    """Lets go of the headlines a discovery has looked at."""
    _words_of.cache_clear()


def member_of(letter: Letter, score: float, common: Common, *, again: bool = False) -> Member:
    """The letter as a member with its reason."""
    parts = []
    mine = [common.names[key] for key in (name.key or name.stem for name in letter.names) if key in common.names]
    mentioned = [shown for shown in common.names.values() if shown in letter.text]
    if mine:
        parts.append(f"同指“{mine[0]}”")
    elif mentioned:
        parts.append(f"正文提到“{mentioned[0]}”")
    shared = [word for word in common.words if word in letter.text.lower()][:_SHOWN]
    if shared:
        parts.append(f"都说到{''.join(f'“{word}”' for word in shared)}")
    if common.class_code and letter.class_code == common.class_code:
        parts.append(f"同属“{label_of(letter.class_code)}”")
    parts.append(f"与其余成员平均相似 {score:.2f}")
    if again:
        parts.append("同一信访人（方）再次反映，合计为一方")
    return Member(letter.id, "，".join(parts), round(float(score), 4))


def repeated_sides(members: Sequence[Letter]) -> set[str]:
    """Ids of letters whose petitioner side has an earlier letter in the issue."""
    seen: set[str] = set()
    again: set[str] = set()
    for letter in sorted(members, key=lambda one: (one.day is None, one.day, one.id)):
        if letter.petitioner_side in seen:
            again.add(letter.id)
        seen.add(letter.petitioner_side)
    return again
