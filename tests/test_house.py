"""Holds the plan of the house: who imports whom, one vendor in one file, short files, short functions, plain names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

# Each room may import itself and the rooms below it, nothing above.
ROOMS = ("core", "records", "graph", "search", "ingest", "issues", "eval", "casework", "ui", "commands")
DOORS = ("app", "cli")

VENDORS: dict[str, tuple[str, ...]] = {
    "sqlalchemy": ("records/*.py", "records/*/*.py", "records/*/*/*.py"),
    "alembic": ("records/*.py", "records/*/*.py", "records/*/*/*.py"),
    "psycopg": ("records/*.py",),
    "neo4j": ("graph/neo4j_store.py",),
    "faiss": ("search/dense.py",),
    "tantivy": ("search/lexical.py",),
    "onnxruntime": ("search/encoder.py", "search/quantise.py"),
    "onnx": ("search/adapter.py", "search/model.py", "search/quantise.py", "search/torch_folder.py"),
    "tokenizers": ("search/encoder.py", "search/model.py"),
    "sentence_transformers": ("search/sentence_encoder.py", "search/torch_folder.py", "search/training*.py"),
    "peft": ("search/training*.py",),
    "transformers": ("search/sentence_encoder.py", "search/torch_folder.py", "search/training*.py"),
    "torch": ("search/sentence_encoder.py", "search/torch_folder.py", "search/training*.py"),
    "jieba": ("core/words.py",),
    "rjieba": ("core/words.py",),
    "streamlit": ("app.py", "ui/*.py", "ui/**/*.py"),
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "base", "misc"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MOST_PARAMETERS = 6


def _sources() -> list[Path]:
    files = [file for room in ROOMS for file in (PROJECT / room).rglob("*.py")]
    return sorted(files + [PROJECT / f"{door}.py" for door in DOORS if (PROJECT / f"{door}.py").exists()])


def _name(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def _room(file: Path) -> str:
    return Path(_name(file)).parts[0].removesuffix(".py")


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), _name(file))


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Top-level package and line of every import, also those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


def _rank(room: str) -> int:
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def _reads_environment(node: ast.AST) -> bool:
    names = {"environ", "getenv", "environb", "putenv"}
    if isinstance(node, ast.ImportFrom):
        return node.module == "os" and any(alias.name in names for alias in node.names)
    return (
        isinstance(node, ast.Attribute)
        and node.attr in names
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    )


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len([n for n in names if n not in ("self", "cls")])


def _is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True for a command of the command line, whose parameters are its options."""
    decorated = (isinstance(d, ast.Call) and ast.unparse(d.func).endswith(".command") for d in function.decorator_list)
    return any(decorated) or function.name in _registered()


def _registered() -> set[str]:
    """Functions that `cli.py` makes commands of itself: `app.command("eval")(evaluating.measure)`."""
    calls = (node for node in ast.walk(_tree(PROJECT / "cli.py")) if isinstance(node, ast.Call))
    return {
        call.args[0].attr
        for call in calls
        if ast.unparse(call.func).startswith("app.command(") and isinstance(call.args[0], ast.Attribute)
    }


def test_imports_run_one_way():
    wrong = [
        f"{_name(file)}:{line} imports {package}"
        for file in _sources()
        for package, line in _imports(_tree(file))
        if package in (*ROOMS, *DOORS) and package != _room(file) and _rank(package) >= _rank(_room(file))
    ]
    assert not wrong, "\n".join(wrong)


def test_one_vendor_one_file():
    wrong = [
        f"{_name(file)}:{line} imports {package}"
        for file in _sources()
        for package, line in _imports(_tree(file))
        if package in VENDORS and not any(file.relative_to(PROJECT).match(p) for p in VENDORS[package])
    ]
    assert not wrong, "\n".join(wrong)


def test_environment_is_read_in_settings_alone():
    wrong = [
        f"{_name(file)}:{getattr(node, 'lineno', 0)}"
        for file in _sources()
        if _name(file) != "core/settings.py"
        for node in ast.walk(_tree(file))
        if _reads_environment(node)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_longer_than_one_can_see_across():
    lengths = {_name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in _sources()}
    assert not {name: n for name, n in lengths.items() if n > LONGEST_FILE}


def test_no_function_is_too_long_or_takes_too_much():
    wrong = []
    for file in _sources():
        for function in _functions(_tree(file)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            count = _parameters(function)
            if length > LONGEST_FUNCTION or (count > MOST_PARAMETERS and not _is_command(function)):
                wrong.append(f"{_name(file)}:{function.lineno} {function.name}: {length} lines, {count} parameters")
    assert not wrong, "\n".join(wrong)


def test_names_say_what_lives_there():
    wrong = [_name(f) for f in _sources() if FORBIDDEN_NAMES & {p.removesuffix(".py") for p in f.parts[-2:]}]
    assert not wrong


def test_tests_have_packages():
    folders = {file.parent for file in (PROJECT / "tests").rglob("*.py")}
    assert not [_name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()]


def _tracked() -> list[Path]:
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git checkout here, so no list of tracked files")
    return [PROJECT / name for name in listing.split("\0") if name]


# Split, so that this file does not find itself.
MACHINE_TRACES = re.compile(
    "|".join(
        (
            r"(?<![\w.~{}$-])/(?:" + "work|root|home/" + r"[a-z]\w*)/[\w.]",
            r"C:\\\\?" + r"Users",
            r"repo1?\." + r"maven",
            r"files\." + r"pythonhosted",
            r"(?<!\w)pypi\." + r"(?:org|python)",
            r"--(?:extra-)?" + r"index-url",
        )
    )
)
BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".ttf", ".docx", ".xlsx", ".xls", ".pdf", ".gz", ".zip", ".onnx"}


def test_no_trace_of_a_machine_or_a_registry_host():
    wrong = []
    for file in _tracked():
        if not file.is_file() or file.suffix in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if found := MACHINE_TRACES.search(line):
                wrong.append(f"{_name(file)}:{number} {found.group()}")
    assert not wrong, "\n".join(wrong)


def test_the_machine_check_finds_what_it_should():
    assert MACHINE_TRACES.search("open('/" + "work/main/x')")
    assert MACHINE_TRACES.search("/" + "root/.cache")
    assert not MACHINE_TRACES.search("core/work/rules.py and https://example.org/work/x")


def test_no_command_brings_along_what_only_training_needs():
    heavy = ("torch", "transformers", "sentence_transformers", "datasets", "peft", "onnx")
    told = f"import cli, sys; print(*[name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", told], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "", f"{found.stdout} are not installed by `make run` and take a gigabyte"
