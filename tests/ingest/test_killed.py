"""An import killed with SIGKILL at any point and run again gives what an undisturbed one gives (F9)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from core.viewer import WORKER
from ingest.petitions import Desk, ingest_petitions
from records.database import Database, open_database
from records.item_finding import EVERYTHING, count_items
from records.item_reading import iter_items
from records.link_reading import iter_links
from records.marks import backlog
from records.matters import matters
from records.vault import Vault

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from ingest.petitions import Desk, ingest_petitions
from records.database import open_database
from records.vault import Vault

if __name__ == "__main__":
    home, file = map(Path, sys.argv[1:3])
    now, processes = datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])
    desk = Desk(open_database(f"sqlite:///{home / 'office.db'}", home=home), Vault(home / "keys"), home / "quarantine")
    print(ingest_petitions(desk, [file], now=now, processes=processes).as_json())
"""
PLACES = ("清河苑", "枫林路", "双杉村", "湄水云居小区", "学府路工地")
STORIES = (
    "不动产权证办不下来，请住建局解决",
    "夜间施工噪音扰民，请环保局查处",
    "包工头拖欠工资半年",
    "物业费乱涨价，物业公司不公示",
)
ROWS = 3000


def letters(file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for n in range(ROWS):
            place, story = PLACES[n % 5], STORIES[n // 5 % 4]
            row = {
                "编号": str(n),
                "用户": f"U{n % 700}",
                "时间": f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                "主题": f"{place}问题",
                "内容": f"{place}的居民反映：{story}，第{n % 37}次来信。",
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def contents(database: Database) -> tuple[object, ...]:
    with database.read() as tx:
        items = {one.id: one for batch in iter_items(tx, WORKER) for one in batch}
        links = {link.place for batch in iter_links(tx, WORKER) for link in batch}
        found = matters(tx, WORKER, sorted({one.matter_id for one in items.values()}))
        return items, links, found, backlog(tx)


def count(home: Path) -> int:
    if not (home / "office.db").exists():
        return 0
    database = open_database(f"sqlite:///{home / 'office.db'}")
    try:
        with database.read() as tx:
            return count_items(tx, WORKER, EVERYTHING)
    finally:
        database.close()


def start(home: Path, file: Path, now: datetime, processes: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", PROGRAM, str(home), str(file), now.isoformat(), str(processes)]
    return subprocess.Popen(arguments, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("processes", [0, 1])
def test_killed_and_run_again(desk: Desk, tmp_path: Path, now: datetime, processes: int) -> None:
    file, home = tmp_path / "来信.jsonl", tmp_path / "killed"
    letters(file)
    ingest_petitions(desk, [file], now=now, processes=0)
    home.mkdir()
    shutil.copytree(tmp_path / "office" / "keys", home / "keys")  # pseudonyms come from the keys
    for stop_at in (1, 2000):
        running = start(home, file, now, processes)
        deadline = time.monotonic() + 120
        while count(home) < stop_at and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        assert 0 < count(home) < ROWS, "killed too early or too late to say anything"
    finished = start(home, file, now, processes)
    assert "'same'" in finished.communicate(timeout=240)[0]
    assert finished.returncode == 0
    database = open_database(f"sqlite:///{home / 'office.db'}")
    assert Vault(home / "keys").fingerprint == desk.vault.fingerprint
    assert contents(database) == contents(desk.database)
    database.close()
