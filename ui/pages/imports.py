"""数据导入与运行状态: a file in, its columns shown, the job followed; what the office holds and what waits."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services_import as service
from ui.identity import current_user
from ui.incidents import plain
from ui.jobs import kind_name, running_jobs
from ui.render import Table, moment, show
from ui.services import part_of
from ui.words import word

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "jsonl", "gz"]
MOST_COLUMNS = 60


def draw() -> None:
    """Draws import, import records and the state of the office as tabs."""
    viewer = current_user()
    st.title(word("page.import"))
    names = [word("import.tab"), word("import.jobs"), word("import.state")]
    tabs = st.tabs(names, key="import_tabs", on_change="rerun")
    for tab, part in zip(tabs, (_import, _jobs, _state), strict=True):
        if tab.open:
            with tab:
                part(viewer)


def _import(viewer: Viewer) -> None:
    left, right = st.columns([3, 1], gap="medium")
    with right:
        st.subheader(word("work.jobs"))
        running_jobs()
    with left:
        file = st.file_uploader(word("import.file"), type=TYPES, key="import_file", help=word("import.file_help"))
        if file is None:
            st.text(word("import.hint"))
            return
        _mapping(viewer, service.preview(file.name, file.getbuffer()))


def _mapping(viewer: Viewer, found: service.Preview) -> None:
    for note in found.notes:
        st.warning(plain(note))
    source = st.text_input(
        word("import.source"), value=found.source, key=f"source_{found.digest}", help=word("import.source_help")
    )
    st.text(word("import.sample", rows=len(found.sample)))
    show(Table("import_sample", word("import.sample_alt"), found.sample, tallest=230))
    st.text(word("import.saved_mapping") if found.saved else word("import.guessed"))
    fields = ["", *found.fields]
    chosen: dict[str, str] = {}
    with st.form("import_mapping", border=False):
        columns = st.columns(4)
        for number, column in enumerate(found.columns[:MOST_COLUMNS]):
            guess = found.guess.get(column, "")
            with columns[number % 4]:
                chosen[column] = st.selectbox(
                    plain(column),
                    fields,
                    index=fields.index(guess) if guess in fields else 0,
                    format_func=lambda field: found.fields.get(field, word("import.unused")),
                    key=f"column_{found.digest}_{number}",
                )
        pressed = st.form_submit_button(word("import.submit"), type="primary")
    if pressed:
        if not source.strip():
            st.error(word("import.no_source"))
            return
        service.submit(viewer, found, source, {column: field for column, field in chosen.items() if field})
        st.toast(word("import.submitted"))
        st.rerun()


def _jobs(viewer: Viewer) -> None:
    for job in service.finished(viewer, limit=30, offset=0):
        with st.container(border=True):
            head = f"{moment(job.submitted_at)}　{kind_name(job.kind)}　{word(f'jobs.state.{job.state}')}　{job.owner}"
            st.markdown(plain(head))
            if job.kind == "ingest_petitions" and job.state == "done":
                counts = {name: f"{job.result.get(name, 0):,}" for name in ("new", "changed", "same", "quarantined")}
                st.text(word("import.result", **counts))
            elif job.message:
                st.markdown(plain(job.message))
            path = service.quarantine_file(job)
            if path is not None and job.owner == viewer.name:  # rows as they came, names and numbers in them
                label = word("import.quarantine", rows=job.result.get("quarantined", 0))
                st.download_button(
                    label, data=path.read_bytes, file_name=path.name, key=f"quarantine_{job.id}", on_click="ignore"
                )


def _state(viewer: Viewer) -> None:
    now = service.state(viewer)
    with st.container(horizontal=True):
        st.metric(word("state.items"), f"{now.items:,}", width=150)
        st.metric(word("state.regulations"), f"{now.regulations:,}", width=150)
        st.metric(word("state.packages"), f"{now.packages:,}", width=150)
        for name, one in now.vectors.items():
            st.metric(word("state.vectors", name=name), part_of(one), width=150)
        st.metric(word("state.doubtful"), f"{now.doubtful:,}", width=150)
    waiting = now.waiting
    parts = (
        ("worker", now.worker_alive, "" if now.worker_alive else word("badge.worker_help")),
        ("words", not now.index_problem, now.index_problem or _waits(waiting.get("words", 0))),
        ("model", not now.model_problem, now.model_problem or now.model),
        ("dense", not now.index_problem, _waits(waiting.get("vectors", 0))),
        ("graph", not now.graph_problem, now.graph_problem or f"{now.graph_name}　{_waits(waiting.get('graph', 0))}"),
    )
    rows = [
        {
            word("state.part"): word(f"state.of.{name}"),
            word("column.state"): word("state.good" if good else "state.bad"),
            word("column.note"): note,
        }
        for name, good, note in parts
    ]
    show(Table("state_rows", word("state.alt"), rows))


def _waits(count: int) -> str:
    return word("state.waiting", count=f"{count:,}") if count else ""
