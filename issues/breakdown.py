"""What stands behind an issue: units, places, respondents, articles, classes, and class × place × unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.taxonomy import label_of
from issues.common_issue import Breakdown, Cell, Share
from issues.letters import Letter, Name
from issues.names import group_of

MOST = 20


def breakdown_of(letters: Sequence[Letter], labels: Mapping[str, str]) -> Breakdown:
    """Counts of items; `labels` gives the Chinese names of unit and article ids."""
    return Breakdown(
        units=_shares((letter.unit for letter in letters if letter.unit), labels),
        places=_named(letters, ("place", "road", "area")),
        respondents=_named(letters, ("respondent",)),
        articles=_shares((article for letter in letters for article in set(letter.articles)), labels),
        classes=_shares((one.class_code for one in letters if one.class_code), _ClassLabels()),
        cells=_cells(letters, labels),
    )


class _ClassLabels(dict[str, str]):
    def __missing__(self, code: str) -> str:
        return label_of(code) or code


def _shares(ids: Iterable[str], labels: Mapping[str, str]) -> tuple[Share, ...]:
    known = isinstance(labels, _ClassLabels)
    counts = Counter(ids)
    found = [Share(id_, labels[id_] if known else labels.get(id_, _bare(id_)), n) for id_, n in counts.items()]
    return _most(found)


def _bare(id_: str) -> str:
    return id_.partition(":")[2] or id_


def _named(letters: Sequence[Letter], groups: tuple[str, ...]) -> tuple[Share, ...]:
    names: dict[str, Name] = {}
    counts: Counter[str] = Counter()
    for letter in letters:
        mine = {name.key or name.stem: name for name in letter.names if group_of(name.kind) in groups}
        counts.update(mine.keys())
        names |= {key: name for key, name in mine.items() if key not in names}
    return _most([Share(names[key].key, names[key].stem, n) for key, n in counts.items()])


def _most(shares: list[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda s: (-s.count, s.label, s.id))[:MOST])


def main_place(letter: Letter) -> str:
    """The place a letter is about first, else its first respondent, else the empty string."""
    placed = [name.stem for name in letter.names if group_of(name.kind) in ("place", "road")]
    return (placed or [name.stem for name in letter.names] or [""])[0]


def _cells(letters: Sequence[Letter], labels: Mapping[str, str]) -> tuple[Cell, ...]:
    counts = Counter((one.class_code, main_place(one), labels.get(one.unit, _bare(one.unit))) for one in letters)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Cell(code, place, unit, count) for (code, place, unit), count in ordered[: 5 * MOST])
