"""A search index that belongs to something else, is damaged or gone: told in words, and made again on request."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.door import done, give, letters, records, refused, settings


def edit_manifests(home: Path, **changes: object) -> None:
    for file in (home / "index").glob("*/manifest.json"):
        told = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(told | changes), encoding="utf-8")


def each(home: Path, pattern: str) -> list[Path]:
    found = sorted((home / "index").glob(pattern))
    assert found, pattern
    return found


def _other_encoder(home: Path) -> None:
    edit_manifests(home, encoder="another-model")


def _other_database(home: Path) -> None:
    other = home.parent / "other"
    done("ingest", "petitions", letters(home.parent / "别处.csv", 1), home=other)
    shutil.rmtree(home / "index")
    shutil.copytree(other / "index", home / "index")


def _other_program(home: Path) -> None:
    edit_manifests(home, format=99)


def _broken_manifest(home: Path) -> None:
    for file in each(home, "*/manifest.json"):
        file.write_text("{", encoding="utf-8")


def _short_table(home: Path) -> None:
    for file in each(home, "*/documents-*.jsonl"):
        file.write_bytes(file.read_bytes()[:40])


def _no_words(home: Path) -> None:
    for folder in each(home, "*/words-*"):
        shutil.rmtree(folder)


def _empty_words(home: Path) -> None:
    for file in each(home, "*/words-*/*"):
        file.write_bytes(b"")


def _short_vectors(home: Path) -> None:
    for file in each(home, "*/growing-*.f16"):
        file.write_bytes(file.read_bytes()[:100])


DAMAGE = {
    _other_encoder: "由另一个模型生成（another-model，现在是 bge-small-zh",
    _other_database: "检索库属于另一个数据库",
    _other_program: "另一个版本的程序",
    _broken_manifest: "检索库的清单读不懂",
    _short_table: "检索库的文档表不完整",
    _no_words: "检索库的词索引打不开",
    _empty_words: "检索库的词索引打不开",
    _short_vectors: "检索库的向量文件不完整",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__.strip("_"))
def test_an_index_that_is_not_this_offices(plain: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    office, words = plain, DAMAGE[damage]
    if damage is _other_encoder:
        settings(office, "")
    damage(office)
    before = records(office)
    refused(give("search", "petitions", "停水", home=office), words, "python cli.py rebuild")
    assert records(office) == before
    doctor = give("doctor", home=office)
    assert doctor.code == 1 and words in doctor.out and "python cli.py rebuild" in doctor.out
    file = letters(tmp_path / "来件.csv", 1)
    told = give("ingest", "petitions", file, "--json", home=office)
    assert told.code == 2 and told.json["new"] == 1, "it is in the records, and the report says so"
    assert words in told.err and "rebuild" in told.err
    done("rebuild", home=office)
    assert done("search", "petitions", "停水", "--json", home=office).json["hits"]
    assert done("search", "petitions", "第0盏路灯不亮", "--json", home=office).json["also_open"]


def test_no_index_at_all_is_made_again(office: Path) -> None:
    shutil.rmtree(office / "index")
    done("rebuild", home=office)
    assert done("search", "petitions", "停水", "--json", home=office).json["hits"]
