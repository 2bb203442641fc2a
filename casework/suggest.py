"""Suggestions for a new letter (建议): its issue class and its unit, learned from what this office labelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from casework.office import Office
from core.class_guess import guess_class
from core.errors import InputError
from core.masking import mask
from core.petition import Item
from core.taxonomy import path_of
from core.viewer import Viewer
from ingest.columns import ColumnMapping, guess_mapping
from ingest.rows import RowError, RowReader
from ingest.tables import Row
from records.mappings import mappings
from records.units import unit_names
from search.documents import split_title
from search.labels import Suggestion
from search.learning import learn_issues, learn_units

Question = Mapping[str, object]
NOT_FIELDS = frozenset({"id", "text"})


def suggest_classes(
    office: Office, viewer: Viewer, questions: Sequence[Question], *, limit: int = 5
) -> list[list[Suggestion]]:
    """For each question its likeliest classes: learned from 200 labelled items or more, else by rules and words."""
    items = [_letter(question) for question in questions]
    try:
        learner = learn_issues(office.database, office.index, viewer)
    except InputError:  # too few labels to learn from: the dictionary of the taxonomy answers
        return [_guessed(item, limit) for item in items]
    return learner.suggest(items, limit=limit)


def _guessed(item: Item, limit: int) -> list[Suggestion]:
    found = guess_class(item.letter, limit=limit)
    total = sum(one.score for one in found) or 1.0
    return [
        Suggestion(one.code, path_of(one.code), round(one.score / total, 4), tuple(hit.word for hit in one.evidence))
        for one in found
    ]


def suggest_units(
    office: Office, viewer: Viewer, questions: Sequence[Question], *, limit: int = 5
) -> list[list[Suggestion]]:
    """For each question its likeliest units. Raises InputError when fewer than 200 items name their unit."""
    columns = [frozenset(map(str, question)) - NOT_FIELDS for question in questions]
    told = reduce(frozenset.__and__, columns) if columns else frozenset()
    learner = learn_units(office.database, office.index, viewer, known=told)
    mapping = _mapping(office, told)
    found = learner.suggest([_item(question, mapping) for question in questions], limit=limit)
    return _with_names(office, found)


def _with_names(office: Office, found: list[list[Suggestion]]) -> list[list[Suggestion]]:
    """Units that no source names, only an id, under their names."""
    ids = {one.label for several in found for one in several if one.label.startswith("unit:")}
    with office.database.read() as tx:
        names = unit_names(tx, ids)
    return [[replace(one, label=names.get(one.label, one.label)) for one in several] for several in found]


def _mapping(office: Office, columns: Iterable[str]) -> ColumnMapping:
    """The saved mapping that knows most of the question's fields, else one guessed from their names."""
    told = set(columns)
    with office.database.read() as tx:
        saved = mappings(tx)
    best = max(saved, key=lambda one: (len(told & set(one.columns)), one.source), default=None)
    if best is None or not told & set(best.columns):
        return guess_mapping(sorted(told))
    # in the file's own order: a class path is read from wide to narrow
    return ColumnMapping({c: best.columns[c] for c in best.headers if c in told and c in best.columns})


def _item(question: Question, mapping: ColumnMapping) -> Item:
    values = {str(name): str(value) for name, value in question.items() if name not in NOT_FIELDS and value is not None}
    if not values:
        return _letter(question)
    try:
        item = RowReader("question", "", mapping).draft(Row(number=0, values=values)).item
    except RowError:
        return _letter(question)
    title, content = item.title, item.content
    if not mapping.columns_of("content") and not mapping.columns_of("title") and not title and not content:
        title, content = split_title(str(question.get("text") or ""))
    return replace(item, id="", title_masked=mask(title).text, content_masked=mask(content).text)


def _letter(question: Question) -> Item:
    title, content = split_title(str(question.get("text") or ""))
    return Item(
        id="", source="question", source_id="", title_masked=mask(title).text, content_masked=mask(content).text
    )
