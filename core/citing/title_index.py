"""Titles of a library, ready to be asked: exact, as the end of a longer title, or with one character amiss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from core.law_titles import STATE, KnownTitles, one_apart, title_key, without_edition

MOST = 10
"""Candidates shown for one doubtful title."""
_SHORTEST_END = 4


class TitleIndex:
    """Names → ids of acts; built once for many questions."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._without: dict[str, list[str]] = {}
        for name, id_ in names:
            key = title_key(name)
            _add(self._exact, key, id_)
            _add(self._without, without_edition(key), id_)

    @cached_property
    def known(self) -> KnownTitles:
        """All names for the reader, so that each may stand without 《》."""
        return KnownTitles(self._exact)

    def named(self, title: str) -> list[str]:
        """Ids with this title; an edition note counts only where two acts differ by it."""
        key = title_key(title)
        return self._exact.get(key) or self._without.get(without_edition(key), [])

    def ending(self, title: str) -> list[str]:
        """Ids whose longer title ends with this one, shortest titles first."""
        key = without_edition(title_key(title))
        if len(key) < _SHORTEST_END:
            return []
        found = [(len(name), name) for name in self._by_end.get(key[-_SHORTEST_END:], ()) if name.endswith(key)]
        return list(dict.fromkeys(id_ for _, name in sorted(found) for id_ in self._without[name]))

    def like(self, title: str) -> list[str]:
        """Ids whose title is one character away, be it in 中华人民共和国 before it; at most ten."""
        key = without_edition(title_key(title))
        if rest := next((key[n:] for n in (6, 7, 8) if one_apart(key[:n], STATE) and key[n:] in self._without), ""):
            return self._without[rest][:MOST]
        found = {name for cut in _cuts(key) for name in self._by_cut.get(cut, ()) if one_apart(key, name)}
        ids = dict.fromkeys(id_ for name in sorted(found, key=lambda n: (-len(n), n)) for id_ in self._without[name])
        return list(ids)[:MOST]

    @cached_property
    def _by_end(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._without:
            found.setdefault(name[-_SHORTEST_END:], []).append(name)
        return found

    @cached_property
    def _by_cut(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._without:
            for cut in _cuts(name):
                found.setdefault(cut, []).append(name)
        return found


def _add(into: dict[str, list[str]], key: str, id_: str) -> None:
    ids = into.setdefault(key, [])
    if id_ not in ids:
        ids.append(id_)


def _cuts(key: str) -> Iterator[str]:
    """The key and every spelling with one character left out; titles under three characters have none."""
    if len(key) >= 3:
        yield key
        yield from {key[:n] + key[n + 1 :] for n in range(len(key))}
