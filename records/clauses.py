"""A clause of a paper found by title, document number and label: 《…通知》（…〔2023〕5号）二（三）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.clause_labels import clause_citation, piece_label, read_clause_citation
from core.law_tree import fragments_of, parse
from records.law_names import plain_number, plain_title
from records.law_on_a_day import articles_of, numbered_versions
from records.law_saving import find_regulations
from records.tables.law import package_member
from records.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClause:
    """One clause with its words, how it is cited, the record it stands in, and whether the paper is public."""

    label: str
    text: str
    path: str
    citation: str
    record: str
    public: bool = True
    text_kind: str = "full"


def find_clauses(tx: Tx, text: str, day: date) -> list[FoundClause]:
    """The clauses that a citation with a clause names, on `day`; empty for other text and where nothing is stored."""
    asked = read_clause_citation(text)
    if asked is None:
        return []
    title, number, label = asked
    named = {one for one in (number, title) if one}
    found = [one for name in sorted(named) for one in _of_acts(tx, name, label, day)]
    found += [one for one in _of_members(tx, title, number, label)]
    return list({one.record + one.label: one for one in found}.values())


def _of_acts(tx: Tx, name: str, label: str, day: date) -> Iterator[FoundClause]:
    for act in find_regulations(tx, name):
        several = numbered_versions(tx, [act.id]).get(act.id, [])
        begun = [v for v in several if (v.version.effective or v.version.published or date.min) <= day] or several[:1]
        for one in articles_of(tx, act.id, begun[-1].number) if begun else ():
            if not one.number and one.label == label:
                version = begun[-1].version
                yield FoundClause(
                    label=label,
                    text=one.text,
                    path=one.path,
                    citation=clause_citation(act.title, version.document_no, label),
                    record=one.id,
                    public=act.public,
                    text_kind=version.text_kind,
                )


def _of_members(tx: Tx, title: str, number: str, label: str) -> Iterator[FoundClause]:
    """Clauses of notices, attachments and answers of packages, which are no acts of their own."""
    statement = sa.select(package_member).where(package_member.c.regulation_id == "")
    for row in tx.execute(statement.order_by(package_member.c.package_id, package_member.c.ordinal)):
        same = plain_title(row.title) == plain_title(title)
        if number and row.document_no:
            same = plain_number(row.document_no) == plain_number(number)
        if not same:
            continue
        for place, one in enumerate(fragments_of(parse(row.text)), 1):
            if piece_label(one.path, one.text, place) == label:
                yield FoundClause(
                    label=label,
                    text=one.text,
                    path=one.path,
                    citation=clause_citation(row.title, row.document_no, label),
                    record=f"{row.package_id}@{row.ordinal}.{place}",
                    public=row.public,
                    text_kind=row.text_kind,
                )
