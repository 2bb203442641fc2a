"""A desk over a fresh SQLite office, and a fixed moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from core.dates import SHANGHAI
from ingest.petitions import Desk
from records.database import open_database
from records.vault import Vault

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "office"
    database = open_database(f"sqlite:///{home / 'office.db'}", home=home)
    yield Desk(database, Vault(home / "keys"), home / "quarantine")
    database.close()
