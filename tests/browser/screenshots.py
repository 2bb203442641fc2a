"""The pictures of the README, made from the app over the demo office: `python -m tests.browser.screenshots HOME OUT`.

HOME is a loaded demo office with the two accounts of the browser story; it is copied first and stays as it is.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from casework.batch import steps
from casework.office import open_office
from core.settings import Settings
from core.viewer import OFFICE, Viewer
from records.issues import issues
from tests.browser.test_story import CLERK, LETTER
from tests.chromium import QUIET, Visitor, chromium_program
from tests.serving import running


def take(home: Path, out: Path) -> None:
    """Writes one PNG for each page that the README shows, 1366 × 768."""
    out.mkdir(parents=True, exist_ok=True)
    office = open_office(Settings(home=home))
    with office.database.read() as tx:
        pattern = next(one for one in issues(tx, OFFICE, level="pattern") if one.qualified)
    batch = steps.open_batch(office, Viewer(name=CLERK.name), pattern.id, now=office.now())
    office.close()
    pages = {
        "workbench": "/",
        "issues": "/issues",
        "issue": f"/issue?id={pattern.id}",
        "batch": f"/batch?id={batch}",
        "graph": f"/graph?id={pattern.id}",
        "acts": "/acts",
    }
    with running(home, worker=True) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_program(), args=QUIET)
        clerk = Visitor(browser, address)
        clerk.log_in(CLERK.name, CLERK.password)
        for name, path in pages.items():
            clerk.open(path)
            clerk.page.wait_for_timeout(3000)
            clerk.page.screenshot(path=out / f"{name}.png")
        clerk.open("/search")
        clerk.page.get_by_label("来信内容或关键词").fill(LETTER)
        clerk.presses("检索")
        clerk.sees("相似度 0.")
        clerk.page.wait_for_timeout(2000)
        clerk.page.screenshot(path=out / "search.png")
        clerk.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(sys.argv[1], copy)
        take(copy, Path(sys.argv[2]))
