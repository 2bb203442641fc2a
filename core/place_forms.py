"""The forms places take: suffixes by kind, signs of an estate, endings and words that name nothing in particular."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.packaged import packaged_yaml


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns made from `places.yaml`; `suffixes` maps the last two characters of a suffix to suffixes, longest first."""

    kinds: dict[str, str]
    suffixes: dict[str, tuple[str, ...]]
    longer: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    last: re.Pattern[str]
    after: re.Pattern[str]
    anchored_after: re.Pattern[str]
    part: re.Pattern[str]
    generic: re.Pattern[str]
    excluded: frozenset[str]

    def suffix_at(self, text: str, end: int) -> str:
        """The longest suffix that ends at `end`; "" when none does."""
        pair = text[max(0, end - 2) : end]
        for suffix in (*self.suffixes.get(pair, ()), *self.suffixes.get(pair[-1:], ())):
            if text.endswith(suffix, 0, end):
                return suffix
        return ""

    def continues(self, text: str, end: int, suffix: str) -> bool:
        """True when `suffix` at `end` is only the beginning of a longer one (街 of 街道, 高速 of 高速公路)."""
        start = end - len(suffix)
        return any(text.startswith(longer, start) for longer in self.longer.get(suffix, ()))

    def is_excluded(self, name: str) -> bool:
        """True when `name` only looks like a place because of its last two to four characters."""
        return any(name[-n:] in self.excluded for n in (2, 3, 4))


@lru_cache(maxsize=1)
def forms() -> Forms:
    """The forms, built once."""
    table = packaged_yaml("places.yaml")
    kinds = {suffix: kind for kind, text in table["kinds"].items() for suffix in text.split()}
    weak = table["weak"].split()
    kinds |= {suffix: "estate" for suffix in weak if suffix not in kinds}
    by_end: dict[str, list[str]] = {}
    for suffix in sorted(kinds, key=lambda s: (-len(s), s)):
        by_end.setdefault(suffix[-2:], []).append(suffix)
    generic = sorted(table["generic"].split(), key=lambda w: (-len(w), w))
    part = f"(?P<part>{table['part']})"
    return Forms(
        kinds=kinds,
        suffixes={end: tuple(found) for end, found in by_end.items()},
        longer={s: found for s in kinds if (found := tuple(k for k in kinds if k != s and k.startswith(s)))},
        weak=frozenset(weak),
        last=re.compile(f"[{''.join(sorted({s[-1] for s in kinds}))}]"),
        after=re.compile(table["estate_after"]),
        anchored_after=re.compile(table["anchored_after"]),
        part=re.compile(rf"(?P<more>小区|楼盘|社区)?{part}?"),
        generic=re.compile(rf"(?:{'|'.join(map(re.escape, generic))}|[A-Za-z\d])+"),
        excluded=frozenset(table["excluded"].split()) - kinds.keys(),
    )
