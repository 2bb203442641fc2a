"""`eval` and `tuning` as commands: figures as JSON, questions as lines, refusals in words, a change proposed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.door import done, give, records, refused

ASKED = {"kind": "ranking", "corpus": "petitions", "name": "试"}


def gold(folder: Path, *lines: object) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return file


def test_figures_of_a_file_beside_plain_ways(asked: Path, tmp_path: Path) -> None:
    found = done("search", "petitions", "物业", "--limit", "6", "--json", home=asked).json["hits"]
    ids = [hit["source_id"] for hit in found]
    assert len(ids) >= 3
    asks = [{"id": "1", "text": "物业", "relevant": ids[:2]}, {"like": ids[0], "relevant": {ids[1]: 2}}]
    file, rows = gold(tmp_path, ASKED, *asks), tmp_path / "rows.jsonl"
    (report,) = done("eval", file, "--out", rows, "--json", home=asked).json
    assert (report["set"], report["size"], report["version"]["encoder"]) == ("试", 2, "")
    assert {one["system"] for one in report["figures"]} == {"ours", "bm25_characters", "bm25_words"}
    told = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert len(told) == 6 and {"set", "system", "id", "map", "first"} <= told[0].keys()
    table = done("eval", file, home=asked).out
    assert "95% 置信区间" in table and "检索版本" in table


def test_what_cannot_be_measured_is_refused(asked: Path, tmp_path: Path) -> None:
    before = records(asked)
    unknown = gold(tmp_path, ASKED, {"text": "停水", "relevant": ["没有这件"]})
    refused(give("eval", unknown, home=asked), "有 1 个编号在本办找不到：没有这件")
    refused(give("eval", tmp_path / "nowhere", home=asked), "找不到评测集")
    refused(give("eval", "office:all", home=asked), "没有叫“office:all”的评测集")
    bad = tmp_path / "tuning.json"
    bad.write_text('{"petitions": {"meaning": 2}}', encoding="utf-8")
    refused(give("eval", unknown, "--against", bad, home=asked), "0 到 1 的数")
    refused(give("tuning", "propose", bad, home=asked), "petitions.meaning", "tuning.json")
    refused(give("tuning", "apply", "change:9", "--as", "没有这人", home=asked), "没有账号")
    refused(give("tuning", "history", "change:9", home=asked), "没有检索变更 change:9")
    assert records(asked) == before


def test_models_of_no_known_kind_or_name_are_refused(asked: Path) -> None:
    other = ("--as", "", "--for", "calls")
    refused(give("encoder", "train", "new", *other, home=asked), "没有“calls”这一种模型", "--for law")
    refused(give("encoder", "rollback", *other, "--reason", "试", home=asked), "没有“calls”")
    refused(give("encoder", "use", "nobody", "--as", "", home=asked), "没有叫“nobody”的模型", "encoder list")


def test_a_tuning_is_shown_changed_and_proposed(plain: Path, tmp_path: Path) -> None:
    shown = done("tuning", "show", "--json", home=plain).json
    shown["petitions"]["structure"] = 0.2
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(shown), encoding="utf-8")
    proposed = give("tuning", "propose", file, "--json", home=plain)
    assert proposed.code in (0, 1)
    assert proposed.json["after"]["petitions"]["structure"] == 0.2 and proposed.json["state"] == "proposed"
    assert [one["id"] for one in done("tuning", "history", "--json", home=plain).json] == ["change:1"]
    assert done("tuning", "show", "--json", home=plain).json["petitions"]["structure"] != 0.2
    refused(give("tuning", "apply", "change:1", "--as", "", home=plain), "具名的人")
