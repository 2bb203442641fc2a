"""Settings, folders, disks, models and indexes that are not as they should be."""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from records.database import open_database
from search.model import adapter_hash
from tests.cli.door import HEADER, PROJECT, count, done, give, letters, records, refused, settings

SETTINGS = {
    "写坏": ("neo4j_uri = bolt://x", ["settings.toml 读不懂", "TOML"]),
    "不认识": ('neo4j_url = "bolt://x"', ["不认识的设置项：neo4j_url", "neo4j_uri"]),
    "表": ("[graph]\nuri = 1", ["不认识的设置项：graph"]),
    "端口": ('port = "很多"', ["端口 很多 不是 1 到 65535 的数字", "port = 8501"]),
    "端口太大": ("port = 70000", ["端口 70000 不是 1 到 65535 的数字"]),
    "值是列表": ('model_cache = ["a"]', ["设置项 model_cache 应是一个文字或数字"]),
    "库": ('database_url = "哪里"', ["数据库地址看不懂", "sqlite:///"]),
    "别的库": ('database_url = "mysql://a/b"', ["数据库", "sqlite:///"]),
    "连不上": ('database_url = "postgresql+psycopg://a:b@127.0.0.1:9/x"', ["连不上数据库", "地址和密码"]),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_that_cannot_work(tmp_path: Path, case: str) -> None:
    text, words = SETTINGS[case]
    home = settings(tmp_path, text)
    for command in (["doctor"], ["search", "petitions", "路灯"], ["ingest", "petitions", "x.csv"]):
        refused(give(*command, home=home), *words)
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"], "nothing was made"


def test_settings_in_another_encoding_and_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes('model_cache = "模型"'.encode("gb18030"))
    refused(give("doctor", home=tmp_path), "settings.toml 读不懂", "TOML")
    (tmp_path / "settings.toml").unlink()
    (tmp_path / "settings.toml").mkdir()
    refused(give("doctor", home=tmp_path), "settings.toml 打不开", "读取权限")


def test_settings_that_fail_where_they_are_needed(office: Path) -> None:
    settings(office, 'model_folder = "/没有这个文件夹"')
    refused(give("search", "petitions", "路灯", home=office), "model_folder 指定的文件夹不存在", "删去这项设置")
    settings(office, 'neo4j_uri = "哪里"')
    refused(give("graph", "show", "unit:ZJ", home=office), "Neo4j 的地址 哪里 不能用", "bolt://127.0.0.1:7687")
    (office / "settings.toml").write_text('today = "昨天"', encoding="utf-8")
    refused(give("law", "required", home=office), "today = “昨天”不是日期", "2026-11-22")


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.write_text("x")
    for home in (file, file / "office", Path("/proc/office")):
        for command in (["doctor"], ["ingest", "petitions", file], ["work"], ["search", "petitions", "灯"]):
            refused(give(*command, home=home), str(home), "写权限")


def test_keys_that_cannot_be_made_or_are_damaged(office: Path) -> None:
    shutil.rmtree(office / "keys")
    (office / "keys").write_text("x")
    refused(give("doctor", home=office), "密钥文件夹", "读写权限")
    (office / "keys").unlink()
    (office / "keys").mkdir()
    (office / "keys" / "identity.key").write_bytes(b"short")
    refused(give("doctor", home=office), "密钥文件 identity.key 已损坏", "备份")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"nothing of the kind" * 100)
    refused(give("doctor", home=tmp_path), "数据库文件已损坏，或者不是数据库文件", "restore")
    (tmp_path / "office.db").unlink()
    with closing(sqlite3.connect(tmp_path / "office.db")) as other:
        other.execute("CREATE TABLE shop (id)")
    refused(give("doctor", home=tmp_path), "别的程序的表", "空的数据库")


HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Another process writes to the database and does not end."""
    command = [sys.executable, "-c", HOLDER, str(home / "office.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.communicate()


def test_a_locked_database(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.office.open_database", partial(open_database, wait=0.2))
    office = plain
    before, file = records(office), letters(tmp_path / "来件.csv", 3)
    with held(office):
        words = ("数据库正被别的程序占用，等了 0.2 秒", "稍候再试")
        refused(give("ingest", "petitions", file, "--json", home=office), *words)
        refused(give("rebuild", home=office), *words)
        refused(give("erase", "item:来信:QM20241201000", "--basis", "某条", "--persons", "甲,乙", home=office), *words)
        assert done("search", "petitions", "停水", "--json", home=office).json["hits"], "reading goes on"
    assert records(office) == before
    assert done("ingest", "petitions", file, "--json", home=office).json["new"] == 3


@contextmanager
def little_disk(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: the system refuses to write, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def without_mapping(home: Path) -> dict[str, str]:
    """All tables but the one that says how a file's columns are read, which is kept before its rows."""
    return {name: digest for name, digest in records(home).items() if name != "mapping"}


@pytest.mark.parametrize("kilobytes", [8, 64, 400])
def test_a_full_disk_while_letters_come_in(plain: Path, tmp_path: Path, kilobytes: int) -> None:
    office = plain
    before, file = without_mapping(office), letters(tmp_path / "来件.csv", 400)
    with little_disk(kilobytes * 1024):
        refused(give("ingest", "petitions", file, "--no-wait", home=office), "磁盘已满或写不进去", "请腾出磁盘空间")
    assert without_mapping(office) == before
    assert done("ingest", "petitions", file, "--no-wait", "--json", home=office).json["new"] == 400


