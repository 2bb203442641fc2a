"""Fixtures every room shares: where the real data lies and what a missing service means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.neo4j_server import neo4j_runtime, neo4j_server, neo4j_settings  # noqa: F401
from tests.postgres import any_database, postgres_server, postgres_template, postgres_url  # noqa: F401

PROJECT = Path(__file__).resolve().parent.parent
SHARED_DATA = PROJECT.parent / "shared" / "data"


def absent(reason: str) -> None:
    """Skips with the reason in view, or fails where the environment promises every service."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"required here but absent: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real petitions and statutes; tests over it are skipped where it does not exist."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no shared data folder beside the project")
    return SHARED_DATA
