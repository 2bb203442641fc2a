"""Suggestions for a letter (建议): its issue class and its unit, learned from what this office labelled.

Each comes with a calibrated share, three evidences, and the word whether a person should rather judge alone
(把握不足). A unit that sent such matters back is suggested less, with the reason said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypedDict, Unpack

from casework.office import Office
from casework.returns import Doubt, doubts_about, kind_of_matter
from casework.suggest_reasons import (
    Reason,
    Reasoned,
    reasons_of_class,
    reasons_of_unit,
    similar_to,
    with_roles,
)
from core.class_guess import guess_class
from core.errors import InputError
from core.masking import mask
from core.petition import Item
from core.taxonomy import path_of
from core.viewer import Viewer
from ingest.columns import ColumnMapping, guess_mapping
from ingest.rows import RowError, RowReader
from ingest.tables import Row
from records.items import item
from records.mappings import mappings
from records.returns import Returned, handled_alike, returns
from records.units import unit_names
from search.documents import split_title
from search.labels import IssueLearner
from search.learned_store import FOLDER
from search.learning import Learning, learn_issues, learn_units
from search.reliability import Reliability
from search.suggestion import Suggestion

Question = Mapping[str, object]
NOT_FIELDS = frozenset({"id", "text"})
LISTED = 3
_LOOKED_AT = 10
"""Units weighed by their returns before the first few are shown."""
_UNMEASURED = 0.5
"""Share below which the dictionary's guess is left to a person; nothing was held out to measure it on."""
UNSURE = "把握不足，请人工判断"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Suggestions for one letter, best first; `abstain` when none is likely enough, with the floor that says so."""

    suggestions: tuple[Reasoned, ...]
    abstain: bool
    floor: float


class How(TypedDict, total=False):
    """How many are listed, whether with all evidences, and whether it may be learned from nearly the same rows."""

    limit: int
    why: bool
    near: bool


def learning_of(office: Office, *, near: bool = False) -> Learning:
    """Where this office learns; `near` for a screen that cannot wait."""
    return Learning(office.database, office.encoder, office.home / FOLDER, near=near)


def suggest_classes(
    office: Office, viewer: Viewer, questions: Sequence[Question], *, limit: int = LISTED, why: bool = False
) -> list[Advice]:
    """For each question its likeliest classes: learned from 200 labelled items or more, else by rules and words.

    With `why` each suggestion has its precedents and articles beside the words.
    """
    return classes_of(office, viewer, [_letter(question) for question in questions], limit=limit, why=why)


def classes_of(
    office: Office, viewer: Viewer, items: Sequence[Item], *, limit: int = LISTED, why: bool = False, near: bool = False
) -> list[Advice]:
    """The same for items."""
    try:
        learner: IssueLearner | None = learn_issues(learning_of(office, near=near))
    except InputError:  # too few labels to learn from: the dictionary of the taxonomy answers
        learner = None
    floor = learner.reliability.floor if learner else _UNMEASURED
    found = learner.suggest(items, limit=limit) if learner else [_guessed(one, limit) for one in items]
    advices = []
    for one, listed in zip(items, found, strict=True):
        similar = similar_to(office, viewer, one, today=office.today()) if why else None
        told = [_reasoned(sug, reasons_of_class(sug, similar) if similar else None) for sug in listed]
        advices.append(_advice(told, floor))
    return advices


def _reasoned(one: Suggestion, evidence: tuple[Reason, ...] | None) -> Reasoned:
    words = tuple(Reason(kind="words", text=word) for word in one.evidence)
    return Reasoned(code=one.code, label=one.label, share=one.share, evidence=words if evidence is None else evidence)


def _advice(told: Sequence[Reasoned], floor: float) -> Advice:
    return Advice(suggestions=tuple(told), abstain=not told or told[0].share < floor, floor=floor)


def suggest_units(
    office: Office, viewer: Viewer, questions: Sequence[Question], *, limit: int = LISTED, why: bool = False
) -> list[Advice]:
    """For each question its likeliest units. Raises InputError when fewer than 200 items name their unit."""
    columns = [frozenset(map(str, question)) - NOT_FIELDS for question in questions]
    told = reduce(frozenset.__and__, columns) if columns else frozenset()
    mapping = _mapping(office, told)
    asked = [_item(question, mapping) for question in questions]
    return units_of(office, viewer, asked, known=told, limit=limit, why=why)


def units_of(
    office: Office,
    viewer: Viewer,
    items: Sequence[Item],
    *,
    known: frozenset[str],
    **how: Unpack[How],
) -> list[Advice]:
    """The same for items that carry the source's columns `known`."""
    limit, why = how.get("limit", LISTED), how.get("why", False)
    learner = learn_units(learning_of(office, near=how.get("near", False)), known=known)
    floor = learner.reliability.floor
    found = learner.suggest(items, limit=max(limit, _LOOKED_AT))
    weighed = _weighed(office, viewer, items, found)
    advices = []
    for one, listed in zip(items, weighed, strict=True):
        similar = similar_to(office, viewer, one, today=office.today()) if why else None
        told = []
        for sug, doubt in listed[:limit]:
            evidence = reasons_of_unit(office, sug, one, similar, today=office.today()) if similar else None
            told.append(_doubted(_reasoned(sug, evidence), doubt))
        advices.append(_advice(with_roles(told, one.issue_code), floor))
    return advices


