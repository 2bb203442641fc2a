"""One row of a case list as a petition item: cells to fields, nothing found in the text yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.event_day import EVENT_FIELD
from core.ids import content_source_id, item_id, short_hash
from core.petition import Item, Person
from core.vocabulary import code_of
from ingest.cells import CellError, cell_count, cell_flag, cell_moment, cell_text
from ingest.columns import ColumnMapping
from ingest.tables import Row

_MOMENTS = ("received_at", "registered_at", "replied_at")
_FLAGS = ("is_joint_letter", "is_group_visit", "is_anonymous", "is_urgent")
_CODES = ("channel", "state", "outcome", "rating")
_PERSON = {f"person_{name}": name for name in ("name", "id_no", "phone", "address", "account")}
_KEPT = ("up_votes", "down_votes", EVENT_FIELD)
_PLAIN = {"cause": "cause", "unit": "unit_text", "respondent": "respondent_text", "repeat_of": "repeat_of"}
_CLASS_OF_PURPOSE = {"appeal": "claim", "request": "claim", "suggestion": "suggestion", "accusation": "accusation"}
_NAMELESS = frozenset({"匿名", "无名", "不详", "未知", "无", "保密"})
GROUP_SIZE = 5
"""Persons from which a visit counts as a group visit (集体访)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row as an item with raw texts, the person behind it, and its imported class from wide to narrow."""

    item: Item
    person: Person
    class_path: tuple[str, ...] = ()


class RowError(Exception):
    """A row that cannot be taken: the field, its value, the reason and the suggested fix."""

    def __init__(self, field: str, value: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason, self.fix = field, value, reason, fix


class RowReader:
    """Turns the rows of one file into drafts; holds what was counted over the file."""

    def __init__(self, source: str, file: str, mapping: ColumnMapping) -> None:
        self._source, self._file, self._mapping = source, file, mapping
        self._single = {
            name: columns[0] for name in set(mapping.fields.values()) if (columns := mapping.columns_of(name))
        }
        self._many = {name: mapping.columns_of(name) for name in ("content", "issue", "region", "place")}
        self._fields = tuple(mapping.fields.items())
        self._without_id: Counter[str] = Counter()
        self.unknown_values: Counter[tuple[str, str]] = Counter()

    def draft(self, row: Row) -> Draft:
        """The item in `row`. Raises RowError for a broken row, a wrong date, and a row without any text."""
        if row.problem:
            raise RowError("整行", next(iter(row.values.values()), "")[:200], row.problem, "请改正这一行后重新导入")
        cells = self._cells(row)
        fields: dict[str, Any] = {
            to: cells[self._single[name]] for name, to in _PLAIN.items() if self._has(cells, name)
        }
        extra = {column: text for column, text in cells.items() if column not in self._mapping.fields}
        fields.update(self._moments(cells))
        fields.setdefault("received_at", fields.get("registered_at"))  # registered on the day it came (条例 22¶1)
        fields.update(self._codes(cells, extra))
        class_path = tuple(dict.fromkeys(self._joined(cells, "issue")))
        fields.update(self._texts(cells, class_path))
        person = self._person(cells, fields)
        fields.update(self._counts(cells, fields))
        extra |= {name: cells[self._single[name]] for name in _KEPT if self._has(cells, name)}
        digest = short_hash(
            *(f"{c}\x1e{self._mapping.fields.get(c, '')}\x1e{t}" for c, t in sorted(cells.items())), length=32
        )
        source_id = self._source_id(cells, digest)
        item = Item(
            id=item_id(self._source, source_id),
            source=self._source,
            source_id=source_id,
            item_no=cells.get(self._single.get("item_no", ""), ""),
            content_hash=digest,
            source_file=self._file,
            source_row=row.number,
            class_text=" › ".join(class_path),
            extra=extra,
            **fields,
        )
        return Draft(item, person, class_path)

    def _cells(self, row: Row) -> dict[str, str]:
        cells: dict[str, str] = {}
        for column, value in row.values.items():
            try:
                text = cell_text(value)
            except CellError as error:
                raise RowError(column, value, error.reason, error.fix) from error
            if text:
                cells[column] = text
        return cells

    def _has(self, cells: Mapping[str, str], name: str) -> bool:
        return self._single.get(name, "") in cells

    def _of(self, cells: Mapping[str, str], name: str) -> str:
        return cells.get(self._single.get(name, ""), "")

    def _joined(self, cells: Mapping[str, str], name: str) -> list[str]:
        return [cells[column] for column in self._many.get(name, ()) if column in cells]

    def _moments(self, cells: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
        for name in (*_MOMENTS, "due_on"):
            if not self._has(cells, name):
                continue
            text = cells[self._single[name]]
            try:
                moment = cell_moment(text)
            except CellError as error:
                raise RowError(self._single[name], text, error.reason, error.fix) from error
            yield name, moment.date() if name == "due_on" and isinstance(moment, datetime) else moment

    def _codes(self, cells: Mapping[str, str], extra: dict[str, str]) -> Iterable[tuple[str, Any]]:
        """Enumerated fields; a value nobody knows is kept beside the item and counted."""
        for name in _CODES:
            if self._has(cells, name):
                code = code_of(name, cells[self._single[name]])
                if code:
                    yield name, code
                else:
                    self._keep(name, cells, extra)
        if self._has(cells, "purpose") or self._has(cells, "claim_class"):
            yield from self._class_and_purpose(cells, extra)
        if "state" not in self._single and self._has(cells, "reply"):
            yield "state", "concluded"

    def _class_and_purpose(self, cells: Mapping[str, str], extra: dict[str, str]) -> Iterable[tuple[str, Any]]:
        purpose = code_of("purpose", self._of(cells, "purpose"))
        told = self._of(cells, "claim_class") or self._of(cells, "purpose")
        claim_class = code_of("claim_class", told) or _CLASS_OF_PURPOSE.get(purpose, "")
        if purpose:
            yield "purpose", purpose
        if claim_class:
            yield "claim_class", claim_class
        for name in ("purpose", "claim_class"):
            if self._has(cells, name) and not (purpose or claim_class):
                self._keep(name, cells, extra)

    def _keep(self, name: str, cells: Mapping[str, str], extra: dict[str, str]) -> None:
        column = self._single[name]
        extra[column] = cells[column]
        self.unknown_values[(column, cells[column][:40])] += 1

    def _texts(self, cells: Mapping[str, str], class_path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
        title, content = self._of(cells, "title"), "\n".join(self._joined(cells, "content"))
        place = "".join(self._joined(cells, "place"))
        if not (title or content):
            if not class_path:
                raise RowError("内容", "", "这一行没有主题，也没有内容", "请补上主题或内容；只有分类的工单请填分类列")
            title = f"{class_path[-1]}（{place}）" if place else class_path[-1]
        yield "title", title
        yield "content", content
        yield "place_text", place
        yield "region_text", "".join(dict.fromkeys(self._joined(cells, "region")))
        yield "reply", self._of(cells, "reply")

    def _person(self, cells: Mapping[str, str], fields: dict[str, Any]) -> Person:
        told = {to: self._of(cells, name) for name, to in _PERSON.items()}
        anonymous = cell_flag(self._of(cells, "is_anonymous")) or told["name"] in _NAMELESS
        fields["is_anonymous"] = anonymous
        if told["name"] in _NAMELESS:
            told["name"] = ""
        return Person() if anonymous and not told["account"] else Person(**told)

    def _counts(self, cells: Mapping[str, str], fields: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        persons = max(cell_count(self._of(cells, "person_count")) or 1, 1)
        yield "person_count", persons
        yield "affected_count", cell_count(self._of(cells, "affected_count"))
        for name in _FLAGS[:2]:
            yield name, cell_flag(self._of(cells, name))
        yield "is_urgent", cell_flag(self._of(cells, "is_urgent"))
        if fields.get("channel") == "visit" and persons >= GROUP_SIZE:
            yield "is_group_visit", True

    def _source_id(self, cells: Mapping[str, str], digest: str) -> str:
        number = self._of(cells, "item_no")
        if number:
            return number
        seen = self._without_id[digest]
        self._without_id[digest] += 1
        return content_source_id(digest, seen)
