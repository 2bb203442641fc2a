"""One Neo4j server process of this machine: its folder, its password, started and stopped by process id.

It listens on the loopback address only; the generated password stays in its folder, mode 0600.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.errors import Unavailable

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 60
FOLDERS = ("data", "logs", "plugins", "import", "run", "conf")
# Opens what Neo4j's network layer reaches for inside Java 21, and keeps its memory to one office PC.
JVM = (
    "-Xms256m",
    "-Xmx1g",
    "-XX:+UseG1GC",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)
CONF = """\
server.default_listen_address={host}
server.bolt.enabled=true
server.bolt.listen_address={host}:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
db.tx_log.preallocate=false
"""
# The four bytes every Bolt connection opens with, then four proposed versions: 5.0 to 5.8, and none.
BOLT_HELLO = bytes.fromhex("6060b017 00080805 00000000 00000000 00000000".replace(" ", ""))
_LOG_HINT = "请查看 {log} 的最后几行；内存不足是常见原因"


@dataclass(frozen=True, slots=True)
class Runtime:
    """What runs the server: the Java program and the jars on its class path."""

    java: Path
    jars: tuple[Path, ...]

    @property
    def class_path(self) -> str:
        """The jars as one class path argument."""
        return os.pathsep.join(str(jar) for jar in self.jars)


@dataclass(frozen=True, slots=True)
class Server:
    """One server by its folder: address, password file, process id."""

    folder: Path

    @property
    def password_file(self) -> Path:
        """Where the generated password lies, readable by its owner alone."""
        return self.folder / "password"

    @property
    def password(self) -> str:
        """The generated password; empty before the first start."""
        return self.password_file.read_text(encoding="ascii").strip() if self.password_file.exists() else ""

    @property
    def port(self) -> int:
        """The Bolt port written in its configuration; 0 before the first start."""
        conf = self.folder / "conf" / "neo4j.conf"
        lines = conf.read_text(encoding="utf-8").splitlines() if conf.exists() else []
        found = [line for line in lines if line.startswith("server.bolt.listen_address=")]
        return int(found[0].rpartition(":")[2]) if found else 0

    @property
    def uri(self) -> str:
        """The address a driver takes."""
        return f"bolt://{HOST}:{self.port}"

    @property
    def log_file(self) -> Path:
        """Everything the server writes to its console."""
        return self.folder / "logs" / "console.log"

    @property
    def pid_file(self) -> Path:
        """Where the process id is noted."""
        return self.folder / "run" / "petition-graph.pid"

    @property
    def pid(self) -> int:
        """The process id while the server runs, else 0; another process that took the number does not count."""
        try:
            pid = int(self.pid_file.read_text(encoding="ascii"))
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return 0
        return pid if f"--home-dir={self.folder}".encode() in command else 0


def start(server: Server, runtime: Runtime, *, port: int = 0) -> Server:
    """The running server: configured and given a password at its first start, then waited for until it answers.

    `port` 0 keeps the port it had, or takes a free one. Raises Unavailable when it does not come up.
    """
    if not server.pid:
        _set_up(server, runtime, port)
        _launch(server, runtime)
    _wait_until(lambda: answers(server.port) or _fell_over(server), START_SECONDS)
    if not answers(server.port):
        stop(server)
        raise Unavailable(f"Neo4j 没有启动起来（{server.folder}）", _LOG_HINT.format(log=server.log_file))
    return server


def _set_up(server: Server, runtime: Runtime, port: int) -> None:
    chosen = port or server.port or free_port()
    if not _is_free(chosen):
        raise Unavailable(f"端口 {chosen} 已被别的程序占用，Neo4j 没有启动", "请用 --port 换一个端口，例如 --port 7688")
    for name in FOLDERS:
        (server.folder / name).mkdir(parents=True, exist_ok=True)
    (server.folder / "conf" / "neo4j.conf").write_text(CONF.format(host=HOST, port=chosen), encoding="utf-8")
    if not server.password:
        password = secrets.token_urlsafe(24)
        _set_password(server, runtime, password)
        _write_secret(server.password_file, password)


def _write_secret(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(text)


def _set_password(server: Server, runtime: Runtime, password: str) -> None:
    # Handed over in a file: a command line can be read by every user of the machine.
    handed = server.folder / "run" / "initial"
    _write_secret(handed, f"dbms\nset-initial-password\n--\n{password}\n")
    command = [str(runtime.java), "-cp", runtime.class_path, "org.neo4j.cli.AdminTool", f"@{handed}"]
    try:
        done = subprocess.run(command, env=_environment(server), capture_output=True, text=True, check=False)
    finally:
        handed.unlink()
    if done.returncode:
        server.log_file.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise Unavailable("Neo4j 的初始密码没有设成", _LOG_HINT.format(log=server.log_file))


def _environment(server: Server) -> dict[str, str]:
    return {"NEO4J_HOME": str(server.folder), "NEO4J_CONF": str(server.folder / "conf"), "LANG": "C.UTF-8"}


def _launch(server: Server, runtime: Runtime) -> None:
    command = [str(runtime.java), *JVM, "-cp", runtime.class_path, "org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={server.folder}", f"--config-dir={server.folder / 'conf'}", "--console-mode"]
    with server.log_file.open("wb") as console:
        process = subprocess.Popen(
            command,
            env=_environment(server),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server.pid_file.write_text(str(process.pid), encoding="ascii")
    # The server outlives this command on purpose and is stopped by its process id; without this,
    # Python warns of a child left running.
    process.returncode = 0


def stop(server: Server) -> bool:
    """True when a running server was stopped, False when none ran; the data stay.

    Raises Unavailable when it does not end.
    """
    pid = server.pid
    if not pid:
        return False
    os.kill(pid, signal.SIGTERM)
    if not _wait_until(lambda: _ended(server, pid), STOP_SECONDS):
        raise Unavailable(f"Neo4j 没有按时停止（进程 {pid}）", _LOG_HINT.format(log=server.log_file))
    return True


def _ended(server: Server, pid: int) -> bool:
    _reap(pid)
    return server.pid != pid


def _fell_over(server: Server) -> bool:
    # Asked of the process itself: just after it was launched, its command line may still be empty.
    pid = int(server.pid_file.read_text(encoding="ascii"))
    _reap(pid)
    return not Path(f"/proc/{pid}").exists()


def _reap(pid: int) -> None:
    # Only a child of this very process needs it: a dead one would otherwise keep its number.
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _wait_until(reached: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def free_port() -> int:
    """A port of the loopback address that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server itself will: a port of which only closed connections remain counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """True when a Bolt server answers at `port` of the loopback address."""
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(BOLT_HELLO)
            return connection.recv(4)[-1:] == b"\x05"
    except OSError:
        return False
