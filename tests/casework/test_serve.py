"""`cli.py start` as a real process: set up, worker and app together, and both gone when it is asked to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from casework.load import LOADING, wants_demo
from casework.lock import worker_alive
from casework.serve import serve
from core.errors import Unavailable
from core.settings import Settings
from core.viewer import OFFICE
from records.issues import issues
from records.item_finding import count_items
from records.office_settings import put_setting
from tests.casework.working import NOW, PROJECT, letters, new_office, read_in, until
from tests.serving import free_port

FIRST_START = 400.0
LATER_START = 90.0


class Started:
    """A running `cli.py start` with what it printed so far."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.port = home, free_port()
        self.log = home.parent / "start.log"
        # No proxy leads anywhere: whatever asked the network would fail, which a first start with the model may not.
        nowhere = {name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")}
        environment = {**os.environ, **nowhere, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        command = [sys.executable, "cli.py", "start", "--home", str(home), "--port", str(self.port), *options]
        self.begun = time.monotonic()
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=out, stderr=out, start_new_session=True
            )

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def address(self) -> str:
        """Where the app is."""
        return f"http://127.0.0.1:{self.port}"

    def wait_ready(self, seconds: float) -> float:
        """Seconds from the start to the printed address."""
        until(lambda: "打开浏览器访问" in self.said or self.process.poll() is not None, "the app is ready", seconds)
        assert self.process.poll() is None, self.said
        return time.monotonic() - self.begun

    def children(self) -> dict[int, str]:
        """Process id → command line of everything started by it, directly or not."""
        return descendants(self.process.pid)

    def end(self, how: signal.Signals) -> None:
        """Asks it to end and waits until it has."""
        self.process.send_signal(how)
        assert self.process.wait(30) == 0, self.said


def descendants(pid: int) -> dict[int, str]:
    found = {}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            found |= {child: line, **descendants(child)}
    return found


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def fetched(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode("utf-8")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_from_nothing_and_the_second_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "office"
    started = Started(home, "--demo")
    try:
        first = started.wait_ready(FIRST_START)
        said = started.said
        for words in ("信访件：读入 2", "政策包：读入", "共性问题：单一事件", "—— 信访图谱 ——", "第一个共性问题"):
            assert words in said, said
        assert "先例：" in said and "依据：" in said and started.address in said
        assert fetched(f"{started.address}/_stcore/health") == (200, "ok")
        assert "密码" in fetched(f"{started.address}/login")[1]
        until(lambda: worker_alive(home), "the worker runs")
        lines = started.children()
        assert any("cli.py work" in line for line in lines.values())
        assert any("streamlit" in line for line in lines.values())
        started.end(signal.SIGINT)
    finally:
        started.process.kill() if started.process.poll() is None else None
    until(lambda: not any(map(alive, lines)), "worker and app have ended", 10)
    assert not worker_alive(home)
    office = new_office(home)
    with office.database.read() as tx:
        assert count_items(tx, OFFICE) > 2000 and issues(tx, OFFICE, limit=1)
    assert not wants_demo(office)
    office.close()

    again = Started(home, "--demo")
    try:
        later = again.wait_ready(LATER_START)
        assert "读入" not in again.said and "—— 信访图谱 ——" in again.said
        lines = again.children()
        again.end(signal.SIGTERM)
    finally:
        again.process.kill() if again.process.poll() is None else None
    until(lambda: not any(map(alive, lines)), "worker and app have ended", 10)
    with capsys.disabled():
        print(f"\n  first start with the demo {first:.0f} s, second start {later:.0f} s")  # noqa: T201


def test_an_office_of_its_own_is_served_and_both_end_together(tmp_path: Path) -> None:
    home = tmp_path / "office"
    office = new_office(home)
    read_in(office, letters(tmp_path / "letters.csv", 12))
    office.close()
    started = Started(home)
    try:
        started.wait_ready(LATER_START)
        until(lambda: worker_alive(home), "the worker runs")
        lines = started.children()
        (worker,) = (pid for pid, line in lines.items() if "cli.py work" in line)
        os.kill(worker, signal.SIGKILL)
        until(lambda: "后台任务退出了" in started.said, "a worker that is gone is told")
        assert fetched(f"{started.address}/_stcore/health")[0] == 200
        started.end(signal.SIGTERM)
    finally:
        started.process.kill() if started.process.poll() is None else None
    until(lambda: not any(map(alive, lines)), "worker and app have ended", 10)
    with pytest.raises(urllib.error.URLError):
        fetched(started.address)


def test_asked_to_end_while_loading_it_ends_and_goes_on_next_time(tmp_path: Path) -> None:
    home = tmp_path / "office"
    started = Started(home, "--demo")
    try:
        until(lambda: "单位" in started.said, "the demo is being loaded", 180)
        started.end(signal.SIGTERM)
    finally:
        started.process.kill() if started.process.poll() is None else None
    office = new_office(home)
    assert wants_demo(office)
    with office.database.write() as tx:
        put_setting(tx, LOADING, False, now=NOW)
    read_in(office, letters(tmp_path / "letters.csv", 1))
    assert not wants_demo(office)
    office.close()


def test_a_taken_port_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match=f"端口 {port} 已被占用"):
            serve(Settings(home=tmp_path / "office"), demo=True, port=port)
    assert not (tmp_path / "office").exists()