def _doubted(one: Reasoned, doubt: Doubt) -> Reasoned:
    said = (Reason(kind="returned", text=doubt.why),) if doubt.why else ()
    return replace(one, evidence=(*one.evidence, *said))


Weighed = list[tuple[Suggestion, Doubt]]


def _weighed(
    office: Office, viewer: Viewer, items: Sequence[Item], found: Sequence[Sequence[Suggestion]]
) -> list[Weighed]:
    """Suggestions after returns were weighed, best first, under the names of their units."""
    with office.database.read() as tx:
        back: dict[str, list[Returned]] = defaultdict(list)
        for one in returns(tx, viewer):
            back[one.unit_id].append(one)
        names = unit_names(tx, {one.label for several in found for one in several if one.label.startswith("unit:")})
        kept: dict[tuple[str, str], int] = {}

        def doubt(one: Suggestion, asked: Item) -> Doubt:
            unit = one.code or one.label
            if unit not in back:
                return Doubt(1.0, "")
            key = (unit, kind_of_matter(asked.issue_code, asked.class_text))
            if key not in kept:
                kept[key] = handled_alike(tx, viewer, *key) if key[1] else 0
            return doubts_about(back[unit], asked, kept[key])

        told = [[(one, doubt(one, asked)) for one in several] for several, asked in zip(found, items, strict=True)]
    return [_shared_out(several, names) for several in told]


def _shared_out(several: Weighed, names: Mapping[str, str]) -> Weighed:
    """Shares after the doubts, together as much as before."""
    before = sum(one.share for one, _ in several)
    after = sum(one.share * doubt.factor for one, doubt in several) or 1.0
    found = [
        (replace(one, label=names.get(one.label, one.label), share=round(one.share * d.factor * before / after, 4)), d)
        for one, d in several
    ]
    return sorted(found, key=lambda one: (-one[0].share, one[0].label))


def advise(office: Office, viewer: Viewer, item_id: str) -> tuple[Advice, Advice | None]:
    """Class and unit suggested for an item, with all evidences; no unit where too few items name theirs.

    Uses what was learned lately, which may lack the newest few labels. Raises NotFound.
    """
    with office.database.read() as tx:
        one = item(tx, viewer, item_id)
    asked = replace(one, unit_id="", unit_text="")
    (issue,) = classes_of(office, viewer, [asked], why=True, near=True)
    try:
        (unit,) = units_of(office, viewer, [asked], known=frozenset(), why=True, near=True)
    except InputError:
        return issue, None
    return issue, unit


def reliability_of(office: Office, kind: str) -> Reliability:
    """How far first suggestions could be trusted on rows held out.

    Raises InputError where too few items are labelled.
    """
    where = learning_of(office)
    if kind == "issue-class":
        return learn_issues(where).reliability
    return learn_units(where, known=frozenset()).reliability


def _guessed(item: Item, limit: int) -> list[Suggestion]:
    found = guess_class(item.letter, limit=limit)
    total = sum(one.score for one in found) or 1.0
    return [
        Suggestion(one.code, path_of(one.code), round(one.score / total, 4), tuple(hit.word for hit in one.evidence))
        for one in found
    ]


def _mapping(office: Office, columns: Iterable[str]) -> ColumnMapping:
    """The saved mapping that knows most of the question's fields, else one guessed from their names."""
    told = set(columns)
    if not told:  # words alone
        return ColumnMapping({})
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
