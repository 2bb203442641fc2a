"""A tiny real encoder for tests of the index: character pairs hashed into 32 numbers; and documents to fill it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from search.documents import Document
from search.encoder import Vectors
from search.index import SearchIndex
from search.letters import document_vectors

FIRST_DAY = date(2026, 1, 1)


class ToyEncoder:
    """Same text, same vector; texts with pairs in common are near."""

    def __init__(self, name: str = "toy-1") -> None:
        self.name = name
        self.question_name = name
        self.dimension = 32

    @property
    def letters(self) -> ToyEncoder:
        return self

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for i in range(len(text) - 1):
                row[zlib.crc32(text[i : i + 2].encode()) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def open_toy(folder: Path, *, encoder: ToyEncoder | None = None, database: str = "db") -> SearchIndex:
    return SearchIndex(folder, encoder or ToyEncoder(), database)


def filled(folder: Path, documents: Sequence[Document], *, vectors: bool = True) -> SearchIndex:
    """An index open for writing that holds the documents."""
    index = open_toy(folder)
    index.open_for_writing()
    index.apply("petitions", documents)
    if vectors:
        add_vectors(index, documents)
    return index


def add_vectors(index: SearchIndex, documents: Sequence[Document]) -> int:
    assert index.encoder is not None
    made = document_vectors(index.encoder, documents)
    return index.put_vectors("petitions", {d.id: (d.version, v) for d, v in zip(documents, made, strict=True)})


_PLACES = ("清溪苑", "望江花园", "柳林村", "东门路")
_MATTERS = (
    "小区停水三天没有人管",
    "物业乱收停车费",
    "拖欠农民工工资",
    "夜间施工噪音扰民",
    "房产证办不下来",
    "路灯坏了一个月",
)


def letters(count: int) -> list[Document]:
    """Petitions that differ in place, matter, day and facets."""
    return [letter(n) for n in range(count)]


def letter(n: int) -> Document:
    place, matter = _PLACES[n % len(_PLACES)], _MATTERS[(n * 7 // 3) % len(_MATTERS)]
    return Document(
        id=f"item:test:{n:04d}",
        title=f"{place}{matter}",
        text=f"我是{place}的住户，{matter}，已经第{n}次反映，请尽快处理。",
        facets={
            "issue": (f"{n % 3 + 1:02d}{n % 5 + 1:02d}",),
            "unit": (f"unit:{n % 4}", f"unit:{n % 7}") if n % 4 != n % 7 else (f"unit:{n % 4}",),
            "place": (f"place:{place}",),
            "status": ("concluded" if n % 2 else "accepted",),
            "concluded": ("1" if n % 2 else "0",),
            "region": (f"4301{n % 6:02d}",),
            "source": ("test",),
            **({"restricted": ("1",)} if n % 11 == 5 else {}),
        },
        day=FIRST_DAY + timedelta(days=n % 90) if n % 13 else None,
    )
