"""The forms places take: suffixes by kind, signs of an estate, endings and words that name nothing in particular."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.packaged import packaged_yaml
from core.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns made from `places.yaml`; `kinds` maps every suffix to its kind."""

    kinds: dict[str, str]
    long: Phrases
    single: re.Pattern[str]
    longer: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    after: re.Pattern[str]
    anchored_after: re.Pattern[str]
    part: re.Pattern[str]
    part_end: re.Pattern[str]
    generic: re.Pattern[str]
    excluded: frozenset[str]
    numbered: re.Pattern[str]

    def suffixes(self, text: str) -> list[tuple[int, int]]:
        """Spans of suffixes in `text` by their end; of two that end together the longer one."""
        found = {end: start for start, end in self.long.find_all(text)[::-1]}
        for m in self.single.finditer(text):
            found.setdefault(m.end(), m.start())
        return [(start, end) for end, start in sorted(found.items())]

    def kind_of(self, name: str) -> str:
        """The kind its suffix gives `name`; an estate when it has none."""
        return next((self.kinds[name[-n:]] for n in (6, 5, 4, 3, 2, 1) if name[-n:] in self.kinds), "estate")

    def continues(self, text: str, end: int, suffix: str) -> bool:
        """True when `suffix` at `end` is only the beginning of a longer one (街 of 街道, 高速 of 高速公路)."""
        start = end - len(suffix)
        return any(text.startswith(longer, start) for longer in self.longer.get(suffix, ()))

    def is_excluded(self, name: str) -> bool:
        """True when `name` only looks like a place because of its last two to four characters."""
        excluded = self.excluded
        return name[-2:] in excluded or name[-3:] in excluded or name[-4:] in excluded


@lru_cache(maxsize=1)
def forms() -> Forms:
    """The forms, built once."""
    table = packaged_yaml("places.yaml")
    kinds = {suffix: kind for kind, text in table["kinds"].items() for suffix in text.split()}
    weak = table["weak"].split()
    kinds |= {suffix: "estate" for suffix in weak if suffix not in kinds}
    generic = sorted(table["generic"].split(), key=lambda w: (-len(w), w))
    plain = "".join(s for s in kinds if len(s) == 1 and s not in weak)
    faint = "".join(s for s in weak if len(s) == 1)
    company = f"(?={table['estate_after']}|{table['anchored_after']}|$)"
    return Forms(
        kinds=kinds,
        long=Phrases(kinds),
        single=re.compile(f"[{plain}]|[{faint}]{company}"),
        longer={s: found for s in kinds if (found := tuple(k for k in kinds if k != s and k.startswith(s)))},
        weak=frozenset(weak),
        after=re.compile(table["estate_after"]),
        anchored_after=re.compile(table["anchored_after"]),
        part=re.compile(f"(?P<more>小区|楼盘|社区)?(?P<part>{table['part']})?"),
        part_end=re.compile(f"(?:{table['part']})$"),
        generic=re.compile(rf"(?:{'|'.join(map(re.escape, generic))}|[A-Za-z\d])+"),
        excluded=frozenset(table["excluded"].split()) - kinds.keys(),
        numbered=re.compile(table["numbered_road"]),
    )
