"""A real Chromium for the browser tests: the system's own, through Playwright's Python driver, nothing downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, Request, sync_playwright

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED';
}"""
PATIENCE = 60_000
HEAD, ROW = 34, 33
"""Pixels of a table drawn on a canvas: its head and each of its rows."""


def chromium_program() -> str:
    """The path of the system's Chromium, or the empty string."""
    return shutil.which("chromium") or next((place for place in PLACES if Path(place).exists()), "")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of the session; skipped, or failed in CI, where Chromium is not installed."""
    from tests.conftest import absent

    program = chromium_program()
    if not program:
        absent("chromium (apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """One person at one browser window; remembers every request that would have left the machine."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.batch = ""
        self.context: BrowserContext = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        self.page: Page = self.context.new_page()
        self.context.on("request", self._note)
        self.page.set_default_timeout(PATIENCE)

    def _note(self, request: Request) -> None:
        own = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.outside.append(request.url)

    def open(self, path: str) -> None:
        """Opens `path` of the app and waits until it is drawn."""
        self.page.goto(f"{self.address}{path}")
        self.settled()

    def settled(self) -> None:
        """Waits until the app has nothing left to do."""
        self.page.wait_for_function(IDLE, timeout=PATIENCE)

    def log_in(self, name: str, password: str) -> None:
        """Logs in through the form, as a person does."""
        self.page.goto(f"{self.address}/login")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.click("button[type=submit]")
        self.settled()

    def sees(self, text: str) -> None:
        """Waits until `text` can be read on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=PATIENCE)

    def presses(self, name: str) -> None:
        """Presses the button called `name`."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def opens_row(self, row: int, *, table: int = 0) -> None:
        """Presses 打开 in a row of a table; tables are drawn on a canvas, so by place."""
        box = self._table(table)
        self.page.mouse.click(box["x"] + 35, box["y"] + HEAD + ROW * row + ROW / 2)

    def ticks_row(self, row: int, *, table: int = 0) -> None:
        """Ticks the box at the beginning of a row of a table."""
        box = self._table(table)
        self.page.mouse.click(box["x"] + 16, box["y"] + HEAD + ROW * row + ROW / 2)

    def _table(self, number: int) -> FloatRect:
        found = self.page.get_by_test_id("stDataFrame").nth(number)
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        assert box is not None
        return box

    def close(self) -> None:
        """Closes the window."""
        self.context.close()
