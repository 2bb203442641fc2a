"""Questions nobody expects: empty, one character, fifty thousand, NUL and lone surrogates, ids that do not exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.door import done, give, records, refused

LONG = "小区夜间施工噪音扰民，请环保局查处。" * 2778
ODD = "路灯\ud800不\udfff亮"
ASK = [("search", "petitions"), ("search", "articles"), ("suggest", "issue-class")]


@pytest.mark.parametrize("command", ASK)
@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_an_empty_question(asked: Path, command: tuple[str, str], text: str) -> None:
    refused(give(*command, text, "--json", home=asked), "没有", "例如")


@pytest.mark.parametrize("command", [*ASK, ("law", "resolve")])
def test_one_character_and_fifty_thousand(asked: Path, command: tuple[str, str]) -> None:
    assert len(LONG) >= 50_000
    before = records(asked)
    done(*command, "灯", "--json", home=asked)
    told = done(*command, "-", "--json", home=asked, stdin=LONG)
    assert json.loads(told.out) is not None
    assert records(asked) == before, "asking writes nothing"


def test_a_text_that_was_cut_says_so(asked: Path) -> None:
    for kind in ("petitions", "articles"):
        told = done("search", kind, "-", home=asked, stdin=LONG)
        assert "只看了前 5000 字" in told.out + told.err
        assert done("search", kind, "-", "--json", home=asked, stdin=LONG).json["cut"] is True
        assert done("search", kind, "路灯", "--json", home=asked).json["cut"] is False


def test_a_text_without_citations(asked: Path) -> None:
    assert done("law", "resolve", "", "--json", home=asked).json == []
    assert "没有引用" in done("law", "resolve", "您好", home=asked).out


@pytest.mark.parametrize("command", [*ASK, ("law", "resolve")])
def test_nul_and_lone_surrogates_in_a_question(asked: Path, command: tuple[str, str]) -> None:
    for text in (ODD, "路灯\x00不亮", "依据《民法典》\ud800第一条\x00"):
        told = done(*command, text, "--json", home=asked)
        assert "\x00" not in told.out
        done(*command, text, home=asked)


def test_too_few_labels_to_learn_units_from(asked: Path) -> None:
    refused(give("suggest", "unit", "路灯不亮", "--json", home=asked), "不足以学习", "至少需要 200 件")


def test_bytes_on_stdin_that_are_no_text(asked: Path) -> None:
    refused(give("search", "petitions", "-", home=asked, stdin=b"\xc2\xb7\xb5\xc6\xff"), "不是 UTF-8")


def questions(tmp_path: Path, text: str | bytes) -> tuple[Path, Path]:
    file = tmp_path / "问题.jsonl"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file, tmp_path / "答.jsonl"


FILES = [("search", "petitions"), ("search", "articles"), ("law", "resolve"), ("suggest", "issue-class")]


@pytest.mark.parametrize("command", FILES)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello\n", ["第 1 行", "不是 JSON", '{"id":"1"']),
        ('{"id":"1","text":"灯"}\n{"id":"2",\n', ["第 2 行", "不是 JSON"]),
        ('{"id":"1","text":"灯"}\n[1]\n', ["第 2 行", "缺少 id"]),
        ('{"text":"灯"}\n', ["第 1 行", "缺少 id"]),
        ('{"id":' + "9" * 5000 + "}\n", ["第 1 行", "不是 JSON"]),
        (b'{"id":"1","text":"\xff"}\n', ["不是 UTF-8"]),
        ("", ["没有一个问题"]),
    ],
)
def test_a_file_of_questions_at_fault(
    asked: Path, tmp_path: Path, command: tuple[str, str], text: str | bytes, words: list[str]
) -> None:
    file, out = questions(tmp_path, text)
    refused(give(*command, "--queries", file, "--out", out, home=asked), "问题.jsonl", *words)
    assert list(tmp_path.iterdir()) == [file], "no answer file, and nothing unfinished"


@pytest.mark.parametrize("command", FILES)
def test_no_file_of_questions(asked: Path, tmp_path: Path, command: tuple[str, str]) -> None:
    file, out = questions(tmp_path, '{"id":"1","text":"路灯不亮"}\n')
    refused(
        give(*command, "--queries", tmp_path / "没有.jsonl", "--out", out, home=asked), "找不到问题文件", "没有.jsonl"
    )
    refused(give(*command, "--queries", tmp_path, "--out", out, home=asked), "文件夹")
    nowhere = tmp_path / "没有的夹" / "答.jsonl"
    refused(give(*command, "--queries", file, "--out", nowhere, home=asked), "结果文件", "没有的夹")
    refused(give(*command, "--queries", file, "--out", tmp_path, home=asked), "结果文件", "写不进去")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("command", FILES[:3])
def test_a_file_of_questions_without_a_place_for_answers(asked: Path, tmp_path: Path, command: tuple[str, str]) -> None:
    file, _ = questions(tmp_path, '{"id":"1","text":"路灯不亮"}\n')
    refused(give(*command, "--queries", file, home=asked), "没有结果文件", "--out")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"id": "q7", "text": ""}, ["q7", "没有输入要查的内容"]),
        ({"id": "q7"}, ["q7", "没有输入要查的内容"]),
        ({"id": "q7", "like": "没有这件"}, ["q7", "没有编号为“没有这件”的信访件"]),
    ],
)
def test_one_question_of_many_at_fault(asked: Path, tmp_path: Path, line: dict[str, str], words: list[str]) -> None:
    file, out = questions(tmp_path, '{"id":"1","text":"路灯"}\n' + json.dumps(line, ensure_ascii=False))
    told = give("search", "petitions", "--queries", file, "--out", out, "--json", home=asked)
    assert told.code == 1 and told.json == {"answers": 2, "errors": 1}
    assert all(word in told.err for word in words)
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert first["hits"] and not second["hits"] and words[-1] in second["error"]


def test_odd_characters_in_a_file_of_questions(asked: Path, tmp_path: Path) -> None:
    line = json.dumps({"id": "\ud800\x00a", "text": "《民法典》第一条\ud800\x00路灯"})
    for command in FILES:
        file, out = questions(tmp_path, f'{line}\n{{"id": 7, "text": "路灯"}}\n')
        done(*command, "--queries", file, "--out", out, home=asked)
        answers = [json.loads(row) for row in out.read_text(encoding="utf-8").splitlines()]
        assert [answer["id"] for answer in answers][1] == 7 and len(answers) == 2


UNKNOWN = [
    (["search", "petitions", "--like", "没有"], ["没有编号为“没有”的信访件", "请核对编号"]),
    (["search", "petitions", "--like", "item:来信:没有"], ["item:来信:没有", "编号"]),
    (["search", "petitions", "--like", "item:\ud800\x00"], ["没有", "编号"]),
    (["search", "articles", "--like", "没有"], ["没有编号为“没有”的信访件"]),
    (["law", "show", "没有这部法"], ["库中没有“没有这部法”", "政策包"]),
    (["law", "show", "article:没有:1"], ["库中没有 article:没有:1"]),
    (["law", "show", "article:\ud800"], ["没有"]),
    (["issues", "show", "issue:没有"], ["issue:没有"]),
    (["graph", "show", "unit:没有"], ["图谱中没有 unit:没有"]),
    (["graph", "show", "没有"], ["没有编号为“没有”的信访件"]),
    (["graph", "show", "item:x\ud800\x00"], ["没有"]),
    (["graph", "path", "unit:ZJ", "unit:没有"], ["unit:没有"]),
    (["graph", "path", "没有", "unit:ZJ"], ["没有编号为“没有”的信访件"]),
    (["graph", "export", "x", "--as", "没有"], ["没有账号“没有”", "网页"]),
    (["search", "petitions", "灯", "--as", "没有"], ["没有账号“没有”"]),
    (["batch", "show", "batch:没有", "--as", "没有"], ["没有账号“没有”"]),
    (["erase", "item:没有", "--basis", "某条", "--persons", "甲,乙"], ["item:没有"]),
    (["erase", "item:没有", "--basis", "某条", "--persons", "甲,甲"], ["两名不同的经办人", "例如"]),
    (["erase", "item:没有", "--basis", " ", "--persons", "甲,乙"], ["依据", "例如"]),
    (["search", "petitions", "灯", "--date-from", "2026-02-30"], ["2026-02-30", "2026"]),
    (["search", "articles", "灯", "--as-of", "昨天"], ["昨天", "2026"]),
    (["law", "show", "民法典", "--as-of", "昨天"], ["昨天", "2026"]),
    (["issues", "discover", "--date-to", "2026-13-01"], ["2026-13-01"]),
]


@pytest.mark.parametrize(("words", "said"), UNKNOWN, ids=lambda part: " ".join(map(ascii, part)))
def test_an_unknown_id_or_day(asked: Path, words: list[str], said: list[str]) -> None:
    before = records(asked)
    refused(give(*words, home=asked), *said)
    assert records(asked) == before


WRONG = [
    (["没有这个命令"], ["没有这个命令"]),
    (["search", "没有"], ["没有"]),
    (["search", "petitions", "灯", "--nothing"], ["--nothing"]),
    (["search", "petitions", "灯", "--limit", "0"], ["--limit 的值不对：不能小于 1"]),
    (["search", "petitions", "灯", "--limit", "很多"], ["--limit 的值不对：应是整数"]),
    (["search", "petitions", "灯", "--limit"], ["--limit"]),
    (["ingest", "petitions"], ["缺少 files"]),
    (["erase", "item:x", "--basis", "某条"], ["--persons"]),
    (["graph", "show", "unit:ZJ", "--hops", "9"], ["--hops"]),
    (["rebuild", "多余"], ["多余"]),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=lambda part: " ".join(map(ascii, part)))
def test_a_command_written_wrong_is_told_in_chinese(asked: Path, words: list[str], said: list[str]) -> None:
    told = give(*words, "--home", asked)
    refused(told, *said, "--help")
