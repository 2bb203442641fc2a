"""Files of gold sets: what is read, and in which words each thing that cannot be scored is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from core.errors import InputError
from eval.gold import Ask, Cluster, Labelled, Pair
from eval.gold_file import lines_of, read_gold


def written(folder: Path, *lines: object, name: str = "set.jsonl") -> Path:
    file = folder / name
    told = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return file


RANKING = {"kind": "ranking", "name": "相似来信"}
PAIRS, CLUSTERS, LABELS = {"kind": "pairs"}, {"kind": "clusters"}, {"kind": "labels", "target": "unit"}


def test_each_kind_is_read_and_written_back(tmp_path: Path) -> None:
    ranking = written(
        tmp_path,
        RANKING,
        {"id": "a", "text": "物业停水，电话13812345678", "relevant": [1, "2"]},
        {"like": "3", "relevant": {"4": 2, "5": 0}, "group": "g", "as_of": "2026-01-02"},
    )
    gold = read_gold(ranking)
    assert gold.name == "相似来信" and gold.size == 2
    first, second = gold.asks
    assert "13812345678" not in first.text and first.relevant == {"1": 1.0, "2": 1.0}
    assert second == Ask(id="3", like="3", relevant={"4": 2.0}, group="g", as_of=second.as_of)
    pairs = read_gold(written(tmp_path, PAIRS, _pair("2", "1", True), _pair("1", "3", False)))
    assert pairs.pairs == (Pair("1", "2", True), Pair("1", "3", False))
    clusters = read_gold(written(tmp_path, CLUSTERS, {"members": ["1", "2"], "lookalikes": [3]}))
    assert clusters.clusters == (Cluster("2", frozenset({"1", "2"}), frozenset({"3"})),)
    labels = read_gold(written(tmp_path, LABELS, {"id": 1, "label": "甲"}, {"id": 2, "label": "乙", "text": "停水"}))
    assert labels.labelled == (Labelled(id="1", label="甲"), Labelled(id="2", label="乙", text="停水"))
    for one in (gold, pairs, clusters, labels):
        again = read_gold(written(tmp_path, *lines_of(one)))
        assert again.digest == one.digest


def _pair(one: str, other: str, same: bool) -> dict[str, object]:
    return {"one": one, "other": other, "same": same}


def test_the_digest_is_of_the_content_alone(tmp_path: Path) -> None:
    a, b = {"id": "a", "text": "停水", "relevant": ["1"]}, {"id": "b", "text": "停电", "relevant": ["2"]}
    one = read_gold(written(tmp_path, RANKING, a, b))
    assert one.digest == read_gold(written(tmp_path, {"kind": "ranking", "name": "别的"}, b, a)).digest
    assert one.digest != read_gold(written(tmp_path, RANKING, a, b | {"relevant": ["3"]})).digest


def test_a_compressed_file_is_read_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl.gz"
    lines = [PAIRS, _pair("1", "2", True), _pair("1", "3", False)]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    assert read_gold(file).name == "pairs"


TWICE = {"id": "a", "text": "停水", "relevant": ["1"]}
REFUSED = {
    "nothing": ((), "评测集是空的"),
    "no content": ((RANKING,), "只有第一行说明"),
    "no kind": (({"corpus": "petitions"}, TWICE), "没有写明是哪种评测集：kind = None"),
    "unknown corpus": (({"kind": "ranking", "corpus": "books"}, TWICE), "不认识的 corpus：'books'"),
    "unknown target": (({"kind": "labels", "target": "city"}, TWICE), "不认识的 target：'city'"),
    "pairs of law": (({"kind": "pairs", "corpus": "articles"}, TWICE), "只能是信访件"),
    "too many folds": (({"kind": "labels", "folds": 99}, TWICE), "folds 应是 2 到 20 的整数"),
    "no JSON": ((RANKING, "{停水"), "第 2 行：不是 JSON"),
    "no object": ((RANKING, "[1]"), "第 2 行：不是一个 JSON 对象"),
    "asked twice": ((RANKING, TWICE, TWICE | {"id": "b"}), "第 3 行：同一问在第 2 行已经有了"),
    "one id twice": ((RANKING, TWICE, TWICE | {"text": "停电"}), "编号“a”在第 2 行已经有了"),
    "neither words nor item": ((RANKING, {"relevant": ["1"]}), "二者取一"),
    "both": ((RANKING, {"text": "停水", "like": "1", "relevant": ["2"]}), "二者取一"),
    "no answers": ((RANKING, {"text": "停水", "relevant": []}), "没有写明哪些是相关的"),
    "its own answer": ((RANKING, {"like": "1", "relevant": ["1"]}), "不能是自己的答案"),
    "a bad grade": ((RANKING, {"text": "停水", "relevant": {"1": "好"}}), "“1”的等级应是 0 以上的数，写的是 '好'"),
    "not among": ((RANKING, {"text": "停水", "relevant": ["1"], "among": ["2"]}), "不在备选（among）里"),
    "a bad day": ((RANKING, TWICE | {"as_of": "去年"}), "as_of"),
    "no answer of a pair": ((PAIRS, {"one": "1", "other": "2"}), "same：true 或 false"),
    "a pair of one": ((PAIRS, _pair("1", "1", True)), "要有不同的 one 和 other"),
    "a pair twice": ((PAIRS, _pair("1", "2", True), _pair("2", "1", False)), "“1”和“2”在第 2 行已经有了"),
    "pairs of one class": ((PAIRS, _pair("1", "2", True), _pair("2", "3", True)), "全是“同”或全是“不同”"),
    "a cluster of one": ((CLUSTERS, {"members": ["1"]}), "至少要有两件"),
    "no list": ((CLUSTERS, {"members": "1,2"}), "members 应是编号的列表"),
    "in and out": ((CLUSTERS, {"members": ["1", "2"], "lookalikes": ["2"]}), "“2”既在其中又是貌似的"),
    "in two": ((CLUSTERS, {"members": ["1", "2"]}, {"members": ["2", "3"]}), "“2”在第 2 行的共性问题里已经有了"),
    "no label": ((LABELS, {"id": "1"}), "要有编号（id）和标签（label）"),
    "labelled twice": ((LABELS, {"id": "1", "label": "甲"}, {"id": "1", "label": "乙"}), "编号“1”在第 2 行"),
    "labels of one class": ((LABELS, {"id": "1", "label": "甲"}, {"id": "2", "label": "甲"}), "都是同一个标签“甲”"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_scored_is_refused_in_words(tmp_path: Path, why: str) -> None:
    lines, words = REFUSED[why]
    with pytest.raises(InputError) as caught:
        read_gold(written(tmp_path, *lines) if lines else written(tmp_path, ""))
    assert words in caught.value.detail, caught.value.detail
    assert "set.jsonl" in caught.value.detail and caught.value.hint


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "gbk.jsonl").write_bytes("物业停水三天".encode("gbk"))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}" * 9999)[:40])
    (tmp_path / "plain.jsonl.gz").write_bytes(b"{}")
    for name, words in (
        ("nowhere", "找不到评测集"),
        ("gbk.jsonl", "不是 UTF-8"),
        (".", "打不开"),
        ("cut.jsonl.gz", "打不开"),
        ("plain.jsonl.gz", "打不开"),
    ):
        with pytest.raises(InputError, match=words):
            read_gold(tmp_path / name)
