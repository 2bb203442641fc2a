"""Words of the screens, from `words.toml`: every text a person reads on a page stands there and nowhere else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("words.toml")


@cache
def table() -> Mapping[str, str]:
    """All words by dotted key, e.g. `login.title`."""
    return dict(_flat("", tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))))


def word(key: str, **fields: object) -> str:
    """The words under `key` with `{fields}` filled in; KeyError for a key that is not in the file."""
    text = table()[key]
    return text.format(**fields) if fields else text


def words_under(prefix: str) -> dict[str, str]:
    """All words whose key begins with `prefix.`, by the rest of their key, in the order of the file."""
    start = f"{prefix}."
    return {key[len(start) :]: text for key, text in table().items() if key.startswith(start)}


def _flat(prefix: str, node: Mapping[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in node.items():
        name = f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping):
            rows.extend(_flat(name, value))
        else:
            rows.append((name, str(value)))
    return rows
