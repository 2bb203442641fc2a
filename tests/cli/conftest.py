"""One small office, made by the commands themselves: shared for reading, copied for writing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.door import PROJECT, done

DATA = PROJECT / "data"
LETTERS = 60


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PETITION_GRAPH_")]:
        monkeypatch.delenv(name)


def part_of(file: Path, into: Path, lines: int) -> Path:
    """The first lines of a demo table as a file of their own."""
    with file.open(encoding="utf-8") as stream:
        kept = [line for _, line in zip(range(lines + 1), stream, strict=False)]
    into.write_text("".join(kept), encoding="utf-8")
    return into


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with names, two policy packages, sixty letters and their time lines; never written to by a test."""
    folder = tmp_path_factory.mktemp("cli")
    home = folder / "office"
    home.mkdir()
    (home / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    letters = part_of(DATA / "demo" / "petitions.csv", folder / "来信.csv", LETTERS)
    steps = part_of(DATA / "demo" / "history.csv", folder / "环节.csv", 40)
    done("ingest", "names", DATA / "demo" / "office.yaml", home=home)
    for name in ("property", "county-property-disclosure"):
        done("ingest", "policies", DATA / "policies" / name, "--no-wait", home=home)
    done("ingest", "petitions", letters, "--no-wait", home=home)
    done("ingest", "history", steps, "--source", "来信", home=home)
    done("rebuild", home=home)
    return home


def _copy(made: Path, target: Path) -> Path:
    shutil.copytree(made, target)
    return target


@pytest.fixture(scope="session")
def asked(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same office without a model, so that hundreds of questions need not wait for it; only read."""
    folder = tmp_path_factory.mktemp("asked")
    home = _copy(made, folder / "office")
    settings = f'today = "2026-11-22"\nmodel_cache = "{(folder / "no model").as_posix()}"\n'
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    return home


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """A copy of the office that a test may write to and damage."""
    return _copy(made, tmp_path / "office")


@pytest.fixture
def plain(asked: Path, tmp_path: Path) -> Path:
    """A copy of the office without a model, for what does not need one."""
    return _copy(asked, tmp_path / "office")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Path]:
    """The folder of an office that does not exist yet."""
    yield tmp_path / "bare"
