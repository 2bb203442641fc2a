"""Fixtures of the tests of the screens."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from tests.ui.office import furnish, opened
from ui import sessions


@pytest.fixture
def empty_office(tmp_path, monkeypatch):
    """The office of this process, without a case or an account."""
    monkeypatch.setenv("PETITION_GRAPH_HOME", str(tmp_path))
    monkeypatch.setenv("PETITION_GRAPH_TODAY", "2026-11-20")
    monkeypatch.setattr(sessions, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with opened(tmp_path) as office:
        yield office


@pytest.fixture
def office(empty_office):
    """The office of this process with a few cases."""
    furnish(empty_office)
    return empty_office
