"""What each kind of job does: imports, discovery, carrying a batch out, making the index anew, sweeping."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casework.basis_watch import sweep_and_note
from casework.batch.apply import apply_batch
from casework.common_issues import discover_all
from casework.jobs import Progress, Stopped, Work
from casework.letter_change import JOB, roll_back_letters, use_letter_model
from casework.name_search import LOOK, look, look_after_import
from casework.office import Office
from casework.quality import MEASURE, PROPOSE, measure_own, propose
from casework.recut import recut
from casework.renewal import renew
from core.errors import Forbidden
from core.viewer import Viewer
from ingest.petitions import Desk, ingest_petitions
from ingest.policies import ingest_policies
from ingest.readers import open_table
from ingest.report import Progress as Told
from ingest.sources import choose_mapping
from records.accounts import find_account, viewer_of
from records.related_matters import relate_matters

INBOX = "inbox"
"""Where the import page leaves uploaded files for the worker, under the office's folder."""


def _asker(office: Office, args: Mapping[str, Any]) -> Viewer:
    """The person who asked for the job, as the account stands now. Raises Forbidden when it is gone."""
    with office.database.read() as tx:
        account = find_account(tx, str(args.get("person", "")))
        if account is None or account.disabled:
            raise Forbidden("提交任务的账号已停用或不存在", "请由在用账号重新提交")
        return viewer_of(tx, account)


def _ingest(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    files = [Path(file) for file in args["files"]]
    source, columns = str(args.get("source", "")), args.get("mapping")
    if source and columns:
        with open_table(files[0]) as table:
            headers = table.columns
        choose_mapping(office.database, source, columns, headers, now=office.now(), person=str(args.get("person", "")))

    def told(step: Told) -> None:
        _go_on(progress(step.done, step.total, step.line))

    desk = Desk(office.database, office.vault, office.home / "quarantine")
    report = ingest_petitions(desk, files, now=office.now(), mapping=source, progress=told).as_json()
    with office.database.write() as tx:
        relate_matters(tx, now=office.now())
    look_after_import(office, files)
    for file in files:
        if file.is_relative_to(office.inbox):
            file.unlink(missing_ok=True)  # it holds names and raw text, and everything of it is in the records now
    return report


def _policies(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    folders = [Path(folder) for folder in args["folders"]]
    _go_on(progress(0, len(folders), "读入政策包"))
    return ingest_policies(office.database, folders, now=office.now()).as_json()


def _discover(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    _go_on(progress(0, 1, "正在发现共性问题"))
    found = discover_all(office, today=office.today(), now=office.now())
    return {"events": len(found.events), "patterns": len(found.patterns)}


def _apply(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    viewer = _asker(office, args)
    done = apply_batch(office, viewer, str(args["batch_id"]), now=office.now(), progress=progress)
    return {"applied": done.applied, "excepted": done.excepted, "failed": done.failed, "total": done.total}


def _rebuild(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    _go_on(progress(0, 1, "正在清空检索库，随后重新编入"))
    done = renew(office)
    return {"entities": done.entities, "graph_problem": done.graph_problem}


def _recut(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    done = recut(office, _asker(office, args), progress, reason=str(args.get("reason", "")))
    return {"switched": done.switched, "said": done.said, "words": done.words}


def _reencode(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Letters read by the model named, or by the one before where none is."""
    viewer, reason, name = _asker(office, args), str(args.get("reason", "")), str(args.get("model", ""))
    if name:
        done = use_letter_model(office, viewer, name, progress, reason=reason)
    else:
        done = roll_back_letters(office, viewer, progress, reason=reason)
    return {"switched": done.switched, "model": done.model, "change": done.change.id, "said": done.change.note}


def _sweep(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    _go_on(progress(0, 1, "正在排查失效依据"))
    return sweep_and_note(office, today=office.today())


def _measure(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return measure_own(office, _asker(office, args), progress)


def _propose(office: Office, args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return propose(office, _asker(office, args), args.get("figures"), progress)


def _go_on(wished: bool) -> None:
    if not wished:
        raise Stopped


KINDS: dict[str, Work] = {
    "ingest_petitions": _ingest,
    "ingest_policies": _policies,
    "discover_issues": _discover,
    "apply_batch": _apply,
    "rebuild": _rebuild,
    "recut": _recut,
    JOB: _reencode,
    "sweep_law": _sweep,
    MEASURE: _measure,
    PROPOSE: _propose,
    LOOK: look,
}
