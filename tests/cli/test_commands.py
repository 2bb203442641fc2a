"""Every command works on a small office: one JSON document on stdout, paging, help in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

import cli
from tests.cli.door import done, give, records, refused, run

HAN = re.compile(r"[\u4e00-\u9fff]")


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


EVERY = dict(commands(typer.main.get_command(cli.app)))  # type: ignore[arg-type]
UNENDING = {("start",), ("work",)}


def test_the_commands_of_the_office_are_there() -> None:
    wanted = """ingest petitions, ingest policies, ingest law-library, ingest articles, ingest names, ingest history,
    search petitions, search articles, law resolve, law show, law required, issues discover, issues list, issues show,
    suggest issue-class, suggest unit, batch plan, batch apply, batch undo, batch show, graph show, graph path,
    graph export, work, rebuild, backup, restore, audit verify, doctor, start, model, erase"""
    assert {tuple(name.split()) for name in wanted.replace("\n", " ").split(",")} <= EVERY.keys()


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_is_chinese(path: tuple[str, ...]) -> None:
    told = done(*path, "--help")
    assert "用法：" in told.out and "显示这页说明" in told.out
    command = EVERY[path]
    assert HAN.search(command.help or ""), "says what it does"
    options = [p for p in command.params if p.name != "help"]
    assert not [p.name for p in options if not HAN.search(p.help or "")], "each option says what it is"
    names = {name for p in options for name in p.opts}
    assert "--home" in names
    assert path in UNENDING or "--json" in names
    assert path[-1] != "list" or {"--limit", "--offset"} <= names


@pytest.mark.parametrize("group", ["ingest", "search", "law", "issues", "suggest", "batch", "graph", "audit"])
def test_help_of_groups_is_chinese(group: str) -> None:
    told = done(group, "--help")
    assert "用法：" in told.out and "命令" in told.out and not re.search(r"Usage|Options|Commands", told.out)


READING = [
    (["search", "petitions", "停水"], "hits"),
    (["search", "petitions", "--like", "QM20241201000"], "hits"),
    (["search", "articles", "物业公共收益归谁"], "hits"),
    (["search", "articles", "--like", "QM20241201000"], "hits"),
    (["suggest", "issue-class", "小区停水没人管"], "suggestions"),
    (["law", "resolve", "依据《物业管理条例》第五十四条"], "citations"),
    (["law", "show", "物业管理条例"], ""),
    (["law", "show", "article:物业管理条例:54"], "article"),
    (["law", "required"], ""),
    (["issues", "list"], ""),
    (["batch", "list"], ""),
    (["audit", "list"], ""),
    (["audit", "verify"], "ok"),
    (["graph", "show", "QM20241201000"], "nodes"),
    (["graph", "show", "unit:ZJ", "--hops", "2", "--limit", "20"], "nodes"),
    (["graph", "path", "QM20241201000", "unit:ZJ"], "paths"),
]


@pytest.mark.parametrize(("words", "key"), READING, ids=lambda part: " ".join(map(ascii, part)))
def test_reading_commands(asked: Path, words: list[str], key: str) -> None:
    before = records(asked)
    told = done(*words, "--json", home=asked)
    assert isinstance(told.json, dict | list)
    if isinstance(told.json, dict):
        assert not key or key in told.json
    plain = done(*words, home=asked)
    assert plain.out.strip() and not plain.out.lstrip().startswith(("{", "["))
    assert records(asked) == before


def test_the_law_in_the_graph_has_its_status_of_the_day(asked: Path) -> None:
    article = "article:物业管理条例:54"
    for day, status in (("2026-11-22", "现行有效"), ("2000-01-01", "尚未生效")):
        found = done("graph", "show", article, "--as-of", day, "--json", home=asked).json
        assert found["as_of"] == day and found["statuses"][article]["status"] == status
        assert status in done("graph", "show", article, "--as-of", day, home=asked).out
    assert done("graph", "show", article, "--json", home=asked).json["as_of"] == "2026-11-22"
    refused(give("graph", "show", article, "--as-of", "昨天", home=asked), "昨天")


def test_what_search_finds_and_why(made: Path) -> None:
    found = done("search", "petitions", "家里经常停水没有通知", "--json", home=made).json
    best = found["hits"][0]
    assert best["source_id"] == "QM20241201000" and best["why"]["sentence"]
    assert abs(sum(best["why"]["parts"].values()) - best["score"]) < 1e-6
    assert best["why"]["parts"]["meaning"] > 0
    named = done("search", "articles", "《物业管理条例》第五十四条", "--as-of", "2026-11-22", "--json", home=made).json
    assert named["hits"][0]["article"] == "54" and named["hits"][0]["regulation"] == "物业管理条例"


def test_pages_of_an_answer(asked: Path) -> None:
    for words in (["search", "petitions", "小区 物业 噪音"], ["search", "articles", "物业 收益 公示"]):
        whole = [hit["id"] for hit in done(*words, "--limit", "6", "--json", home=asked).json["hits"]]
        pages = [
            hit["id"]
            for offset in (0, 2, 4)
            for hit in done(*words, "--limit", "2", "--offset", offset, "--json", home=asked).json["hits"]
        ]
        assert len(whole) == 6 and pages == whole
        assert done(*words, "--offset", "9999", "--json", home=asked).json["hits"] == []


def test_pages_of_lists(asked: Path) -> None:
    for words in (["law", "required"], ["audit", "list"]):
        whole = done(*words, "--json", home=asked).json
        pages = [row for offset in range(4) for row in paged(asked, words, offset)]
        assert pages == whole[:4]


def paged(home: Path, words: list[str], offset: int) -> list[object]:
    found: list[object] = done(*words, "--limit", "1", "--offset", offset, "--json", home=home).json
    return found


FILES = [
    (["search", "petitions"], {"id": "1", "text": "停水"}, "hits"),
    (["search", "petitions"], {"id": "1", "like": "QM20241201000"}, "hits"),
    (["search", "articles"], {"id": "1", "text": "公共收益"}, "hits"),
    (["law", "resolve"], {"id": "1", "text": "《民法典》第一百条"}, "citations"),
    (["suggest", "issue-class"], {"id": "1", "text": "停水"}, "suggestions"),
]


@pytest.mark.parametrize(("words", "question", "key"), FILES, ids=lambda part: ascii(part))
def test_files_of_questions(asked: Path, tmp_path: Path, words: list[str], question: dict[str, str], key: str) -> None:
    file, out = tmp_path / "问题.jsonl", tmp_path / "答.jsonl"
    file.write_text(json.dumps(question) + "\n\n" + json.dumps(question | {"id": 2}) + "\r\n", encoding="utf-8-sig")
    told = done(*words, "--queries", file, "--out", out, "--json", home=asked)
    assert told.json["answers"] == 2
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in answers] == ["1", 2]
    assert answers[0][key] == answers[1][key] and answers[0][key]


def test_citations_say_where_they_stand(asked: Path) -> None:
    text = "\ud800依据《物业管理条例》第五十四条"
    (found,) = done("law", "resolve", text, "--json", home=asked).json
    a, b = found["span"]
    assert text[a:b] == found["quote"] and found["article"] == "54" and found["verdict"] == "resolved"


def test_issues_by_command(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "共性.jsonl"
    told = done("issues", "discover", "--out", out, "--json", home=office)
    assert told.json["letters"] > 0 and out.exists()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == told.json["events"] + told.json["patterns"]
    again = done("issues", "discover", "--json", home=office)
    assert [line["id"] for line in again.json] == [line["id"] for line in lines]
    within = done("issues", "discover", "--date-from", "2025-01-01", "--date-to", "2025-06-30", "--json", home=office)
    assert isinstance(within.json, list)
    for line in lines:
        assert line["level"] in ("event", "pattern") and line["members"] and line["evidence"]["reasons"]


def test_backup_restore_erase_and_export(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "office.tar.gz"
    assert done("backup", file, "--json", home=office).json == {"file": str(file)}
    fresh = tmp_path / "fresh"
    assert done("restore", file, "--json", home=fresh).json == {"home": str(fresh)}
    assert records(fresh) == records(office)
    done("rebuild", "--json", home=fresh)
    assert done("search", "petitions", "停水", "--json", home=fresh).json["hits"]
    words = ["erase", "item:来信:QM20241201000", "--basis", "某法第四十七条", "--persons", "甲，乙"]
    assert done(*words, "--json", home=office).json["basis"] == "某法第四十七条"
    hits = done("search", "petitions", "枫桥盛庭停水", "--json", home=office).json["hits"]
    assert "QM20241201000" not in [hit["source_id"] for hit in hits]
    report = done("graph", "export", tmp_path / "图", "--json", home=office).json
    assert report["nodes"] > 50 and sorted(p.name for p in (tmp_path / "图").iterdir()) == [
        "links.jsonl",
        "nodes.jsonl",
    ]
    assert "枫桥盛庭经常停水" not in (tmp_path / "图" / "nodes.jsonl").read_text(encoding="utf-8")
    done("graph", "export", tmp_path / "图.graphml", home=office)
    refused(give("graph", "export", tmp_path / "图.graphml" / "x", home=office), "导出文件写不进去", "权限")


def test_doctor(made: Path) -> None:
    told = give("doctor", "--json", home=made)
    wrong = [one["name"] for one in told.json if not one["ok"]]
    assert told.code == 1 and set(wrong) == {"后台任务", "待处理"}, "only the worker does not run"
    assert all(one["next_step"] for one in told.json if not one["ok"])
    assert "中文检索自检" in give("doctor", home=made).out


def test_a_broken_audit_chain_is_found(office: Path) -> None:
    import sqlite3
    from contextlib import closing

    done("erase", "item:来信:QM20241201000", "--basis", "某条", "--persons", "甲,乙", home=office)
    with closing(sqlite3.connect(office / "office.db")) as database, database:
        database.execute("UPDATE audit SET reason = '改过'")
    told = give("audit", "verify", "--json", home=office)
    assert told.code == 1 and told.json["ok"] is False
    assert "审计链第" in give("audit", "verify", home=office).out


def test_one_command_as_a_process_of_its_own(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    told = run("search", "petitions", "-", "--json", home=asked, stdin="停水\x00，没有通知".encode())
    assert told.code == 0 and told.err == "" and told.json["hits"]
