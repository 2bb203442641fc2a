"""Saved searches of a person (存下的检索) and what is new in them: new cases and new articles above the floor.

After the index has changed the worker asks every search again, each for its own person's eyes; where no worker runs,
that is done when the list is looked at. Nothing is found for anybody by somebody else's rights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from casework.lock import worker_alive
from casework.office import Office
from core.errors import Conflict, InputError
from core.viewer import OFFICE, Viewer
from records import saved_searches as stored
from records.accounts import find_account, viewer_of
from records.database import Tx
from records.items import items
from records.law_on_a_day import articles_on
from records.saved_searches import SavedSearch
from search.asking import Query, asked, masked_words
from search.demands import asked_demands
from search.documents import Corpus
from search.filters import EVERYTHING, Filter
from search.sources import entity_of

LOOKED_AT = 200
"""Matches of each question that are kept: a search that finds more is too wide to tell what is new."""
_TITLE = 30
CORPORA: dict[str, Corpus] = {"petitions": "petitions", "articles": "articles"}
_DAYS = frozenset({"date_from", "date_to", "as_of", "begun_from", "begun_to"})


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked, and what its hits must fulfil."""

    query: Query
    wanted: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class Watched:
    """One saved search with the new things it found, each with the words a list shows."""

    search: SavedSearch
    fresh: tuple[tuple[str, str], ...]


def save(
    office: Office, viewer: Viewer, asks: Asks, *, now: datetime, corpus: str = "petitions", title: str = ""
) -> SavedSearch:
    """The search as it was saved; what it finds today is known already. Raises InputError, NotFound, Conflict."""
    if corpus not in CORPORA:
        raise InputError(f"没有“{corpus}”这个库", f"可用：{'、'.join(CORPORA)}")
    query = asks.query
    with office.database.read() as tx:
        ready = asked(tx, office.index, viewer, query)
        mine = len(stored.saved_searches(tx, viewer.name))
    if mine >= stored.MOST:
        raise Conflict(f"每人最多存 {stored.MOST} 个检索", "请先删去不再需要的：python cli.py search saved remove 编号")
    text = "" if query.like else masked_words(query.text)
    own = f"与 {ready.item.item_no or ready.item.source_id} 相似" if ready.item else " ".join(text.split())
    one = SavedSearch(
        id="", person=viewer.name, title=(title.strip() or own)[:_TITLE], corpus=corpus, text=text, like=query.like,
        filters=_told(asks.wanted), created_at=now, looked_at=now,
    )  # fmt: skip
    found = _found(office, viewer, one)
    with office.database.write() as tx:
        id_ = stored.save_search(tx, one)
        stored.note_hits(tx, id_, found, made_with=made_with(office), now=now, fresh=False)
        return stored.saved_search(tx, viewer.name, id_)


def watched(
    office: Office, viewer: Viewer, *, now: datetime, limit: int | None = None, offset: int = 0
) -> list[Watched]:
    """The person's saved searches with what is new in each since the person last looked."""
    with office.database.read() as tx:
        listed = stored.saved_searches(tx, viewer.name, limit=limit, offset=offset)
    if not worker_alive(office.home):
        asked_of = made_with(office)
        for one in listed:
            if one.made_with != asked_of:
                _ask_again(office, viewer, one, now)
    with office.database.read() as tx:
        fresh = stored.fresh_hits(tx, [one.id for one in listed])
        return [Watched(one, _shown(tx, viewer, one, fresh[one.id], now.date())) for one in listed]


def look(office: Office, viewer: Viewer, id_: str, *, now: datetime) -> Watched:
    """One saved search with what is new in it; from now on that is no longer new. Raises NotFound."""
    with office.database.read() as tx:
        one = stored.saved_search(tx, viewer.name, id_)
    _ask_again(office, viewer, one, now)
    with office.database.write() as tx:
        found = _shown(tx, viewer, one, stored.fresh_hits(tx, [id_])[id_], now.date())
        stored.mark_looked(tx, id_, now=now)
    return Watched(one, found)


def remove(office: Office, viewer: Viewer, id_: str) -> None:
    """Forgets a saved search of the person. Raises NotFound."""
    with office.database.write() as tx:
        stored.remove_search(tx, viewer.name, id_)


def filter_of_saved(one: SavedSearch) -> Filter:
    """The filter a search was saved with; fields this version does not know are left out."""
    known = {f.name for f in fields(Filter)}
    values: dict[str, Any] = {name: _value(name, value) for name, value in one.filters.items() if name in known}
    return Filter(**values)


def query_of_saved(one: SavedSearch) -> Query:
    """What a search asks."""
    return Query(like=one.like) if one.like else Query(text=one.text)


def _value(name: str, value: object) -> object:
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _told(wanted: Filter) -> dict[str, object]:
    """What is chosen in a filter, as JSON can hold it."""
    chosen = {name: value for name, value in asdict(wanted).items() if value not in ((), None, "")}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in chosen.items()}


def made_with(office: Office) -> str:
    """The index and the tuning that answer now; another word for it means that a search may find something else."""
    epoch, generation = office.index.generation()
    return f"{epoch}:{generation}:{office.index.tuning.version}"


def ask_for_its_person(office: Office, one: SavedSearch) -> None:
    """Notes what a search finds now for the eyes of its own person; nothing for one who may not log in any more."""
    with office.database.read() as tx:
        account = find_account(tx, one.person)
        viewer = viewer_of(tx, account) if account and not account.disabled else None
    if viewer or one.person == OFFICE.name:
        _ask_again(office, viewer or OFFICE, one, office.now())


def _ask_again(office: Office, viewer: Viewer, one: SavedSearch, now: datetime) -> None:
    asked_of, found = made_with(office), _found(office, viewer, one)
    with office.database.write() as tx:
        stored.note_hits(tx, one.id, found, made_with=asked_of, now=now, fresh=True)


def _found(office: Office, viewer: Viewer, one: SavedSearch) -> list[str]:
    index, corpus, wanted = office.index, CORPORA[one.corpus], filter_of_saved(one)
    tuning = index.tuning.of(corpus)
    with office.database.read() as tx:
        if one.like and one.like not in items(tx, viewer, [one.like]):
            return []  # the person may no longer see it
        ready = asked(tx, index, viewer, query_of_saved(one))
    demands = asked_demands(index, ready) if corpus == "petitions" else ()
    questions = [ready.question, *(demand.question for demand in demands)]
    snapshot, found = index.snapshot(corpus), dict[str, None]()
    for question in questions:
        for match in index.search(question, viewer, wanted=wanted, k=LOOKED_AT, snapshot=snapshot, corpus=corpus):
            if tuning.similar(match, question):
                found[entity_of(match.id)] = None
    return list(found)


def _shown(tx: Tx, viewer: Viewer, one: SavedSearch, entities: Sequence[str], day: date) -> tuple[tuple[str, str], ...]:
    """(id, words) of those that are still there and may be seen."""
    if one.corpus == "articles":
        known = articles_on(tx, entities, day)
        named = {id_: f"{version.title} {text.label}" for id_, (text, version, _) in known.items()}
        return tuple((id_, named[id_]) for id_ in entities if id_ in named)
    seen = items(tx, viewer, entities)
    return tuple((id_, seen[id_].title_masked or seen[id_].content_masked[:40]) for id_ in entities if id_ in seen)
