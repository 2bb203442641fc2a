"""Bringing a database to the present schema: a new one is created, an older one is upgraded after a backup."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from records.tables import metadata
from records.tables.office import meta
from records.transactions import Tx, insert_new

if TYPE_CHECKING:
    from records.database import Database


def prepare(database: Database) -> str:
    """The uuid of the database, after its schema was created or brought up to date."""
    if database.file is not None:
        _use_write_ahead_log(database.file, database.wait)
    with database.write() as tx:
        if not sa.inspect(tx).has_table("meta"):
            metadata.create_all(tx)
        return _uuid(tx)


def _uuid(tx: Tx) -> str:
    insert_new(tx, meta, [{"name": "uuid", "value": str(uuid.uuid4())}])
    return str(tx.scalar(sa.select(meta.c.value).where(meta.c.name == "uuid")))


def _use_write_ahead_log(file: Path, wait: float) -> None:
    """WAL is a property of the file; switching ignores the busy timeout, so it is tried until `wait` is over."""
    until = time.monotonic() + wait
    while True:
        try:
            with closing(sqlite3.connect(file, timeout=wait)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise sa.exc.OperationalError("PRAGMA journal_mode", {}, error) from error
            time.sleep(0.05)
