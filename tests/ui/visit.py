"""One person's visit to the pages without a browser: the real script, the real log-in, any page by its name."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from casework.office import Office
from ui import sessions
from ui.sessions import NewAccount
from ui.wiring import clock

APP = Path(__file__).resolve().parents[2] / "app.py"
FIRST = (
    NewAccount(name="办理", password="Banli-2026-x", unit_id="unit:zj"),
    NewAccount(name="审核", password="Shenhe-2026-y"),
)


def log_in(office: Office, name: str = "办理") -> str:
    """A session token of one of the two accounts, which are opened first where there are none."""
    if not sessions.has_accounts(office.database):
        sessions.open_first_accounts(office.database, FIRST, now=clock(), client="127.0.0.1")
    password = next(one.password for one in FIRST if one.name == name)
    return sessions.log_in(office.database, name, password, now=clock(), client="127.0.0.1")


def visit(token: str, page: str = "", **query: str) -> AppTest:
    """The page `page` as the holder of `token` sees it."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.user = {"session": token}
    if page:
        app._page_hash = calc_hash(page)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def words(app: AppTest) -> str:
    """Everything that can be read on the page."""
    parts = [
        *(one.value for kind in (app.title, app.subheader, app.markdown, app.text) for one in kind),
        *(one.value for kind in (app.error, app.warning, app.info, app.success) for one in kind),
        *(one.label for one in app.button),
        *(str(one.value.to_dict("records")) for one in app.dataframe),
    ]
    return "\n".join(str(part) for part in parts)
