"""Serving an office (启动): set up what is missing, tell what is there, then run worker and app together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from casework.load import is_empty, load_demo
from casework.office import open_office
from casework.tour import tour
from core.errors import Unavailable
from core.settings import Settings, child_environment

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0


def serve(settings: Settings, *, demo: bool, port: int = 0) -> int:
    """Exit status of the app after it ended; the worker ends with it.

    Raises Unavailable when the port is taken or the app does not answer within a minute.
    """
    chosen = port or settings.port
    _require_free(chosen)
    office = open_office(settings)
    try:
        if demo and is_empty(office):
            load_demo(office, tell=_say)
        _say(tour(office))
    finally:
        office.close()
    environment = child_environment(settings)
    worker = _child([sys.executable, "cli.py", "work"], environment)
    app = _child([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(chosen)], environment)
    try:
        _wait_ready(app, chosen)
        _say(f"\n打开浏览器访问：http://127.0.0.1:{chosen}\n首次打开时为两名工作人员设置密码。按 Ctrl+C 结束。")
        return app.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for child in (app, worker):
            _end(child)


def _child(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(f"端口 {port} 已被占用", "可能已经启动过；或换一个端口：--port 8502") from error


def _wait_ready(app: subprocess.Popen[bytes], port: int) -> None:
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


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
