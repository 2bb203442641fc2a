"""Citations found in records: resolved to articles where the store has them, kept and tried again where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.citing.resolving import called_key, local_acts, local_key
from core.ids import article_id, kind_of, short_hash
from core.petition import Evidence, Link
from core.viewer import Viewer
from records.law_names import plain_number, plain_title
from records.law_shelf import law_shelf
from records.link_reading import StoredLink, links_of
from records.link_saving import put_links
from records.tables.law import article_text, regulation, regulation_name, regulation_version
from records.tables.law import citation as table
from records.tables.petitions import item
from records.transactions import Tx, as_row, delete_among, page, select_among, upsert
from records.visibility import not_hidden

REPLY = "reply"
"""The field of an item whose citations are what the authority rests on; `title` and `content` are the letter's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCitation:
    """One citation in `field` of `record` (characters `start` to `end` of the raw text).

    `target` is the id of an article or regulation, empty while unresolved; `verdict` says why: resolved, unknown_law,
    ambiguous, no_such_article.
    """

    record: str
    field: str
    start: int
    end: int
    quote: str
    law_text: str = ""
    number: int | None = None
    sub: int = 0
    paragraph: int | None = None
    item: int | None = None
    document_no: str = ""
    kind: str = ""
    target: str = ""
    verdict: str = ""


def save_citations(
    tx: Tx, records: Iterable[str], citations: Sequence[StoredCitation], *, now: datetime
) -> list[StoredCitation]:
    """The citations as stored: those of `records` are replaced, resolved where possible, and linked (引用)."""
    ids = list(records)
    delete_among(tx, table, table.c.record, ids)
    resolved = _with_local_acts(tx, ids, resolve(tx, citations))
    _write(tx, resolved, now)
    return resolved


def _with_local_acts(tx: Tx, records: Sequence[str], citations: list[StoredCitation]) -> list[StoredCitation]:
    """What no act or several acts of the name could settle is settled by the region of the item: 区, 市, 省 (8.6)."""
    if not any(_is_open(one) for one in citations):
        return citations
    regions = {
        row.id: row.region_text
        for row in select_among(tx, sa.select(item.c.id, item.c.region_text), item.c.id, records)
        if row.region_text
    }
    if not regions:
        return citations
    shelf = law_shelf(tx)
    done = []
    for one in citations:
        region = regions.get(one.record, "") if _is_open(one) else ""
        local = local_acts(one.law_text, shelf, region) if region else []
        if len(local) == 1 and (one.number is None or shelf.article(local[0], one.number, one.sub, None) is not None):
            one = replace(one, target=_target(one, local[0]), verdict="resolved")
        done.append(one)
    return done


def _is_open(one: StoredCitation) -> bool:
    return bool(one.law_text) and one.verdict in ("unknown_law", "ambiguous")


def resolve(tx: Tx, citations: Sequence[StoredCitation]) -> list[StoredCitation]:
    """The citations with target and verdict by exact title, short title or document number; set targets are kept."""
    open_ones = [one for one in citations if not one.target]
    names = _regulations_by_name(tx, {plain_title(one.law_text) for one in open_ones if one.law_text})
    numbers = _regulations_by_number(tx, {plain_number(one.document_no) for one in open_ones if one.document_no})
    meant = {
        id(one): names.get(plain_title(one.law_text), set()) or numbers.get(plain_number(one.document_no), set())
        for one in open_ones
    }
    wanted = {_target(one, next(iter(found))) for one in open_ones if len(found := meant[id(one)]) == 1}
    articles = {row.id for row in select_among(tx, sa.select(article_text.c.id), article_text.c.id, wanted)}
    return [one if one.target else _resolved(one, meant[id(one)], articles) for one in citations]


def _target(one: StoredCitation, regulation_id: str) -> str:
    return regulation_id if one.number is None else article_id(regulation_id, one.number, one.sub)


def _resolved(one: StoredCitation, meant: set[str], articles: set[str]) -> StoredCitation:
    if len(meant) != 1:
        return replace(one, verdict="ambiguous" if meant else "unknown_law")
    target = _target(one, next(iter(meant)))
    if one.number is not None and target not in articles:
        return replace(one, verdict="no_such_article")
    return replace(one, target=target, verdict="resolved")


