"""`make neo4j` for real: set up, started, asked, stopped and started again, by its command alone."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from core.errors import Unavailable
from graph.neo4j_runtime import main, server_in, settings_lines
from graph.neo4j_server import Server, answers, free_port, start

pytestmark = pytest.mark.service


def test_the_command_starts_says_what_to_set_and_stops(tmp_path: Path, neo4j_runtime, capsys):
    server = server_in(tmp_path)
    try:
        assert main(["--home", str(tmp_path), "status"]) == 1
        assert main(["--home", str(tmp_path), "start"]) == 0
        told = capsys.readouterr().out
        assert f'neo4j_uri = "bolt://127.0.0.1:{server.port}"' in told
        assert settings_lines(server) in told
        assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
        assert len(server.password) >= 32
        assert not [line for line in _command_line(server) if server.password in line]
        first = server.pid
        assert main(["--home", str(tmp_path), "start"]) == 0
        assert server.pid == first
        assert main(["--home", str(tmp_path), "status"]) == 0
    finally:
        assert main(["--home", str(tmp_path), "stop"]) == 0
    assert not answers(server.port)
    assert main(["--home", str(tmp_path), "stop"]) == 0
    assert "Neo4j 没有在运行。" in capsys.readouterr().out


def _command_line(server: Server) -> list[str]:
    return Path(f"/proc/{server.pid}/cmdline").read_text(encoding="utf-8").split("\0")


def test_it_listens_on_the_loopback_address_alone(neo4j_server):
    own = {line.split()[1] for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]}
    own |= {line.split()[1] for line in Path("/proc/net/tcp6").read_text(encoding="ascii").splitlines()[1:]}
    port = f"{neo4j_server.port:04X}"
    addresses = {one.partition(":")[0] for one in own if one.endswith(f":{port}")}
    assert addresses <= {"0100007F", "0000000000000000FFFF00000100007F"}


def test_a_number_another_process_took_is_not_our_server(tmp_path: Path):
    server = Server(tmp_path)
    server.pid_file.parent.mkdir()
    server.pid_file.write_text("1", encoding="ascii")
    assert server.pid == 0


def test_a_taken_port_is_said(tmp_path: Path, neo4j_runtime):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        with pytest.raises(Unavailable, match=r"端口 \d+ 已被别的程序占用"):
            start(server_in(tmp_path), neo4j_runtime, port=taken.getsockname()[1])
    assert server_in(tmp_path).pid == 0
