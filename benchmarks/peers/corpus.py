"""What every system is given: documents, questions, and the vectors of both, read from one folder.

Runs in the environments of the peers too: numpy and the standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
GROUPS = 100
WANTED_GROUP = 7
"""Documents are dealt into a hundred groups; the filter of the comparison lets this one through."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: text, vector, what answers it, and the place of the document it was taken from (-1: none)."""

    text: str
    vector: Vectors
    relevant: frozenset[int]
    itself: int = -1


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by place: id, text, group 0 to 99 and one unit vector each; several sets of questions."""

    name: str
    ids: Sequence[str]
    texts: Sequence[str]
    groups: NDArray[np.int64]
    vectors: Vectors
    sets: Mapping[str, Sequence[Question]]


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Writes the corpus into a fresh folder, complete or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = folder.with_name(f"{folder.name}.making")
    making.mkdir(exist_ok=True)
    rows = zip(corpus.ids, corpus.texts, corpus.groups.tolist(), strict=True)
    _write_lines(making / "documents.jsonl", [{"id": i, "text": t, "group": g} for i, t, g in rows])
    np.save(making / "documents.npy", corpus.vectors)
    for name, questions in corpus.sets.items():
        _write_lines(
            making / f"questions-{name}.jsonl",
            [{"text": q.text, "relevant": sorted(q.relevant), "itself": q.itself} for q in questions],
        )
        np.save(making / f"questions-{name}.npy", np.stack([q.vector for q in questions]))
    making.rename(folder)


def read_corpus(folder: Path) -> Corpus:
    """The corpus in a folder."""
    rows = _read_lines(folder / "documents.jsonl")
    sets = {
        file.stem.removeprefix("questions-"): _questions(file, np.load(file.with_suffix(".npy")))
        for file in sorted(folder.glob("questions-*.jsonl"))
    }
    return Corpus(
        name=folder.name,
        ids=[row["id"] for row in rows],
        texts=[row["text"] for row in rows],
        groups=np.array([row["group"] for row in rows], dtype=np.int64),
        vectors=np.load(folder / "documents.npy"),
        sets=sets,
    )


def _questions(file: Path, vectors: Vectors) -> list[Question]:
    rows = zip(_read_lines(file), vectors, strict=True)
    return [Question(row["text"], vector, frozenset(row["relevant"]), row["itself"]) for row, vector in rows]


def _write_lines(file: Path, rows: Sequence[Mapping[str, object]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _read_lines(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
