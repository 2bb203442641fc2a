"""Enumerations of the records: codes, their Chinese labels, and the spellings of case lists that mean them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from core.normal import normal
from core.packaged import packaged_yaml


@lru_cache(maxsize=32)
def labels(table: str) -> Mapping[str, str]:
    """Code → Chinese label of one enumeration, in its order. Raises KeyError for an unknown table."""
    rows: dict[str, list[str]] = packaged_yaml("vocabulary.yaml")[table]
    return MappingProxyType({code: names[0] for code, names in rows.items()})


def label(table: str, code: str) -> str:
    """The Chinese label of `code`; the code itself when the table does not know it, "" for ""."""
    return labels(table).get(code, code)


def code_of(table: str, text: str) -> str:
    """The code that `text` (a code, label or other spelling) means in `table`; "" when unknown."""
    return _codes(table).get(normal(text), "")


@lru_cache(maxsize=32)
def _codes(table: str) -> Mapping[str, str]:
    rows: dict[str, list[str]] = packaged_yaml("vocabulary.yaml")[table]
    found: dict[str, str] = {normal(code): code for code in rows}
    for code, names in rows.items():
        for name in names:
            found.setdefault(normal(name), code)
    return MappingProxyType(found)
