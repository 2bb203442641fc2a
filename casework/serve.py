"""Serving an office (启动): set up what is missing, tell what is there, then run worker and app together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casework.load import load_demo, wants_demo
from casework.lock import worker_alive
from casework.office import open_office
from casework.tour import tour
from core.errors import Unavailable
from core.settings import Settings, child_environment

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0
LOOK = 0.5
ENDS_WITHIN = 15.0
WORKER = (sys.executable, "cli.py", "work")

Process = subprocess.Popen[bytes]


class _Asked(BaseException):
    """Somebody asked this program to end: Ctrl+C or SIGTERM."""


def serve(settings: Settings, *, demo: bool, port: int = 0) -> int:
    """Exit status of the app after it ended, or 0 when somebody asked for the end; worker and app end with it.

    Raises Unavailable when the port is taken or the app does not answer within a minute.
    """
    chosen = port or settings.port
    _require_free(chosen)
    with _end_when_asked():
        try:
            _prepare(settings, demo=demo)
            return _run(settings, chosen)
        except _Asked:
            _say("\n已结束。")
            return 0


def _prepare(settings: Settings, *, demo: bool) -> None:
    office = open_office(settings)
    try:
        if demo and wants_demo(office):
            load_demo(office, tell=_say)
        _say(tour(office))
    finally:
        office.close()


def _run(settings: Settings, port: int) -> int:
    app_command = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port))
    environment = child_environment(settings)
    children: list[Process] = []
    try:
        children.append(app := _child(app_command, environment))
        if worker_alive(settings.home):
            _say("后台任务已由另一个进程运行。")
        else:
            children.append(_child(WORKER, environment))
        _wait_ready(app, port)
        _say(f"\n打开浏览器访问：http://127.0.0.1:{port}\n首次打开时为两名工作人员设置密码。按 Ctrl+C 结束。")
        return _watch(app, children[1:])
    finally:
        _end(children)


def _watch(app: Process, others: list[Process]) -> int:
    """The app's exit status, once it has ended; a worker that ends before it is told."""
    while app.poll() is None:
        for worker in [one for one in others if one.poll() is not None]:
            others.remove(worker)
            _say(f"后台任务退出了（代码 {worker.returncode}），网页照常可用；请看上方的出错信息，再运行 make run")
        time.sleep(LOOK)
    return app.returncode


@contextmanager
def _end_when_asked() -> Iterator[None]:
    """SIGTERM and Ctrl+C raise `_Asked` in the body, so that children are ended and files closed on the way out."""

    def ask(*_: object) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)  # the end has begun; asking twice must not cut it short
        raise _Asked

    before = {one: signal.signal(one, ask) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _child(command: tuple[str, ...], environment: dict[str, str]) -> Process:
    return subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(f"端口 {port} 已被占用", "可能已经启动过；或换一个端口：--port 8502") from error


def _wait_ready(app: Process, port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if app.poll() is not None:
            raise Unavailable(
                f"网页程序启动后退出了（代码 {app.returncode}）", "请看上方的出错信息，或运行 python cli.py doctor"
            )
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise Unavailable("网页程序一分钟内没有应答", "请运行 python cli.py doctor")


def _end(children: list[Process]) -> None:
    """Asks all to end at once, waits, and ends by force what does not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + ENDS_WITHIN
    for child in children:
        try:
            child.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
