"""The jar list is exact, and a jar that is not the one listed never reaches the class path."""

from __future__ import annotations

import hashlib

import pytest

from core.errors import Unavailable
from graph.neo4j_jars import VERSION, prepare_jars, read_lock


def test_every_jar_has_its_hash_and_its_own_file_name():
    jars = read_lock()
    assert len(jars) > 200
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert len({jar.file for jar in jars}) == len(jars)
    assert any(jar.artifact == "neo4j-server" and jar.version == VERSION for jar in jars)


def test_a_list_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "bad.lock").write_text("not a list of jars", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"程序清单读不出来：bad\.lock"):
        prepare_jars(tmp_path, lock=tmp_path / "bad.lock")


def test_a_jar_already_there_and_right_is_not_fetched(tmp_path):
    folder = tmp_path / f"neo4j-{VERSION}"
    folder.mkdir()
    (folder / "tool-1.0.jar").write_bytes(b"right")
    digest = hashlib.sha256(b"right").hexdigest()
    (tmp_path / "one.lock").write_text(f"# one jar\norg.example:tool:1.0 {digest}\n", encoding="utf-8")
    told: list[str] = []
    assert prepare_jars(tmp_path, lock=tmp_path / "one.lock", tell=told.append) == (folder / "tool-1.0.jar",)
    assert not told


@pytest.mark.service
def test_a_damaged_jar_is_fetched_again_and_a_foreign_one_refused(tmp_path, neo4j_runtime):
    small = min(read_lock(), key=lambda jar: next(p for p in neo4j_runtime.jars if p.name == jar.file).stat().st_size)
    name = f"{small.group}:{small.artifact}:{small.version}"
    folder = tmp_path / f"neo4j-{VERSION}"
    folder.mkdir()
    (folder / small.file).write_bytes(b"cut off")
    (tmp_path / "one.lock").write_text(f"{name} {small.sha256}\n", encoding="utf-8")
    (jar,) = prepare_jars(tmp_path, lock=tmp_path / "one.lock", tell=list)
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == small.sha256

    (tmp_path / "foreign.lock").write_text(f"{name} {'0' * 64}\n", encoding="utf-8")
    with pytest.raises(Unavailable, match="与预期的校验值不符"):
        prepare_jars(tmp_path, lock=tmp_path / "foreign.lock", tell=list)
