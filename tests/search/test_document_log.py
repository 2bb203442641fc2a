"""The log of documents is read in pieces of whole lines; one that is not whole is told."""

import pytest

from core.errors import IndexMismatch
from search import document_log
from search.document_log import Entry, read_log

ENTRIES = [Entry(n, f"item:a:{n}", "v", 1, True, 9, 10, 3, (("place", (f"place:{n}",)),)) for n in range(40)]


@pytest.mark.parametrize("at_once", [1, 50, 1000, 1 << 20])
def test_pieces_of_any_size_give_the_same_entries(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(document_log, "_AT_ONCE", at_once)
    file = tmp_path / "log.jsonl"
    head = '{"codes":[["place","place:0"]]}\n'
    file.write_text(head + "".join(one.line() for one in ENTRIES), encoding="utf-8")
    size = file.stat().st_size
    whole, rest = read_log(file, 0, size), read_log(file, len(head), size)
    assert whole.codes == [("place", "place:0")] and list(whole.entries) == ENTRIES
    assert not rest.codes and list(rest.entries) == ENTRIES
    with pytest.raises(IndexMismatch, match="不完整"):
        list(read_log(file, 0, size + 10).entries)
    with pytest.raises(IndexMismatch, match="不完整"):
        list(read_log(file, 0, size - 3).entries)
    assert not list(read_log(tmp_path / "absent", 0, 0).entries)
