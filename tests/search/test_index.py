"""The index: words first, generations, one writer, foreign and damaged folders, what a killed writer leaves."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest

from core.errors import IndexMismatch, Unavailable
from core.viewer import OFFICE
from core.words import Dictionary
from search import dense, shelf_writer
from search.filters import Filter
from search.index import SearchIndex
from tests.search.toy import ToyEncoder, add_vectors, filled, letter, letters, open_toy

DOCUMENTS = letters(40)


def ids(index, text, **how):
    return [m.id for m in index.search(index.question(text), OFFICE, **how)]


def test_found_by_words_before_there_is_a_vector(tmp_path):
    index = filled(tmp_path, DOCUMENTS, vectors=False)
    assert index.state().documents == 40 and index.state().missing_vectors == 40
    assert "item:test:0000" in ids(index, "清溪苑停水", k=40)
    assert add_vectors(index, DOCUMENTS[:10]) == 10
    assert index.state().missing_vectors == 30
    index.close()


def test_a_second_writer_is_refused(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    with pytest.raises(Unavailable, match="另一个后台任务"):
        open_toy(tmp_path).open_for_writing()
    index.open_for_writing()  # its own place is no obstacle
    index.close()
    other = open_toy(tmp_path)
    other.open_for_writing()
    other.close()


def test_writing_needs_to_be_asked_for(tmp_path):
    with pytest.raises(Unavailable, match="没有以写入方式打开"):
        open_toy(tmp_path).apply("petitions", DOCUMENTS)


def test_readers_see_each_generation(tmp_path):
    writer = filled(tmp_path, DOCUMENTS[:20])
    reader = open_toy(tmp_path)
    assert reader.state().documents == 20
    held = reader.snapshot()
    writer.apply("petitions", DOCUMENTS[20:], gone=["item:test:0001"])
    assert reader.state().documents == 39
    assert held.table.count == 20 and held.table.alive[1]  # a request keeps its generation
    assert "item:test:0001" not in ids(reader, DOCUMENTS[1].text, k=40)
    writer.close()


def test_applying_again_changes_nothing(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    before = index.generation()
    assert index.apply("petitions", DOCUMENTS) == 0
    assert index.generation() == before
    index.close()


def test_a_changed_text_is_found_by_its_new_words_and_waits_for_its_vector(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    changed = replace(DOCUMENTS[3], title="河道里有死猪", text="河道里漂着死猪，臭气熏天。")
    assert index.apply("petitions", [changed]) == 1
    assert index.state().documents == 40 and index.state().missing_vectors == 1
    assert ids(index, "死猪", k=1) == [changed.id]
    assert add_vectors(index, [DOCUMENTS[3]]) == 0  # a vector of the old text comes too late
    assert add_vectors(index, [changed]) == 1
    assert index.state().missing_vectors == 0
    index.close()


def test_changed_facets_keep_the_vector(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    moved = replace(DOCUMENTS[4], facets={**DOCUMENTS[4].facets, "status": ("archived",), "concluded": ("1",)})
    index.apply("petitions", [moved])
    assert index.state().missing_vectors == 0
    assert ids(index, "停水", wanted=Filter(status=("archived",))) == [moved.id]
    index.close()


def test_deleted_is_gone_and_may_come_back(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    assert index.delete([DOCUMENTS[0].id, "item:test:unknown"]) == 1
    index.compact()
    assert DOCUMENTS[0].id not in ids(index, DOCUMENTS[0].text, k=40)
    assert not index.vectors([DOCUMENTS[0].id]).any()
    index.apply("petitions", [DOCUMENTS[0]])
    assert DOCUMENTS[0].id in ids(index, DOCUMENTS[0].text, k=40)
    assert index.state().missing_vectors == 1
    index.close()


def test_compaction_changes_no_answer(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    index.delete([d.id for d in DOCUMENTS[:7]])
    question = index.question("清溪苑停水")
    before = index.search(question, OFFICE, k=40, wanted=Filter(unit=("unit:1",)))
    index.compact()
    assert index.search(question, OFFICE, k=40, wanted=Filter(unit=("unit:1",))) == before
    assert open_toy(tmp_path).search(question, OFFICE, k=40, wanted=Filter(unit=("unit:1",))) == before
    index.close()


def test_sealed_and_merged_files_answer_as_the_growing_one(tmp_path, monkeypatch):
    plain = filled(tmp_path / "plain", letters(60))
    monkeypatch.setattr(shelf_writer, "SEAL_AT", 5)
    monkeypatch.setattr(shelf_writer, "MERGE_AT", 3)
    index = filled(tmp_path / "sealed", [])
    documents = letters(60)
    for start in range(0, 60, 6):
        index.apply("petitions", documents[start : start + 6])
        add_vectors(index, documents[start : start + 6])
    manifest = index.snapshot().manifest
    assert manifest.sealed and manifest.growing_rows < 6
    for text, side_by_side in itertools.product(("清溪苑停水", documents[11].text), (dense.SIDE_BY_SIDE, 1)):
        monkeypatch.setattr(dense, "SIDE_BY_SIDE", side_by_side)
        one, other = (i.search(i.question(text), OFFICE, k=60) for i in (plain, index))
        assert [(m.id, m.score) for m in one] == [(m.id, m.score) for m in other]
    found = index.vectors([d.id for d in documents])
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-3)
    plain.close()
    index.close()


def test_same_question_same_list_also_after_a_rebuild(tmp_path):
    first, second = filled(tmp_path / "a", DOCUMENTS), filled(tmp_path / "b", DOCUMENTS)
    question = first.question("望江花园物业停车费")
    answers = [i.search(question, OFFICE, k=40) for i in (first, first, second)]
    assert answers[0] == answers[1] == answers[2]
    first.close()
    second.close()


def test_equal_scores_are_ordered_by_id(tmp_path):
    twins = [replace(letter(1), id=f"item:test:{name}") for name in ("c", "a", "b")]
    index = filled(tmp_path, twins)
    assert ids(index, twins[0].text, k=3) == ["item:test:a", "item:test:b", "item:test:c"]
    index.close()


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (lambda f: open_toy(f, database="other"), "属于另一个数据库"),
        (lambda f: open_toy(f, encoder=ToyEncoder("toy-2")), "由另一个模型生成"),
        (lambda f: SearchIndex(f, ToyEncoder(), "db", dictionary=Dictionary.of(["清溪苑"])), "机词典|词典"),
    ],
)
def test_a_foreign_folder_is_refused(tmp_path, opened, words):
    filled(tmp_path, DOCUMENTS[:5]).close()
    with pytest.raises(IndexMismatch, match=words) as told:
        opened(tmp_path).snapshot()
    assert "rebuild" in told.value.hint
    with pytest.raises(IndexMismatch, match=words):
        opened(tmp_path).open_for_writing()


def test_without_an_encoder_words_still_work(tmp_path):
    filled(tmp_path, DOCUMENTS).close()
    index = SearchIndex(tmp_path, None, "db")
    assert index.search(index.question("清溪苑停水"), OFFICE, k=3)[0].score > 0


def test_a_damaged_manifest_is_told(tmp_path):
    filled(tmp_path, DOCUMENTS[:5]).close()
    (tmp_path / "petitions" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMismatch, match="读不懂"):
        open_toy(tmp_path).snapshot()


@pytest.mark.parametrize("file", ["documents-0.jsonl", "growing-0.f16"])
def test_a_shortened_file_is_told(tmp_path, file):
    filled(tmp_path, DOCUMENTS[:5]).close()
    whole = (tmp_path / "petitions" / file).read_bytes()
    (tmp_path / "petitions" / file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexMismatch, match="不完整"):
        open_toy(tmp_path).snapshot()


def test_what_a_killed_writer_left_does_not_exist(tmp_path, monkeypatch):
    index = filled(tmp_path, DOCUMENTS[:10])

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf_writer, "write_manifest", killed)
    with pytest.raises(KeyboardInterrupt):
        index.apply("petitions", DOCUMENTS[10:20])
    with pytest.raises(KeyboardInterrupt):
        add_vectors(index, [replace(DOCUMENTS[2], text="别的")])  # nothing to add, nothing to publish
        index.delete([DOCUMENTS[0].id])
    monkeypatch.undo()
    index.close()
    again = open_toy(tmp_path)
    assert again.state().documents == 10
    again.open_for_writing()
    assert again.apply("petitions", DOCUMENTS) == 30
    assert add_vectors(again, DOCUMENTS[10:]) == 30
    fresh = filled(tmp_path.parent / f"{tmp_path.name}-fresh", DOCUMENTS)
    question = again.question("清溪苑停水")
    assert {m.id for m in again.search(question, OFFICE, k=40)} == {m.id for m in fresh.search(question, OFFICE, k=40)}
    again.close()
    fresh.close()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, monkeypatch):
    index = filled(tmp_path, DOCUMENTS[:10])

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf_writer.os, "fsync", full)
    with pytest.raises(Unavailable, match="写不进去") as told:
        index.apply("petitions", DOCUMENTS[10:])
    assert "磁盘空间" in told.value.hint
    with pytest.raises(Unavailable, match="写不进去"):
        add_vectors(index, [DOCUMENTS[0]])
    monkeypatch.undo()
    assert index.state().documents == 10 and index.state().missing_vectors == 0
    assert index.apply("petitions", DOCUMENTS[10:12]) == 2
    assert index.state().documents == 12
    assert add_vectors(index, DOCUMENTS[10:12]) == 2
    assert len(ids(index, "清溪苑停水", k=40)) == 11  # one of the twelve is restricted
    index.close()


def test_self_test_knows_a_word_leg_that_finds_nothing(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    index.encoder = None
    index.self_test()
    manifest = json.loads((tmp_path / "petitions" / "manifest.json").read_text(encoding="utf-8"))
    index.close()
    for file in (tmp_path / "petitions" / manifest["words"]).iterdir():
        file.unlink()
    from search.lexical import WordIndex

    WordIndex(tmp_path / "petitions" / manifest["words"], create=True)
    with pytest.raises(IndexMismatch, match="自检没有通过"):
        SearchIndex(tmp_path, None, "db").self_test()


def test_neighbours_inside_a_selection(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    chosen = [d.id for d in DOCUMENTS[::3]]
    places, cosines = index.nearest_within(chosen, 4)
    vectors = index.vectors(chosen)
    assert places.shape == cosines.shape == (len(chosen), 4)
    for row, near in enumerate(places):
        others = np.delete(vectors @ vectors[row], row)
        assert row not in near
        assert np.allclose(np.sort(others)[::-1][:4], cosines[row], atol=1e-5)
    index.close()


def test_wiped_index_is_empty_and_can_be_filled(tmp_path):
    index = filled(tmp_path, DOCUMENTS)
    before = index.generation()
    index.wipe()
    assert index.state().documents == 0
    index.open_for_writing()
    index.apply("petitions", DOCUMENTS)
    assert index.state().documents == 40 and index.generation() != before
    index.close()


@pytest.mark.parametrize(
    "text", ["水", "停水" * 25_000, 'OR AND ( ) : " * ~', "\x00\ud800停水".encode("utf-8", "replace").decode()]
)
def test_any_text_may_be_asked(tmp_path, text):
    index = filled(tmp_path, DOCUMENTS[:5])
    assert len(index.search(index.question(text), OFFICE, k=3)) == 3
    index.close()
