"""The app, and the worker beside it, as real processes over an office of their own, on loopback, for browser tests."""

from __future__ import annotations

import os
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

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN = 90.0


def free_port() -> int:
    """A port of this machine that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, *, worker: bool = False) -> Iterator[str]:
    """The address of the app over the office in `home`; app and worker end with the block."""
    port = free_port()
    environment = {**os.environ, "PETITION_GRAPH_HOME": str(home), "OMP_NUM_THREADS": "1"}
    commands = [[sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]]
    if worker:
        commands.append([sys.executable, "cli.py", "work"])
    logs = [(home / f"process-{number}.log").open("wb") for number in range(len(commands))]
    children = [
        subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True)
        for command, log in zip(commands, logs, strict=True)
    ]
    try:
        _wait(f"http://127.0.0.1:{port}", children[0], home / "process-0.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        for log in logs:
            log.close()


def _wait(address: str, child: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
