"""Giving real commands and looking at what they say, what they exit with, and what they leave behind."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import cli

PROJECT = Path(__file__).resolve().parents[2]
HEADER = "信访编号,登记日期,主题,内容\n"


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def give(*words: object, home: Path | None = None, stdin: str | bytes = "") -> Told:
    """The command run in this process; anything it did not expect to raise fails the test."""
    args = [*map(str, words), *(["--home", str(home)] if home else [])]
    done = CliRunner().invoke(cli.app, args, input=stdin, catch_exceptions=False)
    return Told(done.exit_code, done.stdout, done.stderr)


def done(*words: object, home: Path | None = None, stdin: str | bytes = "") -> Told:
    """The command, which must succeed and say nothing of trouble."""
    told = give(*words, home=home, stdin=stdin)
    assert told.code == 0, (told.out, told.err)
    return told


def run(*words: object, home: Path, stdin: bytes = b"") -> Told:
    """The command as a process of its own."""
    command = [sys.executable, "cli.py", *map(str, words), "--home", str(home)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PETITION_GRAPH_")}
    child = subprocess.run(command, cwd=PROJECT, input=stdin, capture_output=True, env=kept, timeout=280)
    return Told(child.returncode, child.stdout.decode(), child.stderr.decode())


def refused(told: Told, *words: str) -> None:
    """The command ended with 2 and said on stderr, in Chinese, what is wrong and what to do next."""
    assert told.code == 2, (told.code, told.out, told.err)
    assert told.out.strip() == ""
    _says(told, *words)
    assert "出错：" in told.err and "建议：" in told.err


def set_aside(told: Told, *words: str) -> list[str]:
    """The lines of the quarantine file of a command that ended with 1 because only some rows were bad."""
    assert told.code == 1, (told.code, told.out, told.err)
    _says(told)
    file = Path(told.json["quarantine_file"])
    text = file.read_text(encoding="utf-8-sig")
    for word in words:
        assert word in text, text
    lines = text.splitlines()
    assert len(lines) - 1 >= told.json["quarantined"] > 0
    return lines[1:]


def _says(told: Told, *words: str) -> None:
    for word in words:
        assert word in told.err, told.err
    assert "Traceback" not in told.err and "Error" not in told.err, told.err


def records(home: Path) -> dict[str, str]:
    """A digest of every table; two of them are equal when nothing was written in between."""
    with closing(sqlite3.connect(home / "office.db")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _digest(database.execute(f'SELECT * FROM "{name}"')) for name in sorted(names)}


def _digest(rows: sqlite3.Cursor) -> str:
    lines = sorted(map(repr, rows))
    return f"{len(lines)}:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:16]}"


def count(home: Path, table: str) -> int:
    """How many rows a table has."""
    with closing(sqlite3.connect(home / "office.db")) as database:
        return int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def settings(home: Path, text: str) -> Path:
    """The home with these settings."""
    (home / "settings.toml").write_text(f'today = "2026-11-22"\n{text}\n', encoding="utf-8")
    return home


def letters(file: Path, number: int, first: int = 0) -> Path:
    """A case list of letters about lamps, numbered from `first` to before `number`."""
    text = "盏路灯坏了没人修" * 12
    rows = (f"D{n},2026-03-01,第{n}盏路灯不亮,第{n}{text}\n" for n in range(first, number))
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    return file
