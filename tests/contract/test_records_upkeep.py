"""Marks, projections, vectors, jobs and the audit chain on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.errors import Conflict, NotFound
from core.viewer import OFFICE
from records import audit, jobs, vectors
from records.database import Database
from records.marks import CONSUMERS, Mark, acknowledge, backlog, clear_marks, mark, projected, take_marks
from records.tables.office import audit as audit_table
from tests.records.office import CLERK, NOW


def test_the_interactive_lane_goes_first(any_database: Database) -> None:
    with any_database.write() as tx:
        mark(tx, [f"item:a:{i}" for i in range(5)], lane="bulk")
        mark(tx, ["item:z:typed"], lane="interactive")
    with any_database.read() as tx:
        taken = take_marks(tx, "words", limit=3)
        assert [one.entity for one in taken] == ["item:z:typed", "item:a:0", "item:a:1"]
        assert [one.lane for one in taken] == ["interactive", "bulk", "bulk"]
        assert backlog(tx) == dict.fromkeys(CONSUMERS, 6)


def test_only_an_unchanged_mark_is_cleared(any_database: Database) -> None:
    with any_database.write() as tx:
        mark(tx, ["item:a:1", "item:a:2"], lane="bulk")
    with any_database.read() as tx:
        taken = take_marks(tx, "graph")
    with any_database.write() as tx:
        mark(tx, ["item:a:1"], lane="bulk")
    with any_database.write() as tx:
        assert clear_marks(tx, "graph", taken) == 1
    with any_database.read() as tx:
        left = take_marks(tx, "graph")
        assert [one.entity for one in left] == ["item:a:1"]
        assert left[0] != taken[0]
        assert len(take_marks(tx, "words")) == 2
    with any_database.write() as tx:
        assert clear_marks(tx, "graph", [*left, Mark("item:a:none", "bulk", 1)]) == 1
        assert clear_marks(tx, "graph", []) == 0


def test_a_mark_for_one_consumer(any_database: Database) -> None:
    with any_database.write() as tx:
        mark(tx, ["article:民法典:1"], lane="bulk", consumers=("words",))
    with any_database.read() as tx:
        assert backlog(tx) == {"words": 1, "vectors": 0, "graph": 0, "issues": 0}


def test_projections_name_generation_and_database(any_database: Database) -> None:
    with any_database.write() as tx:
        assert projected(tx, "words") is None
        acknowledge(tx, "words", generation="g1", database_uuid=any_database.uuid, now=NOW)
        acknowledge(tx, "words", generation="g2", database_uuid=any_database.uuid, now=NOW)
        found = projected(tx, "words")
    assert found is not None
    assert (found.generation, found.database_uuid, found.at) == ("g2", any_database.uuid, NOW)


def test_vectors_go_with_the_last_owner_of_their_text(any_database: Database) -> None:
    with any_database.write() as tx:
        vectors.store(tx, "bge", {"h1": b"\x00\x01", "h2": b"2"}, {"item:a:1": ["h1", "h2"], "item:a:2": ["h2"]})
        assert vectors.cached(tx, "bge", ["h1", "h2", "h3"]) == {"h1": b"\x00\x01", "h2": b"2"}
        assert vectors.cached(tx, "other", ["h1"]) == {}
        assert vectors.forget_entities(tx, ["item:a:1"]) == 1
        assert vectors.cached(tx, "bge", ["h1", "h2"]) == {"h2": b"2"}
        assert vectors.forget(tx, ["h2"]) == 1


def test_one_job_runs_at_a_time_in_the_order_submitted(any_database: Database) -> None:
    with any_database.write() as tx:
        first = jobs.submit(tx, "ingest", {"files": ["一.csv"]}, "王", NOW)
        second = jobs.submit(tx, "discover", {}, "王", NOW)
        claimed = jobs.claim(tx, "w1", NOW)
        assert claimed is not None
        assert (claimed.id, claimed.state, claimed.args, claimed.attempts) == (
            first,
            "running",
            {"files": ["一.csv"]},
            1,
        )
        assert jobs.claim(tx, "w2", NOW + timedelta(seconds=5)) is None
        assert jobs.progress(tx, first, 10, 100, "读取", NOW + timedelta(seconds=60))
        assert jobs.claim(tx, "w2", NOW + timedelta(seconds=150)) is None
        jobs.finish(tx, first, {"new": 3}, NOW + timedelta(seconds=160))
        following = jobs.claim(tx, "w2", NOW + timedelta(seconds=161))
        assert following is not None and following.id == second
    with any_database.read() as tx:
        assert [one.id for one in jobs.jobs(tx, OFFICE)] == [second, first]
        assert jobs.job(tx, first).result == {"new": 3}
        assert [one.id for one in jobs.jobs(tx, OFFICE, open_only=True)] == [second]


def test_a_job_whose_worker_died_is_taken_up_again(any_database: Database) -> None:
    with any_database.write() as tx:
        id_ = jobs.submit(tx, "ingest", {}, "王", NOW)
        jobs.claim(tx, "w1", NOW)
        jobs.progress(tx, id_, 40, 100, "一半", NOW)
        again = jobs.claim(tx, "w2", NOW + timedelta(minutes=3))
        assert again is not None
        assert (again.id, again.worker, again.attempts, again.done) == (id_, "w2", 2, 40)
        with pytest.raises(Conflict, match="不在运行"):
            jobs.progress(tx, id_, 41, 100, "", NOW + timedelta(minutes=3), worker="w1")


def test_cancelling(any_database: Database) -> None:
    with any_database.write() as tx:
        running, waiting = (jobs.submit(tx, "x", {}, "王", NOW) for _ in range(2))
        jobs.claim(tx, "w", NOW)
        jobs.cancel(tx, running, NOW)
        jobs.cancel(tx, waiting, NOW)
        assert jobs.job(tx, waiting).state == "cancelled"
        assert not jobs.progress(tx, running, 1, 2, "", NOW)
        jobs.stop(tx, running, NOW)
        assert jobs.job(tx, running).state == "cancelled"
        with pytest.raises(Conflict):
            jobs.finish(tx, running, {}, NOW)
        with pytest.raises(NotFound):
            jobs.cancel(tx, "job:none", NOW)


def _three_rows(database: Database) -> None:
    with database.write() as tx:
        audit.record(tx, CLERK, "view", "item:a:1", now=NOW)
        audit.record(tx, CLERK, "search", "", now=NOW, query="办证难", result_count=7)
        audit.record(tx, CLERK, "open_identity", "petitioner:p1", now=NOW, reason="核实", client="127.0.0.1")


def test_the_audit_chain_is_whole(any_database: Database) -> None:
    with any_database.read() as tx:
        assert audit.verify(tx) == audit.AuditCheck(True, 0)
    _three_rows(any_database)
    with any_database.read() as tx:
        assert audit.verify(tx) == audit.AuditCheck(True, 3)
        rows = audit.audit_rows(tx)
        assert [one.seq for one in rows] == [3, 2, 1]
        assert rows[1].query_hash and "办证难" not in str(rows)
        assert rows[0].at == NOW
        assert [one.action for one in audit.audit_rows(tx, object="item:a:1")] == ["view"]


@pytest.mark.parametrize(
    ("tamper", "first_bad"),
    [
        (sa.update(audit_table).where(audit_table.c.seq == 2).values(reason="改"), 2),
        (sa.delete(audit_table).where(audit_table.c.seq == 2), 2),
        (sa.delete(audit_table).where(audit_table.c.seq == 3), 3),
        (sa.delete(audit_table).where(audit_table.c.seq == 1), 1),
    ],
    ids=["a changed row", "a row taken out", "the last row cut off", "the first row cut off"],
)
def test_tampering_shows(any_database: Database, tamper: sa.Executable, first_bad: int) -> None:
    _three_rows(any_database)
    with any_database.write() as tx:
        tx.execute(tamper)
    with any_database.read() as tx:
        check = audit.verify(tx)
    assert (check.ok, check.first_bad) == (False, first_bad)


def test_the_chain_cannot_fork(any_database: Database) -> None:
    _three_rows(any_database)
    with any_database.read() as tx:
        row = dict(tx.execute(sa.select(audit_table).where(audit_table.c.seq == 3)).one()._mapping)
    with pytest.raises(Conflict), any_database.write() as tx:
        tx.execute(sa.insert(audit_table), row | {"seq": 4, "hash": "other"})
