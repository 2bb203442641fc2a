"""Chinese labels (名称) of issues: place and matter in four to twelve characters, from the members' own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.about import without_names
from core.normal import fold
from core.privacy import find_personal
from core.taxonomy import OTHER, label_of
from core.words import is_known, tagged
from issues.label_words import LETTER_WORDS, NEGATIONS, NUMBER, SOLID_ENDS, SOLID_STARTS, WEAK_ENDS, WEAK_STARTS
from issues.letters import Letter, Name
from issues.names import group_of

SHORTEST, LONGEST = 4, 12
_LONGEST_NAME = 8
_MOST_VOTERS = 40
_LONGEST_PHRASE = 8
_CLAUSE = re.compile(r"[^0-9A-Za-z一-鿿]+")
_FAR = 3
_ASKS = re.compile(r"(.)[不没]\1|没人|无人|谁|怎么|为何|何时")
_MASKED = re.compile(r"[×*＊]|某|\[")
_REGION = re.compile(r"[A-Za-z]\d*[市区县镇州]?|西地省|[一-鿿]{1,3}[省市县]")
_LENGTH_WORTH = {2: 0.3, 3: 0.55, 4: 0.9}
_APART_WORTH = 0.8
_CLASS_WORTH = 1.5
_EDGE_WORTH = 1.15
_POOR_WORTH = 0.7
_FUNCTION = frozenset("pruyeoqkwh")
"""Parts of speech that hold sentences together and name nothing: 被 这 了 啊 个 …"""
_NEVER_LAST = frozenset({"d", "c", "f", "t", "m", "mq", "ad", "vd"})
_GOES_ON = frozenset("nvaruminlsjzxd")


def label_members(members: Sequence[Letter], *, placed: bool = True) -> str:
    """A label for the letters of one issue; `placed` puts the place or respondent they share in front.

    Each petitioner side has one vote, so that one busy writer does not name the issue. Never a cut-off word, a
    phrase of letter writing or anything that reads like personal data. Falls back on the class, then on 来信事项.
    """
    voters = _one_a_side(members)
    name, category = _shared_name(voters, placed), _class_label(members)
    room = LONGEST - len(name)
    phrase = _phrase(voters, room, category, name) or next((c for c in _wider(members) if len(c) <= room), "")
    label = f"{name}{phrase}"
    if len(label) < SHORTEST or find_personal(label):
        label = category if SHORTEST <= len(category) <= LONGEST else f"{label or '来信'}问题"
    return label


def _one_a_side(members: Sequence[Letter]) -> list[Letter]:
    first = {letter.petitioner_side: letter for letter in reversed(members)}
    voters = [letter for letter in members if first[letter.petitioner_side] is letter]
    return (voters if len(voters) > 1 else list(members))[:_MOST_VOTERS]


def _class_label(members: Sequence[Letter]) -> str:
    return next(iter(_wider(members)), "")


def _wider(members: Sequence[Letter]) -> list[str]:
    """Labels of the class most members have and of the classes above it, the narrowest first; never 其他."""
    codes = Counter(letter.class_code for letter in members if letter.class_code)
    code = min(codes, key=lambda one: (-codes[one], one)) if codes else ""
    labels = [label_of(code[:digits]) for digits in range(len(code), 0, -2)]
    return [label for label in labels if label and label != OTHER]


def _shared_name(members: Sequence[Letter], placed: bool) -> str:
    """The place, else the respondent, that at least half of the members are about (for a pattern: respondents only)."""
    for group in ("place", "road", "respondent") if placed else ("respondent",):
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        held: Counter[str] = Counter()
        for letter in members:
            names = [name for name in letter.names if group_of(name.kind) == group]
            held.update({name.key or name.stem for name in names})
            for name in dict.fromkeys(names):
                spellings[name.key or name.stem].update(_spellings(name))
        if held:
            best = min(held, key=lambda key: (-held[key], key))
            if 2 * held[best] >= len(members):
                return _short(spellings[best])
    return ""


def _spellings(name: Name) -> set[str]:
    return {text for text in (name.stem, name.text) if not _MASKED.search(text)}


def _short(spellings: Counter[str]) -> str:
    """The most frequent spelling of at most eight characters, else none: a name is never cut."""
    fitting = [text for text in spellings if 2 <= len(text) <= _LONGEST_NAME]
    return min(fitting, key=lambda text: (-spellings[text], len(text), text)) if fitting else ""


def _phrase(members: Sequence[Letter], room: int, category: str, name: str) -> str:
    """The best run or pair of whole words among the headlines: shared by many, long enough to tell, near the class."""
    counts: Counter[str] = Counter()
    worth: dict[str, float] = {}
    for letter in members:
        found = {
            text: points for text, points in _candidates(letter) if text not in name and (not name or name not in text)
        }
        counts.update(found.keys())
        worth = found | worth
    pairs = {category[i : i + 2] for i in range(len(category) - 1)}
    least = 2 if len(members) < 10 else 0.15 * len(members)
    fitting = [text for text, n in counts.items() if n >= least and 2 <= len(text) <= min(room, _LONGEST_PHRASE)]

    def value(text: str) -> float:
        near = _CLASS_WORTH if any(text[i : i + 2] in pairs for i in range(len(text) - 1)) else 1.0
        return counts[text] * worth[text] * near * _LENGTH_WORTH.get(len(text), 1.0)

    return min(fitting, key=lambda text: (-value(text), -len(text), text)) if fitting else ""


def _candidates(letter: Letter) -> tuple[tuple[str, float], ...]:
    return _phrases_of(letter.headline, letter.names)


@lru_cache(maxsize=200_000)
def _phrases_of(headline: str, names: tuple[Name, ...]) -> tuple[tuple[str, float], ...]:
    """Phrases of a headline with what they are worth; asked again where the letter is in an event and a pattern."""
    return tuple(_phrases_in(without_names(headline, names)))


def forget_phrases() -> None:
    """Lets go of the headlines a discovery has looked at: no letter's words outlive it here."""
    _phrases_of.cache_clear()


