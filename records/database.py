"""The open database: SQLite (WAL) in the office's home, or PostgreSQL; reading and writing transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from core.errors import InputError, SettingsError, Unavailable
from records.failures import told_in_our_words
from records.transactions import SEEN, Tx

__all__ = ["Database", "Tx", "open_database"]

WRITER_LOCK = 0x58464754  # one number for all offices' writers inside one PostgreSQL database
WAIT = 10.0
"""Seconds a transaction waits for another writer."""
LOOK_AGAIN = 0.004
"""Seconds after which a waiting writer of SQLite looks again."""


class Database:
    """The records of one office. Threads share it; each transaction has its own connection."""

    def __init__(self, url: URL, wait: float) -> None:
        self.url = url
        self.wait = wait
        self.dialect = url.get_backend_name()
        self.uuid = ""
        if self.dialect == "sqlite":
            self._writer = _sqlite_engine(url, wait, writing=True)
            self._reader = _sqlite_engine(url, wait, writing=False)
        else:
            self._writer = self._reader = sa.create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        return Path(self.url.database) if self.dialect == "sqlite" and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that sees one state of the records and cannot change it."""
        with told_in_our_words(self.wait), self._reader.connect() as plain:
            connection = plain
            if self.dialect == "postgresql":
                connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                notes = connection.info  # kept: a connection broken off in a statement no longer answers for it
                notes[SEEN] = {}
                try:
                    yield connection
                finally:
                    notes.pop(SEEN, None)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """The one writing transaction: committed when the body ends, rolled back when it raises.

        Raises Unavailable when another writer holds the database for longer than `wait` seconds or the disk is
        full, Conflict for a key that is there already, InputError for text that cannot be stored.
        """
        with told_in_our_words(self.wait), self._writer.begin() as connection:
            if self.dialect == "postgresql":
                milliseconds = int(self.wait * 1000)
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield connection

    def checkpoint(self) -> bool:
        """Whether the write-ahead log was emptied into the file, so that what was erased is nowhere on disk.

        False when somebody still reads an older state after the waiting time; call it again later.
        """
        if self.dialect != "sqlite":
            return True
        with told_in_our_words(self.wait), self._writer.connect() as connection:
            plain = connection.connection.driver_connection
            if plain is None:
                return False
            return bool(plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def close(self) -> None:
        """Gives all connections back."""
        self._writer.dispose()
        self._reader.dispose()


def _sqlite_engine(url: URL, wait: float, *, writing: bool) -> Engine:
    if writing:
        engine = sa.create_engine(url, pool_size=1, max_overflow=0, pool_timeout=wait)
    else:
        engine = sa.create_engine(url, pool_size=10, max_overflow=40, pool_timeout=wait)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = {-32000 if writing else -8000}")
        # what is replaced or deleted is overwritten in the file, so that erasing leaves no older copy behind
        connection.execute("PRAGMA secure_delete = ON" if writing else "PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        if writing:
            _begin_in_turn(connection, wait)
        else:
            connection.exec_driver_sql("BEGIN")

    if writing:
        event.listen(engine, "before_cursor_execute", _refuse_nul)
    return engine


def _begin_in_turn(connection: sa.Connection, wait: float) -> None:
    """Begins to write as soon as the writer before has ended.

    SQLite itself looks again only every tenth of a second, so that somebody at a screen would wait for many batches
    of an import before the gap between two is hit.
    """
    until = time.monotonic() + wait
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
            time.sleep(LOOK_AGAIN)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wait * 1000)}")


def _refuse_nul(_c: object, _u: object, _s: str, parameters: Any, _x: object, many: bool) -> None:  # noqa: ANN401
    """PostgreSQL refuses NUL characters itself; SQLite would cut text at them."""
    rows = parameters if many else (parameters,)
    if "\x00" in "".join([value for row in rows for value in row if type(value) is str]):
        raise InputError("文字里有空字符（NUL），不能保存", "请先清理文字后再保存")


def open_database(url: str, *, home: str | Path | None = None, wait: float = WAIT) -> Database:
    """The open database at `url` (`sqlite:///…` or `postgresql+psycopg://…`), created or migrated as needed.

    An older SQLite file is copied beside itself (`….before-<revision>.bak`) before it is migrated. `home` is the
    folder that is made when it does not exist. Raises SettingsError for an address that cannot work or records
    written by a newer program, Unavailable when the database is locked or not there, or the folder cannot be made.
    """
    from records.migrate import prepare  # alembic is only needed here

    place = _checked(url)
    if home is not None:
        _make(Path(home))
    database = Database(place, wait)
    if database.file is not None:
        _make(database.file.parent)
    try:
        with told_in_our_words(wait):
            database.uuid = prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"资料夹 {folder} 不能用：{error.strerror}", "请核对路径和写权限，或换一个文件夹") from error


def _checked(url: str) -> URL:
    hint = "例如 sqlite:////srv/xinfang/office.db 或 postgresql+psycopg://用户:密码@主机/库名"
    try:
        place = make_url(url)
        place.get_dialect()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError("数据库地址看不懂", hint) from error
    if place.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsError(f"不支持数据库 {place.get_backend_name()}", hint)
    if place.get_backend_name() == "sqlite" and place.database in (None, "", ":memory:"):
        raise SettingsError("数据库必须是磁盘上的文件", hint)
    return place
