"""Which field of a petition each column of a file holds: guessed from Chinese and English headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from core.errors import InputError
from core.normal import normal

_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_MARKS = re.compile(r"[*＊：:、/／\-—_.·“”\"'（()）【\[\]】]")
_SHORTEST_TAIL = 3
_EXACT, _WITHOUT_BRACKETS, _TAIL = 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Field:
    """A field a column can hold: its Chinese label, its headers, and whether several columns may feed it."""

    name: str
    label: str
    aliases: tuple[str, ...]
    many: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Column → field of one source, in column order; columns that no field took are kept with the item as they are."""

    fields: Mapping[str, str]

    def columns_of(self, field: str) -> tuple[str, ...]:
        """The columns that feed `field`, in column order."""
        return tuple(column for column, name in self.fields.items() if name == field)

    def described(self) -> list[str]:
        """One Chinese line a column, to be shown before and after an import: `留言主题 → 主题`."""
        labels = {field.name: field.label for field in known_fields()}
        return [f"{column} → {labels[name]}" for column, name in self.fields.items()]


def guess_mapping(columns: Iterable[str]) -> ColumnMapping:
    """The likely field of each column; a field that takes one column gets the one that fits best.

    Raises InputError when nothing in the table could be the text of a petition.
    """
    names = tuple(columns)
    fits = sorted(
        ((score, -place, column, field) for place, column in enumerate(names) for score, field in _fits(column)),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    many = {field.name for field in known_fields() if field.many}
    for _, _, column, field in fits:
        if column not in chosen and (field in many or field not in taken):
            chosen[column] = field
            taken.add(field)
    if not taken & {"title", "content", "issue"}:
        shown = "、".join(names[:8])
        raise InputError(
            f"认不出哪一列是主题或内容（现有列：{shown}）",
            "请把内容列的列名改为“内容”、主题列改为“主题”，或在导入页上指定各列的含义",
        )
    return ColumnMapping({column: chosen[column] for column in names if column in chosen})


def checked_mapping(fields: Mapping[str, str], columns: Iterable[str], *, name: str) -> ColumnMapping:
    """A mapping a person or an earlier import chose, checked against the fields there are and the file's columns.

    Raises InputError for an unknown field, and when none of its text columns is in the file.
    """
    known = {field.name for field in known_fields()}
    wrong = sorted({field for field in fields.values() if field not in known})
    if wrong:
        raise InputError(
            f"列对应“{name}”里有不认识的字段：{'、'.join(wrong)}", f"可用的字段：{'、'.join(sorted(known))}"
        )
    present = set(columns)
    mapping = ColumnMapping({column: field for column, field in fields.items() if column in present})
    if not set(mapping.fields.values()) & {"title", "content", "issue"}:
        raise InputError(
            f"列对应“{name}”里的列不在这个文件中（文件的列：{'、'.join(list(present)[:8])}）",
            "请换一个列对应的名字，或不指定、让系统按表头识别",
        )
    return mapping


def is_known_column(header: str) -> bool:
    """True when `header` names a field, so that a row of such cells is a header row."""
    return bool(_fits(header))


@cache
def known_fields() -> tuple[Field, ...]:
    """All fields a column can hold, from `columns.yaml`."""
    table = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
    return tuple(
        Field(name, row["label"], tuple(row["aliases"]), bool(row.get("many"))) for name, row in table["fields"].items()
    )


def _fits(column: str) -> list[tuple[float, str]]:
    """(score, field) for each field `column` may name: exact, without brackets, or as the end of a longer name."""
    exact, bare = _key(column), _key(_BRACKETS.sub("", column))
    aliases = _aliases()
    if exact in aliases:
        return [(_EXACT + aliases[exact][0], aliases[exact][1])]
    if bare in aliases:
        return [(_WITHOUT_BRACKETS + aliases[bare][0], aliases[bare][1])]
    parts = [part for part in re.split(r"\s+", column.strip()) if part != column]
    below = [(_WITHOUT_BRACKETS, aliases[_key(part)][1]) for part in parts[-1:] if _key(part) in aliases]
    if below:
        return below
    tails = [
        alias for alias in aliases if len(alias) >= _SHORTEST_TAIL and not alias.isascii() and bare.endswith(alias)
    ]
    longest = max(tails, key=len, default="")
    return [(_TAIL + aliases[longest][0], aliases[longest][1])] if longest else []


def _key(header: str) -> str:
    return _MARKS.sub("", normal(header))


@cache
def _aliases() -> dict[str, tuple[float, str]]:
    """alias key → (how early it stands in its field's list as 0…1, field)."""
    table: dict[str, tuple[float, str]] = {}
    for field in known_fields():
        for place, alias in enumerate(field.aliases):
            table.setdefault(_key(alias), (1 - place / len(field.aliases) / 2, field.name))
    return table
