"""数据导入与运行状态: a file in, its columns guessed and shown, the job followed; what the office holds and what waits."""

from __future__ import annotations

import streamlit as st

from core.viewer import Viewer
from ui import services_import as service
from ui.identity import current_user
from ui.incidents import plain
from ui.jobs import running_jobs
from ui.render import Table, line, moment, show
from ui.wiring import now
from ui.words import word

TYPES = ["csv", "xlsx", "xls", "jsonl", "gz"]
PACKAGE_TYPES = ["zip"]
SAMPLE = 20


def draw() -> None:
    """Draws import and state, side by side as tabs."""
    viewer = current_user()
    st.title(word("page.import"))
    tabs = st.tabs(
        [word("import.tab"), word("import.jobs"), word("import.state")], key="import_tabs", on_change="rerun"
    )
    for tab, part in zip(tabs, (_import, _jobs, _state), strict=True):
        if tab.open:
            with tab:
                part(viewer)


def _import(viewer: Viewer) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        file = st.file_uploader(word("import.file"), type=TYPES, key="import_file", help=word("import.file_help"))
        if file is None:
            st.text(word("import.hint"))
        else:
            preview = service.preview(viewer, file.name, file.getbuffer(), source=_source(file.name))
            _mapping(viewer, preview)
    with right:
        st.subheader(word("work.jobs"))
        running_jobs()


def _source(name: str) -> str:
    return st.text_input(
        word("import.source"), value=name.split(".")[0], key=f"import_source_{name}", help=word("import.source_help")
    ).strip()


def _mapping(viewer: Viewer, preview: service.Preview) -> None:
    for problem in preview.problems:
        st.warning(plain(problem))
    line(word("import.encoding"), preview.encoding)
    st.text(word("import.sample", rows=len(preview.sample)))
    show(Table("import_sample", word("import.sample_alt"), preview.sample[:SAMPLE], height=250))
    st.subheader(word("import.mapping"))
    st.text(word("import.saved_mapping") if preview.saved else word("import.guessed"))
    fields = ["", *preview.fields]
    with st.form("import_mapping", border=False):
        columns = st.columns(3)
        chosen: dict[str, str] = {}
        for number, column in enumerate(preview.columns[:60]):
            with columns[number % 3]:
                guess = preview.guess.get(column, "")
                chosen[column] = st.selectbox(
                    column,
                    fields,
                    index=fields.index(guess) if guess in fields else 0,
                    format_func=lambda field: preview.fields.get(field, word("import.unused")),
                    key=f"import_column_{preview.digest}_{number}",
                )
        pressed = st.form_submit_button(word("import.submit"), type="primary")
    if pressed:
        service.submit(viewer, preview, {column: field for column, field in chosen.items() if field}, now=now())
        st.toast(word("import.submitted"))
        st.rerun()


def _jobs(viewer: Viewer) -> None:
    for job in service.finished(viewer):
        with st.container(border=True):
            st.markdown(plain(f"{moment(job.at)}　{job.title}　{job.summary}"))
            if job.quarantine is not None:
                st.download_button(
                    word("import.quarantine", rows=job.quarantined),
                    data=job.quarantine.read_bytes,
                    file_name=job.quarantine.name,
                    key=f"quarantine_{job.id}",
                    on_click="ignore",
                )


def _state(viewer: Viewer) -> None:
    state = service.state(viewer)
    with st.container(horizontal=True):
        st.metric(word("state.items"), f"{state.items:,}", width=150)
        st.metric(word("state.articles"), f"{state.articles:,}", width=150)
        st.metric(word("state.packages"), f"{state.packages:,}", width=150)
        st.metric(word("state.vectors"), f"{state.vectors_share:.0%}", width=150)
    rows = [
        {word("state.part"): part.name, word("column.state"): part.state, word("column.note"): part.note}
        for part in state.parts
    ]
    show(Table("state_rows", word("state.alt"), rows))
