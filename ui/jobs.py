"""Jobs of the worker as the pages see them: state, progress, cancel; the page only polls."""

from __future__ import annotations

import streamlit as st

from ui import services
from ui.identity import current_user
from ui.incidents import plain
from ui.render import moment
from ui.wiring import now
from ui.words import word, words_under

LIVE = frozenset({"queued", "running"})
POLL = 2
SHOWN = 4


def running_jobs(*, then_rerun: bool = False) -> None:
    """Draws the latest jobs; polls every two seconds while one of them is waiting or running.

    `then_rerun` draws the whole page again once the last of them has ended.
    """
    busy = _busy()
    st.fragment(_list, run_every=POLL if busy else None)(busy and then_rerun)


def _busy() -> bool:
    return any(job.state in LIVE for job in services.jobs(current_user(), limit=SHOWN))


def _list(then_rerun: bool) -> None:
    viewer = current_user()
    found = services.jobs(viewer, limit=SHOWN)
    if not found:
        st.text(word("jobs.none"))
    for job in found:
        title = f"{kind_name(job.kind)}　{word(f'jobs.state.{job.state}')}"
        with st.container(border=True):
            if job.state in LIVE:
                share = min(1.0, job.done / job.total) if job.total else 0.0
                st.progress(share, text=plain(f"{title}　{job.done:,}/{job.total:,}"))
                if st.button(word("jobs.cancel"), key=f"cancel_{job.id}"):
                    services.cancel_job(viewer, job.id, now=now())
            else:
                st.markdown(plain(title))
            st.markdown(plain(f"{moment(job.submitted_at)}　{job.message}".strip()))
    if then_rerun and not any(job.state in LIVE for job in found):
        st.rerun()


def kind_name(kind: str) -> str:
    """The Chinese name of a kind of job."""
    return words_under("jobs.kind").get(kind, word("jobs.kind.other"))
