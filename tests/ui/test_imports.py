"""Uploads: half-hidden in the preview, handed to the worker, thrown away when nobody imports them."""

from __future__ import annotations

import os

import pytest

from core.errors import Forbidden, InputError
from core.viewer import Viewer
from records.jobs import Job
from ui import services_import
from ui.services_import import preview, quarantine_file, submit

CSV = "信访编号,姓名,联系电话,标题,内容\nA1,欧阳示例,15400000001,停水,家里停水，请打 15400000002\n".encode()
CLERK = Viewer(name="办理")


def test_a_preview_hides_who_wrote_and_guesses_the_columns(empty_office):
    found = preview("清单.csv", memoryview(CSV))
    assert found.guess["内容"] == "content"
    shown = str(found.sample)
    assert "欧阳示例" not in shown
    assert "15400000001" not in shown
    assert "15400000002" not in shown
    assert (found.source, found.saved) == ("清单", False)


def test_an_upload_becomes_a_job_of_the_worker(empty_office):
    found = preview("清单.csv", memoryview(CSV))
    submit(CLERK, found, "我的 来源", dict(found.guess))
    job = services_import.finished(CLERK, limit=5, offset=0)[0]
    assert (job.kind, job.owner, job.args["source"]) == ("ingest_petitions", "办理", "我的_来源")
    assert job.args["files"] == [str(found.path)]


def test_an_upload_nobody_imports_is_thrown_away(empty_office):
    old = preview("旧.csv", memoryview(CSV)).path
    os.utime(old, (0, 0))
    preview("新.csv", memoryview(CSV + b"A2,,,x,y\n"))
    assert not old.exists()


def test_a_bad_upload_is_told_in_its_own_words(empty_office):
    with pytest.raises(InputError, match="空的"):
        preview("空.csv", memoryview(b""))


def test_only_files_of_the_office_are_offered_for_download(empty_office):
    assert quarantine_file(Job(id="1", kind="ingest_petitions")) is None
    with pytest.raises(Forbidden):
        quarantine_file(Job(id="1", kind="ingest_petitions", result={"quarantine_file": "/etc/passwd"}))
