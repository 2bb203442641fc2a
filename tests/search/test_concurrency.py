"""Readers in other threads and processes while one writer adds, seals, merges, compacts; a writer killed outright."""

import multiprocessing
import os
import signal
import threading
import time

from core.viewer import OFFICE
from search import shelf_writer
from tests.search.toy import add_vectors, filled, letters, open_toy

DOCUMENTS = letters(200)


def test_readers_never_see_a_half_written_generation(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf_writer, "SEAL_AT", 7)
    monkeypatch.setattr(shelf_writer, "MERGE_AT", 3)
    writer = filled(tmp_path, DOCUMENTS[:10])
    stop, errors, seen = threading.Event(), [], set()

    def read():
        reader = open_toy(tmp_path)
        try:
            while not stop.is_set():
                found = reader.search(reader.question("清溪苑停水"), OFFICE, k=300)
                assert len({m.id for m in found}) == len(found)
                seen.add(len(found))
        except Exception as error:  # a test must tell what its threads met
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(10, 200, 5):
        part = DOCUMENTS[start : start + 5]
        writer.apply("petitions", part)
        add_vectors(writer, part)
        if start % 50 == 0:
            writer.delete([part[0].id])
            writer.compact()
    stop.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert not errors and len(seen) > 1


def _write_for_ever(folder):
    index = open_toy(folder)
    index.open_for_writing()
    for _ in range(1000):
        for start in range(0, 200, 4):
            part = DOCUMENTS[start : start + 4]
            index.apply("petitions", part)
            add_vectors(index, part)


def test_a_killed_writer_leaves_a_whole_generation_and_its_place(tmp_path):
    child = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(tmp_path,))
    child.start()
    reader, deadline = open_toy(tmp_path), time.monotonic() + 60
    while reader.state().documents < 20 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    left = open_toy(tmp_path).state()
    assert left.documents >= 20
    index = open_toy(tmp_path)
    index.open_for_writing()
    index.apply("petitions", DOCUMENTS)
    add_vectors(index, [d for d in DOCUMENTS if not index.has_vectors("petitions", d)])
    fresh = filled(tmp_path / "fresh", DOCUMENTS)
    question = index.question("清溪苑停水")
    one, other = (i.search(question, OFFICE, k=300) for i in (index, fresh))
    assert {m.id for m in one} == {m.id for m in other}
    assert index.state().missing_vectors == 0
    index.close()
    fresh.close()
