"""Marks become words, then vectors; erased petitions go; a folder that is not the last one is filled anew."""

import shutil

import numpy as np

from core.viewer import OFFICE
from records import vectors
from records.erasing import erase_item
from records.items import save_items, update_item
from records.marks import backlog
from search.documents import Document
from search.index import SearchIndex
from search.letters import pieces, text_hash
from search.projector import apply_search_marks, rebuild_search
from tests.search.office import NOW, keep, new_office, petition, settle
from tests.search.toy import ToyEncoder

ITEMS = [petition(n, f"第{n}小区停水", f"我们第{n}小区停水了，没有人管。") for n in range(12)]


def waiting(database):
    with database.read() as tx:
        return backlog(tx)


def test_words_come_before_vectors(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS)
    assert apply_search_marks(database, index, "vectors", 100) == 0  # nothing to hang vectors on yet
    assert waiting(database)["vectors"] == 12
    assert apply_search_marks(database, index, "words", 100) == 12
    assert index.state().documents == 12 and index.state().missing_vectors == 12
    assert len(index.search(index.question("停水"), OFFICE, k=20)) == 12
    assert apply_search_marks(database, index, "vectors", 5) == 5
    assert index.state().missing_vectors == 7
    settle(database, index)
    assert index.state().missing_vectors == 0 and not waiting(database)["words"] and not waiting(database)["vectors"]
    index.close()


def test_what_a_person_typed_does_not_wait_for_the_rest_of_a_batch(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS[:1])
    settle(database, index)
    keep(database, ITEMS[1:])
    typed = petition(40, "翠微桥头路灯不亮", "翠微桥头晚上没有路灯。")
    with database.write() as tx:
        save_items(tx, [typed], lane="interactive")
    assert apply_search_marks(database, index, "words", 100) == 1
    assert index.search(index.question("翠微桥头"), OFFICE, k=1)[0].id == typed.id
    assert apply_search_marks(database, index, "words", 100) == 11
    index.close()


def test_cached_vectors_are_used_again(tmp_path, monkeypatch):
    database, index = new_office(tmp_path)
    keep(database, ITEMS)
    settle(database, index)
    before = index.vectors([one.id for one in ITEMS])
    rebuild_search(database, index)
    index.open_for_writing()

    def refuse(texts):
        assert not texts, "everything was cached"
        return np.empty((0, 32), dtype=np.float32)

    monkeypatch.setattr(index.encoder, "encode_passages", refuse)
    settle(database, index)
    assert np.array_equal(before, index.vectors([one.id for one in ITEMS]))
    index.close()


def test_changes_follow(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS)
    settle(database, index)
    with database.write() as tx:
        update_item(tx, ITEMS[0].id, state="concluded")
    settle(database, index)
    table = index.snapshot().table
    assert table.values("status", table.number_of(ITEMS[0].id)) == ("concluded",)
    assert index.state().missing_vectors == 0
    index.close()


def test_erased_is_gone_from_words_vectors_and_cache(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS)
    settle(database, index)
    with database.write() as tx:
        erase_item(tx, ITEMS[3].id, basis="本人申请", persons=("甲", "乙"), now=NOW)
    settle(database, index)
    assert ITEMS[3].id not in [m.id for m in index.search(index.question(ITEMS[3].title), OFFICE, k=20)]
    assert not index.vectors([ITEMS[3].id]).any()
    assert index.snapshot().vectors.dead_rows == 0
    document = Document(id=ITEMS[3].id, title=ITEMS[3].title, text=ITEMS[3].content)
    keys = [text_hash(text) for text in pieces(document).texts]
    with database.read() as tx:
        assert not vectors.cached(tx, "toy-1", keys)
    index.close()


def test_a_lost_or_older_folder_is_filled_anew(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS[:6])
    settle(database, index)
    shutil.copytree(tmp_path / "index", tmp_path / "older")
    keep(database, ITEMS)
    settle(database, index)
    index.close()
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "older").rename(tmp_path / "index")
    again = SearchIndex(tmp_path / "index", ToyEncoder(), database.uuid)
    again.open_for_writing()
    settle(database, again)
    assert again.state().documents == 12
    again.close()
    shutil.rmtree(tmp_path / "index")
    empty = SearchIndex(tmp_path / "index", ToyEncoder(), database.uuid)
    empty.open_for_writing()
    settle(database, empty)
    assert empty.state().documents == 12 and empty.state().missing_vectors == 0
    empty.close()


def test_without_an_encoder_vectors_wait(tmp_path):
    database, index = new_office(tmp_path)
    keep(database, ITEMS)
    index.close()
    words = SearchIndex(tmp_path / "index", None, database.uuid)
    words.open_for_writing()
    assert apply_search_marks(database, words, "words", 100) == 12
    assert apply_search_marks(database, words, "vectors", 100) == 0
    assert waiting(database)["vectors"] == 12
    words.close()
    index = SearchIndex(tmp_path / "index", ToyEncoder(), database.uuid)
    index.open_for_writing()
    settle(database, index)
    assert index.state().missing_vectors == 0
    index.close()
