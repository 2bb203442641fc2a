"""Words of the screens stand in one file, and every key the code names is in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import ui
from ui.words import table, word

FOLDER = Path(ui.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _calls(file: Path, names: tuple[str, ...]):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
            yield node.func.id, node.args[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_every_key_in_the_code_is_in_the_file(file):
    known = table()
    for function, argument in _calls(file, ("word", "empty")):
        if isinstance(argument, ast.Constant):
            keys = (
                [f"{argument.value}.empty", f"{argument.value}.empty_hint"] if function == "empty" else [argument.value]
            )
            assert not [key for key in keys if key not in known]
        elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
            assert [key for key in known if key.startswith(argument.values[0].value)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_no_words_for_people_stand_in_the_code(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    after_names = {
        id(two.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef)
        for two in node.body
        if isinstance(two, ast.Expr)
    }
    wrong = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in documented | after_names
    ]
    assert not wrong


def test_fields_are_filled_in():
    assert word("due.left", days=5) == "剩余 5 天"
    assert "{{标题}}" in word("batch.wording_start")
    with pytest.raises(KeyError):
        word("no.such.words")


def test_builtin_words_are_pairs():
    for key, pair in table().items():
        if key.startswith("builtin."):
            english, chinese = pair.split("=>")
            assert CHINESE.search(chinese), key
            re.compile(english.strip())