def _phrases_in(headline: str) -> Iterator[tuple[str, float]]:
    """Phrases of a headline with what they are worth: whole clauses most, then runs, then two words standing apart."""
    for clause in _CLAUSE.split(headline):
        tokens = [_token(word.lower(), tag) for word, tag in tagged(fold(clause))]
        yield from _runs(tokens)
        solid = [
            at for at, token in enumerate(tokens) if len(token.text) > 1 and _begins(tokens, at) and _ends(tokens, at)
        ]
        for place, at in enumerate(solid):
            for other in solid[place + 1 :]:
                first, second = tokens[at], tokens[other]
                if other - at > _FAR or any(NUMBER.fullmatch(token.text) for token in tokens[at:other]):
                    break  # 地铁 and 号线 without their number are no name
                if second.noun and second.tag[:1] not in "il":  # a predicate says it of what stands before it
                    yield first.text + second.text, _APART_WORTH


def _runs(tokens: Sequence[_Token]) -> Iterator[tuple[str, float]]:
    for start in range(len(tokens)):
        text, noun = "", False
        for end in range(start, min(start + 4, len(tokens)) if _begins(tokens, start) else start):
            last = tokens[end]
            text += last.text
            noun = noun or last.noun
            if not last.fit or len(text) > _LONGEST_PHRASE:
                break
            if len(text) > 1 and _ends(tokens, end):
                worth = _EDGE_WORTH ** ((start == 0) + (end == len(tokens) - 1))
                whole = 1.0 if noun and not _splits(tokens, end) else _POOR_WORTH
                yield text, worth * whole


def _begins(tokens: Sequence[_Token], at: int) -> bool:
    """True when a label may begin here: never after a 不 or 没有 that belongs to it."""
    return tokens[at].fit and tokens[at].opens and not (at and tokens[at - 1].text in NEGATIONS)


def _ends(tokens: Sequence[_Token], at: int) -> bool:
    """True when a label may end here: a verb never without the object that follows it (不盖 of 不盖篷布)."""
    if not (tokens[at].fit and tokens[at].closes):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return not (after is not None and tokens[at].acts and after.tag[:1] in _GOES_ON)


def _splits(tokens: Sequence[_Token], at: int) -> bool:
    """True when the noun here and the next word make one name together (农民工 of 农民工工资)."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].noun and after is not None and after.fit and after.noun


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, whether it may stand in a label, and whether a label may begin or end with it."""

    text: str
    tag: str
    fit: bool
    opens: bool
    closes: bool

    @property
    def noun(self) -> bool:
        """True for a word that names something; words the dictionary does not know mostly do."""
        return self.tag[:1] in {"n", "x", "j", "l", "i"} or self.tag in {"vn", "an"}

    @property
    def acts(self) -> bool:
        """True for a verb or adjective, which may go on in the next word."""
        return self.tag in {"v", "vg", "vd", "a", "ad", "zg", "z"}


@lru_cache(maxsize=50_000)
def _token(word: str, tag: str) -> _Token:
    whole = len(word) > 1
    fit = (
        word.isalnum()
        and word not in LETTER_WORDS
        and tag[:1] not in _FUNCTION
        and not _MASKED.search(word)
        and not NUMBER.fullmatch(word)
        and not _REGION.fullmatch(word)
        and not _ASKS.search(word)
        and (tag != "v" or not whole or is_known(word))  # an unknown verb is a wrong cut: 干完|活拿
    )
    opens = word not in WEAK_STARTS and (whole or word in SOLID_STARTS)
    closes = word not in WEAK_ENDS and tag not in _NEVER_LAST and (whole or word in SOLID_ENDS)
    return _Token(word, tag, fit, opens, closes)
