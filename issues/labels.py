"""Chinese labels (名称) of issues: place and matter in four to twelve characters, from the members' own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from core.privacy import find_personal
from core.stop_words import STOP_WORDS
from core.taxonomy import label_of
from core.words import words
from issues.label_words import LETTER_WORDS, NEGATIONS, WEAK_ENDS, WEAK_STARTS
from issues.letters import Letter, Name
from issues.likeness import without_names
from issues.names import group_of

SHORTEST, LONGEST = 4, 12
_LONGEST_NAME = 8
_LONGEST_PHRASE = 8
_CLAUSE = re.compile(r"[^0-9A-Za-z一-鿿]+")
_MASKED = re.compile(r"[×*＊]|某|\[")
_REGION = re.compile(r"^(?:[A-Za-z]\d*[市区县镇州]?|西地省|[一-鿿]{1,3}[省市县])$")


def label_members(members: Sequence[Letter], *, placed: bool = True) -> str:
    """A label for the letters of one issue; `placed` puts the place or respondent they share in front.

    Each petitioner side has one vote, so that one busy writer does not name the issue. Never a cut-off word, a
    phrase of letter writing or anything that reads like personal data. Falls back on the class, then on 来信事项.
    """
    voters = _one_a_side(members)
    name = _shared_name(voters, placed)
    room = LONGEST - len(name)
    phrase = _phrase(voters, room) or _two_words(voters, room) or _class_label(members)[:room]
    label = f"{name}{phrase}"
    if len(label) < SHORTEST:
        label = f"{label}问题" if len(label) >= 2 else "来信事项"
    return label if not find_personal(label) else (f"{_class_label(members)}问题"[:LONGEST] or "来信事项")


def _one_a_side(members: Sequence[Letter]) -> list[Letter]:
    first = {letter.petitioner_side: letter for letter in reversed(members)}
    voters = [letter for letter in members if first[letter.petitioner_side] is letter]
    return voters if len(voters) > 1 else list(members)


def _shared_name(members: Sequence[Letter], placed: bool) -> str:
    """The place, else the respondent, that at least half of the members are about (three in five for a pattern)."""
    for group in ("place", "road", "respondent") if placed else ("respondent",):
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for letter in members:
            for name in dict.fromkeys(n for n in letter.names if group_of(n.kind) == group):
                spellings[name.key or name.stem].update(_spellings(name))
        for key in sorted(spellings, key=lambda k: (-max(spellings[k].values()), k))[:1]:
            if max(spellings[key].values()) >= (0.5 if placed else 0.6) * len(members):
                return _short(spellings[key])
    return ""


def _spellings(name: Name) -> set[str]:
    return {text for text in (name.stem, name.text) if not _MASKED.search(text)}


def _short(spellings: Counter[str]) -> str:
    """The most frequent spelling of at most eight characters, else none: a name is never cut."""
    fitting = [text for text in spellings if 2 <= len(text) <= _LONGEST_NAME]
    return min(fitting, key=lambda text: (-spellings[text], len(text), text)) if fitting else ""


def _phrase(members: Sequence[Letter], room: int) -> str:
    """The run of whole words most members' headlines share; longer runs win as long as many share them."""
    counts: Counter[str] = Counter()
    for letter in members:
        counts.update(set(_runs(letter)))
    least = max(2, round(0.25 * len(members)))
    fitting = [text for text, n in counts.items() if n >= least and 2 <= len(text) <= min(room, _LONGEST_PHRASE)]
    return min(fitting, key=lambda text: (-counts[text] * (len(text) - 1) ** 0.8, -len(text), text)) if fitting else ""


def _runs(letter: Letter) -> Iterable[str]:
    for clause in _CLAUSE.split(without_names(letter.headline, letter.names)):
        tokens = words(clause)
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + 5, len(tokens) + 1)):
                run = tokens[start:end]
                if _sound(run):
                    yield "".join(run)


def _sound(run: Sequence[str]) -> bool:
    """True for words that may stand in a label together: meaning at both ends, no letter phrase, nothing masked."""
    if any(word in LETTER_WORDS or _MASKED.search(word) or _REGION.match(word) or word.isdigit() for word in run):
        return False
    if run[0] in WEAK_STARTS or run[-1] in WEAK_ENDS or run[-1] in STOP_WORDS or run[0] in STOP_WORDS - NEGATIONS:
        return False
    return len(run) > 1 or len(run[0]) > 1


def _two_words(members: Sequence[Letter], room: int) -> str:
    """The two words most members use, in the order in which they mostly stand."""
    counts: Counter[str] = Counter()
    places: dict[str, list[int]] = defaultdict(list)
    for letter in members:
        tokens = [t for t in words(without_names(letter.headline, letter.names)) if len(t) > 1 and _sound([t])]
        counts.update(set(tokens))
        for at, token in enumerate(tokens):
            places[token].append(at)
    best = sorted(counts, key=lambda w: (-counts[w], -len(w), w))[:2]
    best.sort(key=lambda w: (sum(places[w]) / len(places[w]), w))
    label = "".join(best)
    return label if len(label) <= room else (best[0] if best and len(best[0]) <= room else "")


def _class_label(members: Sequence[Letter]) -> str:
    codes = Counter(letter.class_code for letter in members if letter.class_code)
    return label_of(min(codes, key=lambda code: (-codes[code], code))) if codes else ""
