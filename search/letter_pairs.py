"""From letters that people said are about one matter to what a model of letters is trained on (训练样本)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from search.documents import Document
from search.encoder import Vectors
from search.letters import pieces
from search.training_pairs import FEWEST, NEAR_COPY

SHARED_OUT = 12
"""A letter with n links is trained on SHARED_OUT / n of them, at least one: an issue with very many letters must not
drown the rest."""
MOST_LINES = 1500
TOO_ALIKE = 0.95
"""A letter nearer than this share of what linked ones reach may be about the same matter, though nobody said so."""
_KEPT_AGAINST = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Two letters, by id, that are about one matter, or that a person kept apart; `source` is the set it comes from."""

    one: str
    other: str
    same: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters to train on: texts, vectors as they are now, linked rows, rows that are close but another matter.

    `matters` numbers what hangs together by links, shape (letters,): held out together, never against each other.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    alike: Sequence[tuple[int, ...]]
    against: Sequence[tuple[int, ...]]
    matters: tuple[int, ...]


def ends(links: Iterable[Link]) -> set[str]:
    """The letters that links join."""
    return {id_ for link in links for id_ in (link.one, link.other)}


def read_text(document: Document) -> str:
    """A letter as the model reads it: courtesy left out, the first passage."""
    return pieces(document).passages[0]


def enough(links: Sequence[Link]) -> None:
    """Raises InputError when links of letters alike are fewer than `FEWEST`."""
    number = len({(link.one, link.other) for link in links if link.same})
    if number < FEWEST:
        raise InputError(
            f"能用来训练的来信对只有 {number} 对，太少了",
            f"至少需要 {FEWEST} 对：确认的共性问题里的来信、判为“同”的、同一信访事项的，或选作先例的",
        )


def matters_of(links: Iterable[Link]) -> dict[str, str]:
    """Letter → a letter that stands for all it hangs together with through links of one matter."""
    above: dict[str, str] = {}

    def top(id_: str) -> str:
        above.setdefault(id_, id_)
        while above[id_] != id_:
            above[id_] = id_ = above[above[id_]]
        return id_

    for link in links:
        one, other = sorted((top(link.one), top(link.other)))
        if link.same:
            above[other] = one
    return {id_: top(id_) for id_ in sorted(above)}


def parts(links: Sequence[Link], count: int, seed: int) -> list[list[Link]]:
    """The links in `count` parts by whole matters; those kept apart go with the first letter's matter."""
    matter = matters_of(links)
    names = sorted(set(matter.values()))
    place = {names[m]: i % count for i, m in enumerate(np.random.default_rng(seed).permutation(len(names)))}
    return [[link for link in links if place[matter[link.one]] == part] for part in range(count)]


def letters_of(
    links: Sequence[Link],
    documents: Mapping[str, Document],
    near: Callable[[str], Sequence[str]],
    encode: Callable[[Sequence[str]], Vectors],
) -> Letters:
    """What to train on; `near` tells what the office's own search finds for a letter, best first.

    `documents` holds all letters that links or `near` name, `encode` reads texts as letters are read before training.
    """
    matter, linked = matters_of(links), _joined(link for link in links if link.same)
    found = {id_: [other for other in near(id_) if matter.get(other, other) != matter[id_]] for id_ in sorted(linked)}
    ids = tuple(sorted(matter.keys() | {other for several in found.values() for other in several}))
    row = {id_: place for place, id_ in enumerate(ids)}
    texts = tuple(read_text(documents[id_]) for id_ in ids)
    vectors = encode(texts)
    apart = _joined(link for link in links if not link.same)
    alike = [tuple(row[other] for other in sorted(linked.get(id_, ()))) for id_ in ids]
    against = []
    for place, id_ in enumerate(ids):
        sure = [row[other] for other in sorted(apart.get(id_, ()))]
        mined = [row[other] for other in found.get(id_, ())]
        kept = [n for n in mined if n not in sure and not _unsaid(vectors, place, n, alike[place])]
        against.append(tuple([*sure, *kept][:_KEPT_AGAINST]))
    numbers = {name: n for n, name in enumerate(sorted({matter.get(id_, id_) for id_ in ids}))}
    return Letters(ids, texts, vectors, alike, against, tuple(numbers[matter.get(id_, id_)] for id_ in ids))


def _joined(links: Iterable[Link]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for link in links:
        found[link.one].add(link.other)
        found[link.other].add(link.one)
    return found


def _unsaid(vectors: Vectors, place: int, other: int, alike: Sequence[int]) -> bool:
    """True when the other letter is so near that it is likely about the same matter, only nobody said it."""
    near = float(vectors[place] @ vectors[other])
    return near >= min(NEAR_COPY, TOO_ALIKE * float(np.median(vectors[list(alike)] @ vectors[place])))


def lines(letters: Letters, seed: int) -> list[tuple[int, int, int]]:
    """(letter, one of the same matter, one of another) for every letter with links; the same for the same seed.

    A letter without a close one of another matter is held against any of another matter. Of very many lines a part is
    drawn, so that training ends in hours.
    """
    draw = np.random.default_rng(seed)
    found = []
    for place, several in enumerate(letters.alike):
        for other in draw.permutation(several)[: max(1, SHARED_OUT // len(several))] if several else ():
            close = letters.against[place] or tuple(
                n for n in range(len(letters.ids)) if letters.matters[n] != letters.matters[place]
            )
            found.append((place, int(other), int(draw.choice(close))))
    return [found[n] for n in sorted(draw.permutation(len(found))[:MOST_LINES])]
