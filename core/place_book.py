"""What many letters together teach about places: names that need no suffix, and longer spellings of one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.phrases import Phrases
from core.places import PlaceMention
from core.words import is_known

_KINDS = frozenset({"estate", "road", "school", "market", "site", "hospital", "community", "project"})
_SHORTEST = 3
_MOST_OWNERS = 3


@dataclass(frozen=True, slots=True)
class PlaceBook:
    """Stems seen in several letters; `phrases` is a gazetteer for `find_places`, `same` maps spellings to stems."""

    stems: Mapping[str, int] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=lambda: Phrases(()), compare=False, repr=False)

    @classmethod
    def of(cls, letters: Iterable[Sequence[PlaceMention]], *, least: int = 2) -> PlaceBook:
        """The book of `letters` (the mentions of each); a stem enters when `least` letters name it.

        Names of fewer than three characters and words of the general dictionary never count by themselves.
        """
        seen: Counter[str] = Counter()
        for mentions in letters:
            seen.update({m.stem for m in mentions if m.kind in _KINDS and len(m.stem) >= _SHORTEST})
        stems = {s: n for s, n in sorted(seen.items()) if n >= least and not is_known(s)}
        return cls(stems, _same(seen, stems), Phrases(stems))

    def stem(self, stem: str) -> str:
        """The stem under which `stem` is kept: 城东柳溪路 → 柳溪路 when letters mostly write the shorter name."""
        return self.same.get(stem, stem)


def _same(seen: Mapping[str, int], stems: Mapping[str, int]) -> dict[str, str]:
    """Longer spellings → the shorter stem they end with, unless several names end so (国际广场)."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name in sorted(seen):
        for at in range(1, len(name) - _SHORTEST + 1):
            if name[at:] in stems:
                owners[name[at:]].append(name)
                break
    return {
        longer: stem
        for stem, names in owners.items()
        if len([n for n in names if seen[n] > 1]) <= _MOST_OWNERS and stems[stem] >= max(seen[n] for n in names)
        for longer in names
    }
