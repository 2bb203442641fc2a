"""Bringing a database to the present schema: a new one is created, an older one is upgraded after a backup."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.errors import SettingsError
from records.tables import metadata
from records.tables.office import meta
from records.transactions import Tx, insert_new

if TYPE_CHECKING:
    from records.database import Database

PRESENT = "0014"
"""The last step in `records/migrations/versions`."""
_STEP = sa.table("alembic_version", sa.column("version_num", sa.Text))


def prepare(database: Database) -> str:
    """The uuid of the database, after its schema was created or brought up to date.

    An upgrade happens in one transaction: it is there whole or not at all. Raises SettingsError for records that a
    newer program wrote or that are not ours.
    """
    if database.file is not None:
        _use_write_ahead_log(database.file, database.wait)
    with database.read() as tx:
        if step_of(tx) == PRESENT:
            return _uuid(tx)
    with database.write() as tx:
        step = step_of(tx)
        if step == "":
            _create(tx)
        elif step != PRESENT:
            _upgrade(database, tx, step)
        insert_new(tx, meta, [{"name": "uuid", "value": str(uuid.uuid4())}])
        return _uuid(tx)


def step_of(tx: Tx) -> str:
    """The last step the schema went through; empty for a database without any table."""
    tables = sa.inspect(tx).get_table_names()
    if "alembic_version" in tables:
        return str(tx.scalar(sa.select(_STEP.c.version_num)) or "")
    if tables:
        raise SettingsError("这个数据库里已有别的程序的表，不是信访图谱的数据", "请换一个空的数据库或文件")
    return ""


def _uuid(tx: Tx) -> str:
    return str(tx.scalar(sa.select(meta.c.value).where(meta.c.name == "uuid")))


def _create(tx: Tx) -> None:
    """All tables at once; a test holds that the steps one by one lead to the same schema."""
    metadata.create_all(tx, checkfirst=False)
    tx.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    tx.execute(sa.insert(_STEP).values(version_num=PRESENT))


def _upgrade(database: Database, tx: Tx, step: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = tx
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if step not in known:
        raise SettingsError("这个数据库是更新版本的程序写的，现在的程序读不了", "请升级程序，或换用对应的备份")
    if database.file is not None:
        back_up(database.file, database.file.with_name(f"{database.file.name}.before-{PRESENT}.bak"))
    command.upgrade(config, "head")


def back_up(file: Path, copy: Path) -> None:
    """Writes a consistent copy of the SQLite file; `copy` appears whole or not at all, an older one is replaced."""
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(copy)


def _use_write_ahead_log(file: Path, wait: float) -> None:
    """WAL is a property of the file; switching ignores the busy timeout, so it is tried until `wait` is over."""
    until = time.monotonic() + wait
    while True:
        try:
            with closing(sqlite3.connect(file, timeout=wait)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                return
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise sa.exc.OperationalError("PRAGMA journal_mode", {}, error) from error
            time.sleep(0.05)