@pytest.mark.parametrize("kilobytes", [1, 40, 100])
def test_a_full_disk_while_the_index_is_written(plain: Path, tmp_path: Path, kilobytes: int) -> None:
    office = plain
    file = letters(tmp_path / "来件.csv", 300)
    done("ingest", "petitions", file, "--no-wait", home=office)
    items = count(office, "item")
    with little_disk(kilobytes * 1024):
        told = give("rebuild", home=office)
    refused(told, "磁盘")
    assert count(office, "item") == items
    done("rebuild", home=office)
    assert done("search", "petitions", "第7盏路灯", "--json", home=office).json["also_open"]


def test_a_full_disk_for_what_is_set_aside(plain: Path, tmp_path: Path) -> None:
    rows = "".join(f"D{n},2026-02-30,题,{'文' * 5000}\n" for n in range(300))
    bad = tmp_path / "坏.csv"
    bad.write_text(HEADER + rows, encoding="utf-8")
    before = without_mapping(plain)
    with little_disk(3_000_000):
        refused(give("ingest", "petitions", bad, "--no-wait", home=plain), "隔离文件写不进去", "磁盘")
    assert without_mapping(plain) == before


def test_a_full_disk_for_answers(asked: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "问题.jsonl", tmp_path / "答.jsonl"
    file.write_text("".join(json.dumps({"id": n, "text": "停水"}) + "\n" for n in range(300)), encoding="utf-8")
    with little_disk(100_000):
        told = give("search", "petitions", "--queries", file, "--out", out, home=asked)
    refused(told, "结果文件写不进去", "磁盘空间")
    assert list(tmp_path.iterdir()) == [file]


def model(folder: Path, *, content: bytes = b"x", told: bytes = b"x") -> Path:
    """A model folder whose listing tells the hashes of `told`."""
    folder.mkdir(parents=True)
    names = ("model.onnx", "tokenizer.json")
    for name in names:
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(told).hexdigest() for name in names}
    listing = {"adapter": adapter_hash(), "sha256": hashes}
    (folder / "model.json").write_text(json.dumps(listing), encoding="utf-8")
    return folder


def test_no_model(office: Path, tmp_path: Path) -> None:
    settings(office, f'model_cache = "{(tmp_path / "leer").as_posix()}"')
    found = give("search", "petitions", "停水", home=office)
    assert found.code == 0 and "停水" in found.out
    assert "语义模型不可用" in found.err and "只按词语检索" in found.err
    told = done("search", "petitions", "停水", "--json", home=office).json
    assert told["hits"] and "语义模型还没有准备好" in told["model_problem"]
    assert all(hit["why"]["parts"]["meaning"] == 0 for hit in told["hits"])
    doctor = give("doctor", home=office)
    assert doctor.code == 1 and "注意　语义模型：语义模型还没有准备好" in doctor.out
    assert "python cli.py model" in doctor.out
    file = letters(tmp_path / "来件.csv", 2)
    assert done("ingest", "petitions", file, "--json", home=office).json["new"] == 2, "letters come in and are found"
    assert done("search", "petitions", "第1盏路灯", "--json", home=office).json["also_open"]


@pytest.mark.parametrize(
    ("content", "told", "words"),
    [(b"half", b"whole", "语义模型文件已损坏：model.onnx"), (b"x", b"x", "语义模型打不开")],
)
def test_a_damaged_model(office: Path, tmp_path: Path, content: bytes, told: bytes, words: str) -> None:
    folder = model(tmp_path / "cache" / "bge-small-zh-v1.5-int8", content=content, told=told)
    for line in (f'model_cache = "{folder.parent.as_posix()}"', f'model_folder = "{folder.as_posix()}"'):
        settings(office, line)
        found = give("search", "petitions", "停水", home=office)
        assert found.code == 0 and "停水" in found.out and words in found.err
    refused(give("model", home=office), words, "doctor --fix")
    doctor = give("doctor", "--json", home=office)
    assert doctor.code == 1
    assert [one["ok"] for one in doctor.json if one["name"] == "语义模型"] == [False]


def test_backups_at_fault(office: Path, tmp_path: Path) -> None:
    good = tmp_path / "office.tar.gz"
    done("backup", good, home=office)
    refused(give("restore", good, home=office), "里已有资料", "空文件夹")
    fresh = tmp_path / "fresh"
    refused(give("restore", tmp_path / "没有.tar.gz", home=fresh), "没有.tar.gz", "备份文件")
    (tmp_path / "坏.tar.gz").write_bytes(b"nothing of the kind")
    refused(give("restore", tmp_path / "坏.tar.gz", home=fresh), "备份文件读不开", "是否完整")
    with tarfile.open(tmp_path / "别的.tar.gz", "w:gz") as archive:
        archive.add(PROJECT / "LICENSE", "LICENSE")
    refused(give("restore", tmp_path / "别的.tar.gz", home=fresh), "这不是本系统的备份")
    (tmp_path / "半个.tar.gz").write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    refused(give("restore", tmp_path / "半个.tar.gz", home=fresh), "备份文件读不开", "是否完整")
    assert not (fresh / "office.db").exists(), "nothing half done"
    done("restore", good, home=fresh)
    assert records(fresh) == records(office)
    refused(give("backup", tmp_path / "坏.tar.gz" / "x.tar.gz", home=office), "写不进去", "磁盘空间")
    with little_disk(20_000):
        refused(give("backup", tmp_path / "再来.tar.gz", home=office), "写不进去", "磁盘空间")
    assert sorted(f.name for f in tmp_path.iterdir() if "再来" in f.name) == []
