"""Jobs of the worker as the pages see them: state, progress, cancel; the page only polls."""

from __future__ import annotations

import streamlit as st

from ui import services
from ui.identity import current_user
from ui.incidents import plain
from ui.render import moment
from ui.words import word, words_under

LIVE = frozenset({"queued", "running"})
POLL = 2


def running_jobs() -> None:
    """Draws the latest jobs; polls every two seconds while one of them is waiting or running."""
    busy = any(job.state in LIVE for job in services.jobs(current_user(), limit=5))
    st.fragment(_list, run_every=POLL if busy else None)()


def _list() -> None:
    found = services.jobs(current_user(), limit=5)
    if not found:
        st.text(word("jobs.none"))
    for job in found:
        title = f"{kind_name(job.kind)}　{word(f'jobs.state.{job.state}')}"
        with st.container(border=True):
            if job.state in LIVE:
                share = min(1.0, job.done / job.total) if job.total else 0.0
                st.progress(share, text=plain(f"{title}　{job.done:,}/{job.total:,}"))
            else:
                st.markdown(plain(title))
            st.markdown(plain(f"{moment(job.submitted_at)}　{job.message}".strip()))


def kind_name(kind: str) -> str:
    """The Chinese name of a kind of job."""
    return words_under("jobs.kind").get(kind, word("jobs.kind.other"))
