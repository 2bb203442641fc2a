"""Holds the docs to the product: every command and every setting is named, and nothing is that does not exist."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from core.settings import Settings
from tests.cli.test_commands import EVERY
from tests.test_house import ROOMS

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [*sorted((PROJECT / "docs").glob("*.md")), *PROJECT.glob("README.md")]
CODE = re.compile(r"`([^`\n]+)`")


def told() -> dict[str, str]:
    return {page.name: page.read_text(encoding="utf-8") for page in PAGES}


def named() -> set[str]:
    """What stands between backticks in all pages."""
    return {code for text in told().values() for code in CODE.findall(text)}


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_is_in_the_docs(path: tuple[str, ...]) -> None:
    command = " ".join(path)
    found = re.compile(rf"(?:^|cli\.py ){re.escape(command)}(?: |$)")
    assert [code for code in named() if found.search(code)], f"docs/commands.md does not name `{command}`"


def test_no_command_that_does_not_exist_is_in_the_docs() -> None:
    groups = {path[0] for path in EVERY if len(path) > 1}
    single = {path[0] for path in EVERY if len(path) == 1}
    for name, text in told().items():
        for words in re.findall(r"cli\.py ([a-z][a-z -]*)", text):
            first, *rest = words.split()
            known = first in single or (first in groups and bool(rest) and (first, rest[0]) in EVERY)
            assert known, f"{name}: cli.py {words}"


def test_no_command_that_does_not_exist_is_advised() -> None:
    files = [file for room in ROOMS for kind in ("*.py", "*.toml") for file in (PROJECT / room).rglob(kind)]
    for file in files:
        for words in re.findall(r"cli\.py ([a-z][a-z -]*)", file.read_text(encoding="utf-8")):
            first, *rest = re.sub(r" -.*", "", words).split()
            told_words = (first, *rest)
            known = any(path == told_words[: len(path)] or path[: len(told_words)] == told_words for path in EVERY)
            assert known, f"{file.name}: cli.py {words}"


@pytest.mark.parametrize("setting", [f.name for f in fields(Settings) if f.name != "home"])
def test_every_setting_is_in_the_docs(setting: str) -> None:
    assert setting in named(), f"docs/deployment.md does not name `{setting}`"


def test_no_setting_that_does_not_exist_is_in_the_docs() -> None:
    known = {f.name for f in fields(Settings)}
    table = told()["deployment.md"].partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert rows and {name for row in rows for name in CODE.findall(row)} <= known


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"