def _regulations_by_name(tx: Tx, names: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in select_among(tx, sa.select(regulation_name), regulation_name.c.name, names):
        found.setdefault(row.name, set()).add(row.regulation_id)
    return found


def _regulations_by_number(tx: Tx, numbers: Iterable[str]) -> dict[str, set[str]]:
    columns = regulation_version.c
    statement = sa.select(columns.document_no, columns.regulation_id)
    found: dict[str, set[str]] = {}
    for row in select_among(tx, statement, columns.document_no, [n for n in numbers if n]):
        found.setdefault(row.document_no, set()).add(row.regulation_id)
    return found


def _write(tx: Tx, citations: Sequence[StoredCitation], now: datetime) -> None:
    tx.info.pop(_WAITING, None)
    rows = {_digest(one): as_row(one, table, digest=_digest(one), resolved=bool(one.target)) for one in citations}
    upsert(tx, table, list(rows.values()))
    cited = [one for one in citations if one.target and kind_of(one.record) == "item"]
    put_links(tx, [_link(one) for one in cited], now=now)


def _digest(one: StoredCitation) -> str:
    place = (one.record, one.field, str(one.start), str(one.end))
    return short_hash(*place, one.law_text, str(one.number), str(one.sub), str(one.paragraph), str(one.item), length=32)


def _link(one: StoredCitation) -> Link:
    proof = Evidence(record=one.record, field=one.field, start=one.start, end=one.end, quote=one.quote, rule="citation")
    return Link(source=one.record, kind="cites", target=one.target, score=1.0, evidence=(proof,))


_WAITING = "waiting citations"


def retry(tx: Tx, regulation_ids: str | Iterable[str], *, now: datetime) -> int:
    """How many waiting citations could be resolved now that these regulations, or new versions of them, are there.

    A local act is also waited for by its title without the place, where the region of the item settles it. The names
    that citations wait for are read once a transaction, so that an import of many acts asks for rows only where one
    of them is waited for.
    """
    ids = {regulation_ids} if isinstance(regulation_ids, str) else set(regulation_ids)
    columns = regulation_version.c
    names = {row.name for row in select_among(tx, sa.select(regulation_name), regulation_name.c.regulation_id, ids)}
    numbers = {
        row.document_no for row in select_among(tx, sa.select(columns.document_no), columns.regulation_id, ids)
    } - {""}
    waited = _waited_for(tx)
    titles = sorted(_meeting(waited.names, names) | _meeting(waited.called, _local_keys(tx, ids)))
    documents = sorted(_meeting(waited.numbers, numbers))
    if not titles and not documents:
        return 0
    meant = sa.or_(table.c.law_text.in_(titles), table.c.document_no.in_(documents))
    rows = tx.execute(sa.select(table).where(table.c.resolved.is_(False), meant).order_by(table.c.digest))
    tried = resolve(tx, [_citation(row) for row in rows])
    solved = [one for one in _with_local_acts(tx, sorted({one.record for one in tried}), tried) if one.target]
    _write(tx, solved, now)
    return len(solved)


def _local_keys(tx: Tx, regulation_ids: Iterable[str]) -> set[str]:
    columns = regulation.c
    statement = sa.select(columns.title).where(columns.region != "")
    return {local_key(row.title) for row in select_among(tx, statement, columns.id, regulation_ids)}


def _meeting(waiting: Mapping[str, set[str]], keys: Iterable[str]) -> set[str]:
    return {written for key in keys for written in waiting.get(key, ())}


@dataclass(frozen=True, slots=True)
class _Waited:
    """As compared → as written in waiting citations: titles, what local acts are called, document numbers."""

    names: dict[str, set[str]]
    called: dict[str, set[str]]
    numbers: dict[str, set[str]]


def _waited_for(tx: Tx) -> _Waited:
    """What citations wait for; read once a transaction."""
    known = tx.info.get(_WAITING)
    if known is not None and known[0] is tx.get_transaction():
        found: _Waited = known[1]
        return found
    waited = _Waited({}, {}, {})
    statement = sa.select(table.c.law_text, table.c.document_no).where(table.c.resolved.is_(False)).distinct()
    for row in tx.execute(statement):
        if row.law_text:
            waited.names.setdefault(plain_title(row.law_text), set()).add(row.law_text)
            waited.called.setdefault(called_key(row.law_text), set()).add(row.law_text)
        if row.document_no:
            waited.numbers.setdefault(plain_number(row.document_no), set()).add(row.document_no)
    tx.info[_WAITING] = (tx.get_transaction(), waited)
    return waited


def unresolved(tx: Tx, *, limit: int | None = None, offset: int = 0) -> list[StoredCitation]:
    """Citations that wait for their regulation or article, by record and place."""
    statement = sa.select(table).where(table.c.resolved.is_(False))
    ordered = statement.order_by(table.c.record, table.c.field, table.c.start, table.c.digest)
    return [_citation(row) for row in tx.execute(page(ordered, limit, offset))]


def citations_of(tx: Tx, viewer: Viewer, records: Iterable[str]) -> dict[str, list[StoredCitation]]:
    """Record → its citations in order, for records the viewer may see."""
    statement = sa.select(table).where(not_hidden(tx, viewer, table.c.record))
    ordered = statement.order_by(table.c.record, table.c.field, table.c.start, table.c.digest)
    found: dict[str, list[StoredCitation]] = {}
    for row in select_among(tx, ordered, table.c.record, records):
        found.setdefault(row.record, []).append(_citation(row))
    return found


def cites_of_replies(tx: Tx, viewer: Viewer, items: Iterable[str]) -> list[StoredLink]:
    """The links 引用 of items that rest on more than their letter: what the reply cites, or what a person added."""
    wanted = list(items)
    links = links_of(tx, viewer, wanted, ("cites",), direction="out", limit=None)
    fields: dict[tuple[str, str], set[str]] = {}
    statement = sa.select(table.c.record, table.c.target, table.c.field).where(table.c.target != "")
    for row in select_among(tx, statement, table.c.record, wanted):
        fields.setdefault((row.record, row.target), set()).add(row.field)
    return [link for link in links if not (found := fields.get((link.source, link.target))) or REPLY in found]


def cited_by(tx: Tx, viewer: Viewer, target: str, *, limit: int | None = None, offset: int = 0) -> list[StoredCitation]:
    """The citations of an article or regulation in records the viewer may see, by record and place."""
    statement = sa.select(table).where(table.c.target == target, not_hidden(tx, viewer, table.c.record))
    ordered = statement.order_by(table.c.record, table.c.field, table.c.start, table.c.digest)
    return [_citation(row) for row in tx.execute(page(ordered, limit, offset))]


def _citation(row: sa.Row[Any]) -> StoredCitation:
    left_out = ("digest", "resolved")
    return StoredCitation(**{name: value for name, value in row._mapping.items() if name not in left_out})
