"""Known successions of real articles are found, across versions and across titles, also in the largest code."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from core.alignment import Pair, Piece, align

Acts = dict[tuple[str, int], list[Piece]]
"""Title and number of articles → the articles."""

WANTED = {
    "信访条例", "信访工作条例", "治安管理处罚法", "民事诉讼法", "网络安全法", "噪声污染防治法", "生态环境法典",
    "环境噪声污染防治法",
}  # fmt: skip


@pytest.fixture(scope="module")
def acts(shared_data: Path) -> Acts:
    """The acts named above, each version by its number of articles."""
    by_doc: dict[tuple[str, str], list[Piece]] = {}
    with gzip.open(shared_data / "statutes" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            title = row["title"].removeprefix("中华人民共和国")
            if title in WANTED:
                number = f"{row['no']}-{row['sub']}" if row["sub"] else str(row["no"])
                by_doc.setdefault((title, row["doc_id"]), []).append(Piece(number, row["text"]))
    return {(title, len(pieces)): pieces for (title, _), pieces in by_doc.items()}


def _successors(pairs: tuple[Pair, ...]) -> dict[str, tuple[str, ...]]:
    return {number: pair.new for pair in pairs for number in pair.old}


@pytest.mark.data
@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        (("信访条例", 51), ("信访工作条例", 50), {"33": "34", "34": "35", "35": "36", "36": "40"}),
        (("治安管理处罚法", 119), ("治安管理处罚法", 144), {"58": "88", "23": "26"}),
        (("民事诉讼法", 284), ("民事诉讼法", 291), {"200": "207"}),
        (("民事诉讼法", 291), ("民事诉讼法", 306), {"207": "211"}),
        (("网络安全法", 79), ("网络安全法", 81), {"21": "23", "42": "44"}),
        (("环境噪声污染防治法", 64), ("噪声污染防治法", 90), {"30": "43"}),
        (("噪声污染防治法", 90), ("生态环境法典", 1242), {"43": "572"}),
    ],
)
def test_known_successions(acts: Acts, old: tuple[str, int], new: tuple[str, int], known: dict[str, str]) -> None:
    begun = time.perf_counter()
    found = _successors(align(acts[old], acts[new]))
    assert {number: found[number] for number in known} == {number: (after,) for number, after in known.items()}
    assert time.perf_counter() - begun < 20


@pytest.mark.data
def test_the_largest_code_against_itself_is_all_the_same(acts: Acts) -> None:
    code = acts["生态环境法典", 1242]
    assert {pair.change for pair in align(code, code)} == {"same"}
