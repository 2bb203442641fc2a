"""Others who are there, away or wrong: a second worker, a worker that does the waiting, Neo4j with a wrong password."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casework.lock import worker_alive, worker_lock
from core.settings import Settings
from tests.cli.door import HEADER, PROJECT, count, done, give, records, refused, run


@contextmanager
def working(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A real worker of the office, which must end well when it is told to."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PETITION_GRAPH_")}
    command = [sys.executable, "cli.py", "work", "--home", str(home)]
    with subprocess.Popen(command, cwd=PROJECT, env=kept, stderr=subprocess.PIPE, text=True) as worker:
        until = time.monotonic() + 120
        while not worker_alive(home) and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        try:
            assert worker_alive(home), worker.poll()
            yield worker
        finally:
            worker.terminate()
            _, said = worker.communicate(timeout=60)
    assert (worker.returncode, said) == (0, "")


def one_letter(folder: Path, number: str = "W1") -> Path:
    file = folder / f"{number}.csv"
    file.write_text(f"{HEADER}{number},2026-03-01,桥头路灯不亮,石拱桥头的路灯坏了三个月没人修\n", encoding="utf-8")
    return file


def test_a_second_worker_and_commands_beside_the_first(plain: Path, tmp_path: Path) -> None:
    with working(plain):
        second = run("work", home=plain)
        refused(second, "已有一个后台任务在运行", "请勿重复启动")
        done("ingest", "petitions", one_letter(tmp_path), "--json", home=plain)
        found = done("search", "petitions", "石拱桥头路灯", "--json", home=plain).json["also_open"]
        assert found[0]["source_id"] == "W1", "the command waited until the worker had made it findable"
        assert "正常　后台任务：运行中" in give("doctor", home=plain).out
        assert done("rebuild", "--json", home=plain).json["entities"] > 0, "the worker was asked to do it"
        assert done("search", "petitions", "石拱桥头路灯", "--json", home=plain).json["also_open"]


def test_work_that_somebody_else_does_is_refused_at_once(plain: Path) -> None:
    before = records(plain)
    with worker_lock(plain):
        refused(give("work", home=plain), "这个办公室已有一个后台任务在运行", "只需一个")
    assert records(plain) == before


@pytest.mark.service
def test_neo4j_with_a_wrong_password(plain: Path, neo4j_settings: Settings, tmp_path: Path) -> None:
    lines = [
        (plain / "settings.toml").read_text(),
        f'neo4j_uri = "{neo4j_settings.neo4j_uri}"',
        'neo4j_password = "falsch"',
    ]
    (plain / "settings.toml").write_text("\n".join(lines), encoding="utf-8")
    words = ("Neo4j 的用户名或密码不对", "neo4j_user 和 neo4j_password")
    before = records(plain)
    refused(give("graph", "show", "unit:ZJ", home=plain), *words)
    # from here on as somebody else, so that the server does not shut out the right account for a while
    with (plain / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('\nneo4j_user = "niemand"\n')
    refused(give("graph", "path", "unit:ZJ", "QM20241201000", home=plain), *words)
    assert records(plain) == before
    told = give("doctor", "--json", home=plain)
    (graph,) = [one for one in told.json if one["name"] == "关系图谱"]
    assert told.code == 1 and not graph["ok"] and "密码" in graph["seen"] and "neo4j_" in graph["next_step"]
    items = count(plain, "item")
    assert done("ingest", "petitions", one_letter(tmp_path), "--json", home=plain).json["new"] == 1
    assert count(plain, "item") == items + 1, "registering goes on"
    assert done("search", "petitions", "石拱桥头路灯", "--json", home=plain).json["also_open"], "and finding"
    refused(give("rebuild", home=plain), "检索已重建，Neo4j 没有重写", "neo4j_")
    assert done("search", "petitions", "石拱桥头路灯", "--json", home=plain).json["also_open"]
    right = (
        lines[0] + f'\nneo4j_uri = "{neo4j_settings.neo4j_uri}"\nneo4j_password = "{neo4j_settings.neo4j_password}"\n'
    )
    (plain / "settings.toml").write_text(right, encoding="utf-8")
    done("rebuild", home=plain)
    with working(plain):
        until = time.monotonic() + 60
        while (found := give("graph", "show", "item:W1:W1", "--json", home=plain)).code != 0:
            assert time.monotonic() < until, found.err
            time.sleep(0.2)
    assert found.json["nodes"], "what came in meanwhile was caught up"


WATCHED = """
import atexit, runpy, sys
from pathlib import Path

def peak():
    print("peak", Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])

atexit.register(peak)
sys.argv[0] = "cli.py"
sys.path.insert(0, "")
runpy.run_path("cli.py", run_name="__main__")
"""


@pytest.mark.slow
def test_two_hundred_megabytes_are_a_stream(bare: Path, tmp_path: Path) -> None:
    """Most rows stand in the file again and again, so that the reading is all of it and the storing is little."""
    file = tmp_path / "大.csv"
    text = "小区夜间施工噪音扰民，请环保局查处。" * 180
    block = "".join(f"Z{n},2026-03-01,夜间施工,{text}{n}\n" for n in range(1000))
    bad = "".join(f"Y{n},2026-02-30,夜间施工,{text}{n}\n" for n in range(20))
    with file.open("w", encoding="utf-8") as stream:
        stream.write(HEADER)
        rows = 0
        while file.stat().st_size < 200_000_000:
            stream.write(block)
            stream.flush()
            rows += 1000
        stream.write(bad)
    command = [
        sys.executable,
        "-c",
        WATCHED,
        "ingest",
        "petitions",
        str(file),
        "--no-wait",
        "--json",
        "--home",
        str(bare),
    ]
    child = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=280)
    answer, _, peak = child.stdout.partition("\npeak ")
    told = json.loads(answer)
    assert child.returncode == 1, child.stderr
    assert (told["new"], told["same"], told["quarantined"]) == (1000, rows - 1000, 20)
    assert count(bare, "item") == 1000
    assert int(peak) < 1_000_000, "kilobytes"


@pytest.mark.service
def test_an_office_on_postgresql(bare: Path, tmp_path: Path, postgres_url: str) -> None:
    bare.mkdir()
    (bare / "settings.toml").write_text(
        f'database_url = "{postgres_url}"\nmodel_cache = "{(tmp_path / "none").as_posix()}"\n', encoding="utf-8"
    )
    odd = tmp_path / "怪.jsonl"
    odd.write_text(json.dumps({"信访编号": "S\ud800\x001", "内容": "石拱桥头\x00路灯\udfff不亮"}), encoding="utf-8")
    assert done("ingest", "petitions", odd, one_letter(tmp_path), "--json", home=bare).json["new"] == 2
    for text in ("石拱桥头", "石拱桥\x00头\ud800"):
        assert len(done("search", "petitions", text, "--json", home=bare).json["also_open"]) == 2
    refused(give("search", "petitions", "--like", "没有\x00\ud800", home=bare), "没有编号为“没有”的信访件")
    assert done("law", "resolve", "《民法典》\x00第一条\ud800", "--json", home=bare).json
    refused(give("backup", tmp_path / "x.tar.gz", home=bare), "PostgreSQL", "pg_dump")
    assert done("rebuild", "--json", home=bare).json["entities"] == 2
    assert not (bare / "office.db").exists()
