"""检索质量: the sets, the figures the worker measured, what a change says and who decided."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from casework.jobs import run_job
from casework.worker import settle
from core.viewer import Viewer
from records import jobs as job_rows
from records.issues import IssueMember, issue, save_issues
from search.tuning import DEFAULT, to_json
from tests.search.toy import ToyEncoder
from tests.ui.office import NOW
from tests.ui.visit import log_in, visit, words
from ui import services_quality as service

VIEWER = Viewer(name="办理")


@pytest.fixture
def token(office):
    return log_in(office)


def _run(office) -> job_rows.Job:
    """The job that waits, run to its end."""
    with office.database.write() as tx:
        job = job_rows.claim(tx, "w", NOW)
    assert job is not None
    run_job(office, job, worker="w", ended=threading.Event())
    with office.database.read() as tx:
        return job_rows.job(tx, job.id)


def _confirm(office) -> None:
    """The issue of the office becomes a confirmed event of two letters, one kept out."""
    with office.database.write() as tx:
        known = issue(tx, VIEWER, "issue:1")
        apart = IssueMember(item_id="item:a:3", role="lookalike", person="办理", person_reason="地点不同")
        event = replace(known, id="issue:2", level="event", state="confirmed", members=(*known.members[:2], apart))
        save_issues(tx, [event], now=NOW)


def test_an_office_that_confirmed_nothing_is_told_how_to_begin(office, token):
    shown = words(visit(token, "quality"))
    assert "本办还没有评测集" in shown and "确认几个共性问题" in shown


def test_sets_are_measured_by_the_worker_and_shown_with_intervals(office, token):
    office._encoder = ToyEncoder()
    _confirm(office)
    settle(office)
    assert "还没有量过" in words(visit(token, "quality"))
    service.measure(VIEWER)
    done = _run(office)
    assert (done.state, set(done.result)) == ("done", {"reports", "left_out"})
    assert "item:" not in str(done.result)
    shown = words(visit(token, "quality"))
    for expected in ("相似来信", "同与不同", "本办检索", "BM25（分词）", "MAP", "检索版本", "最近一次"):
        assert expected in shown, expected


def test_a_tuning_is_proposed_decided_and_taken_back(office, token):
    figures = to_json(DEFAULT)
    figures["petitions"]["meaning"] = 0.5
    service.propose(VIEWER, figures)
    done = _run(office)
    assert done.result["decision"] == "unproven", done.message
    (change,) = service.changes(limit=5)
    service.apply(VIEWER, change.id, reason="新装，照别处的经验")
    assert service.figures()["petitions"]["meaning"] == 0.5
    (applied,) = service.changes(limit=5)
    assert service.may_undo(applied)
    service.undo(VIEWER, change.id, reason="")
    assert service.figures() == to_json(DEFAULT)
    assert not service.may_undo(service.changes(limit=5)[0])
