"""Regulations (法规) with their versions and articles: saving them, and finding them by name or document number."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from core.errors import NotFound
from core.law_versions import NOTHING, Told
from core.normal import fold
from core.petition import Link, Node
from core.statute import ArticleText, Regulation, RegulationVersion
from records.citations import retry
from records.law_dates import LAW_CONSUMERS, facts_of, save_clauses, save_told
from records.law_names import plain_number, plain_title
from records.link_saving import put_links
from records.marks import mark
from records.nodes import put_nodes
from records.tables.columns import json_text
from records.tables.graph import node
from records.tables.law import article_text, regulation_name, regulation_version, version_detail, version_reading
from records.tables.law import regulation as table
from records.transactions import Tx, as_row, delete_among, select_among, upsert

Saved = Literal["new", "changed", "same"]
_NO_LETTER = re.compile(r"[\W_]+")


def save_regulation(
    tx: Tx,
    regulation: Regulation,
    version: RegulationVersion,
    articles: Sequence[ArticleText],
    *,
    now: datetime,
    told: Told = NOTHING,
) -> Saved:
    """What saving one version of a regulation did. Nodes, links, marks and waiting citations are seen to.

    A version is known again by source and its id there, or else by source and day of publication; its number and the
    ids of articles never change, its text and dates may. `told` is what was read beside the text: the evidence of its
    dates, and the acts it ends, which then end also when they are loaded later.
    """
    hash_ = _hash(regulation, version, articles, told)
    before = _stored_version(tx, version)
    if before is not None and before.text_hash == hash_:
        return "same"
    upsert(tx, table, [as_row(regulation, table)])
    _save_names(tx, regulation)
    version_no = before.version_no if before is not None else _next_no(tx, regulation.id)
    row = as_row(version, regulation_version, version_no=version_no, text_hash=hash_)
    row["document_no"] = plain_number(version.document_no or _checked_number(tx, version))
    upsert(tx, regulation_version, [row])
    told_words = words_hash(articles)
    detail = as_row(version, version_detail, version_no=version_no, words_hash=told_words, articles=len(articles))
    upsert(tx, version_detail, [detail])
    save_told(tx, version, version_no, told)
    _save_articles(tx, version_no, regulation, articles, now=now)
    retry(tx, regulation.id, now=now)
    return "changed" if before is not None else "new"


def words_hash(articles: Sequence[ArticleText]) -> str:
    """A hash by which two files of one version are known to say the same: letters alone count, not marks and blanks."""
    words = "\n".join(f"{one.number}-{one.sub} {_NO_LETTER.sub('', fold(one.text))}" for one in articles)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def replace_articles(
    tx: Tx, regulation_id: str, source: tuple[str, str], articles: Sequence[ArticleText], *, now: datetime
) -> bool:
    """True after the articles of the version from `source` (name, id there) gave way to `articles`.

    For a split that a person corrected; dates stay, and the next import of the file compares anew.
    """
    columns = regulation_version.c
    here = (columns.regulation_id == regulation_id, columns.source == source[0], columns.source_doc_id == source[1])
    found = tx.execute(sa.select(columns.version_no).where(*here).order_by(columns.version_no)).first()
    if found is None:
        return False
    tx.execute(sa.update(regulation_version).where(*here).values(text_hash=""))
    detail = version_detail.c
    same = (detail.regulation_id == regulation_id, detail.version_no == found.version_no)
    told = {"words_hash": words_hash(articles), "articles": len(articles)}
    tx.execute(sa.update(version_detail).where(*same).values(**told))
    _save_articles(tx, found.version_no, regulation(tx, regulation_id), articles, now=now)
    retry(tx, regulation_id, now=now)
    return True


def _checked_number(tx: Tx, version: RegulationVersion) -> str:
    """The document number that the checked facts give a version whose source gives none, so that it is found by it."""
    facts = facts_of(tx, [version.regulation_id]).get(version.regulation_id, ())
    return next((f.document_no for f in facts if f.document_no and f.published in (None, version.published)), "")


def _hash(regulation: Regulation, version: RegulationVersion, articles: Sequence[ArticleText], told: Told) -> str:
    texts = [[a.id, a.number, a.sub, a.text, a.path, a.ordinal, a.source_id] for a in articles]
    all_ = [as_row(regulation, table), as_row(version, regulation_version), texts, str(version.adopted), repr(told)]
    return hashlib.sha256(json_text(all_).encode("utf-8", "surrogatepass")).hexdigest()


def _stored_version(tx: Tx, version: RegulationVersion) -> sa.Row[Any] | None:
    columns = regulation_version.c
    same = [columns.regulation_id == version.regulation_id, columns.source == version.source]
    if version.source_doc_id:
        same.append(columns.source_doc_id == version.source_doc_id)
    else:
        same += [columns.source_doc_id == "", columns.published.is_not_distinct_from(version.published)]
    return tx.execute(sa.select(regulation_version).where(*same).order_by(columns.version_no)).first()


def _next_no(tx: Tx, regulation_id: str) -> int:
    column = regulation_version.c.version_no
    last = tx.scalar(sa.select(sa.func.max(column)).where(regulation_version.c.regulation_id == regulation_id))
    return int(last or 0) + 1


def _save_names(tx: Tx, regulation: Regulation) -> None:
    names = {plain_title(name) for name in (regulation.title, *regulation.short_titles) if name.strip()}
    upsert(tx, regulation_name, [{"name": name, "regulation_id": regulation.id} for name in sorted(names)])
    title = regulation.title
    put_nodes(tx, [Node(id=regulation.id, kind="regulation", name=title, region=regulation.region)])


def _save_articles(
    tx: Tx, version_no: int, regulation: Regulation, articles: Sequence[ArticleText], *, now: datetime
) -> None:
    here = (article_text.c.regulation_id == regulation.id, article_text.c.version_no == version_no)
    old = set(tx.scalars(sa.select(article_text.c.id).where(*here)))
    new = {one.id: one for one in articles}
    if gone := old - new.keys():
        tx.execute(sa.delete(article_text).where(*here, article_text.c.id.in_(sorted(gone))))
    upsert(tx, article_text, [as_row(one, article_text, version_no=version_no) for one in new.values()])
    short = regulation.short_titles[0] if regulation.short_titles else plain_title(regulation.title)
    put_nodes(tx, [Node(id=one.id, kind="article", name=f"{short} {_label(one)}") for one in new.values()])
    put_links(tx, [Link(source=id_, kind="belongs_to", target=regulation.id) for id_ in new], now=now)
    mark(tx, [regulation.id, *sorted(old | new.keys())], lane="bulk", consumers=LAW_CONSUMERS)


def _label(one: ArticleText) -> str:
    if not one.number:
        return one.label
    return f"第{one.number}条之{one.sub}" if one.sub else f"第{one.number}条"


def regulation(tx: Tx, regulation_id: str) -> Regulation:
    """The regulation with this id. Raises NotFound."""
    found = regulations(tx, [regulation_id])
    if not found:
        raise NotFound(f"法规库里没有 {regulation_id}", "请检查名称；缺的法规可用 cli.py ingest policies 导入")
    return found[0]


def regulations(tx: Tx, ids: Iterable[str] | None = None) -> list[Regulation]:
    """The regulations among `ids`, or all, by id."""
    statement = sa.select(table).order_by(table.c.id)
    rows = tx.execute(statement).all() if ids is None else select_among(tx, statement, table.c.id, ids)
    return sorted((Regulation(**row._mapping) for row in rows), key=lambda one: one.id)


def find_regulations(tx: Tx, text: str) -> list[Regulation]:
    """Regulations whose title, short title or document number is `text`, by id; empty when there is none."""
    by_name = sa.select(regulation_name.c.regulation_id).where(regulation_name.c.name == plain_title(text))
    number = plain_number(text)
    by_number = sa.select(regulation_version.c.regulation_id).where(
        regulation_version.c.document_no == number, regulation_version.c.document_no != ""
    )
    return regulations(tx, sorted({*tx.scalars(by_name), *tx.scalars(by_number)}))


def regulation_names(tx: Tx) -> dict[str, list[str]]:
    """Every known title and short title (as compared) → ids of the regulations it may mean."""
    found: dict[str, list[str]] = {}
    statement = sa.select(regulation_name).order_by(regulation_name.c.name, regulation_name.c.regulation_id)
    for row in tx.execute(statement):
        found.setdefault(row.name, []).append(row.regulation_id)
    return found


def drop_version(tx: Tx, regulation_id: str, version_no: int) -> None:
    """Deletes one version with its article texts; article ids that other versions have live on.

    The acts that only this version ended are in force again.
    """
    here = (article_text.c.regulation_id == regulation_id, article_text.c.version_no == version_no)
    ids = tx.scalars(sa.select(article_text.c.id).where(*here)).all()
    tx.execute(sa.delete(article_text).where(*here))
    columns = regulation_version.c
    mine = (columns.regulation_id == regulation_id, columns.version_no == version_no)
    for row in tx.execute(sa.select(regulation_version).where(*mine)).all():
        save_clauses(tx, (regulation_id, row.source, row.source_doc_id), ())
    tx.execute(sa.delete(regulation_version).where(*mine))
    for other in (version_detail, version_reading):
        tx.execute(sa.delete(other).where(other.c.regulation_id == regulation_id, other.c.version_no == version_no))
    still = {row.id for row in select_among(tx, sa.select(article_text.c.id), article_text.c.id, ids)}
    delete_among(tx, node, node.c.id, set(ids) - still)
    mark(tx, [regulation_id, *ids], lane="bulk", consumers=LAW_CONSUMERS)
