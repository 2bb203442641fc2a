"""本办反馈: what this office said of hits moves them a little for questions near the one it was said of (F83).

Each 有用 or 同 of a hit lifts it, each 无用 or 不同 lowers it: fully for the same question, text or matter, less the
further the question is from the judged one, not at all below `NEAR`. What all judgments together do to a score stays
below the part `local` of the tuning, is a part of its own in `why`, and ends with the judgment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from records.judgments import Judgment, judgments_about, text_id
from records.transactions import Tx
from search.asking import Asked
from search.documents import Document
from search.encoder import Encoder, Vectors
from search.index import SearchIndex
from search.letters import question_vector

NEAR = 0.75
"""Cosine of two questions from which on a judgment of one begins to count for the other."""
MOST = 0.05
"""Feedback never moves a score by more than this, whatever the tuning says."""
SIGNS = {"useful": 1.0, "same": 1.0, "useless": -1.0, "not_same": -1.0}
_DIGITS = 6


def local_parts(
    tx: Tx, index: SearchIndex, ready: Asked, ids: Iterable[str], *, most: float = MOST
) -> dict[str, dict[str, float]]:
    """Hit → `{"local": share}` for those of `ids` that judgments move; to be merged into the parts of a score."""
    said = judgments_about(tx, ids) if most else []
    close = closeness(index, ready, said)
    sums: dict[str, float] = defaultdict(float)
    for one, _ in said:
        sums[one.hit] += SIGNS[one.verdict] * close[one.asked]
    bound = min(most, MOST)
    shares = {hit: round(bound * votes / (1 + abs(votes)), _DIGITS) for hit, votes in sorted(sums.items())}
    return {hit: {"local": share} for hit, share in shares.items() if share}


def closeness(index: SearchIndex, ready: Asked, said: Sequence[tuple[Judgment, str]]) -> dict[str, float]:
    """Judged question → how far it is the one asked now, 0..1."""
    mine, matter = (ready.item.id, ready.item.matter_id) if ready.item else (text_id(ready.text), "")
    found = {one.asked: float(one.asked == mine or bool(matter and its == matter)) for one, its in said}
    others = {one.asked: one.text for one, _ in said if not found[one.asked]}
    if not others:
        return found
    return found | _by_meaning(index, _vector(index, ready), others)


def _vector(index: SearchIndex, ready: Asked) -> Vectors | None:
    """The question as letters are read, also where it is put to the law: questions are compared with questions."""
    if ready.item is not None:
        row: Vectors = index.vectors([ready.item.id])[0]
        return row if row.any() else None
    return _typed(index.encoder, ready.text) if index.encoder is not None else None  # type: ignore[arg-type]


def _by_meaning(index: SearchIndex, vector: Vectors | None, others: Mapping[str, str]) -> dict[str, float]:
    if vector is None:
        return dict.fromkeys(others, 0.0)
    petitions = [id_ for id_, text in others.items() if not text]
    rows = dict(zip(petitions, index.vectors(petitions), strict=True)) if petitions else {}
    if index.encoder is not None:
        rows |= {id_: _typed(index.encoder, text) for id_, text in others.items() if text}  # type: ignore[arg-type]
    return {id_: _share(vector, rows.get(id_)) for id_ in others}


def _share(asked: Vectors, judged: Vectors | None) -> float:
    if judged is None or judged.shape != asked.shape:
        return 0.0
    cosine = round(float(np.dot(asked, judged)), _DIGITS)
    return min(1.0, max(0.0, (cosine - NEAR) / (1 - NEAR)))


@lru_cache(maxsize=4096)
def _typed(encoder: Encoder, text: str) -> Vectors:
    return question_vector(encoder, Document(id="", text=text))
