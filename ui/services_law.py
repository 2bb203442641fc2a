"""What the law pages ask of the office: articles by words, number or citation, their history, required acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casework.citator import cited_by
from casework.feedback import note_typed
from casework.required_acts import RequiredAct, required_acts
from casework.which_day import day_for
from core.errors import NotFound
from core.event_day import WhichDay
from core.statute import ArticleText, RegulationVersion, Status, in_use_on
from core.viewer import Viewer
from core.vocabulary import label
from records import law
from records.citator import Counts
from records.database import Tx
from records.units import units
from search.asking import Query
from search.filters import EVERYTHING, Filter
from search.precedents import find_precedents
from search.statutes import ArticleHit, articles_for_item, articles_in_like_cases, find_articles
from ui.render import short
from ui.wiring import the_office
from ui.words import word

MOST_CITING = 30
AROUND = 2
FIRST_ARTICLES = 20
MOST = 20
MOST_APPLICABLE = 8
LIKE_CASES = 20
MOST_VOTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One article as it stands on a day; `why` says why it is shown."""

    article_id: str
    act_id: str
    label: str
    text: str
    path: str
    status: Status
    effective: date | None
    ended: date | None
    digest: bool
    document_no: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Rules that answer a question, best first, and a note on how they were found."""

    rules: tuple[Rule, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionText:
    """The article in one version of its regulation."""

    title: str
    status: Status
    effective: date | None
    ended: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Citing:
    """One case that cites an article."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article on a day, its other versions, its neighbours, and the cases that cite it."""

    rule: Rule
    versions: tuple[VersionText, ...]
    neighbours: tuple[Rule, ...]
    cited_by: tuple[Citing, ...]
    cited_total: int
    uses: Mapping[str, Mapping[str, int]]


def find_rules(viewer: Viewer, text: str, *, as_of: date, wanted: Filter = EVERYTHING) -> Found:
    """Articles of the act that `text` names by title or 文号; else those it cites, then those that bear on it."""
    office = the_office()
    with office.database.read() as tx:
        ids = [id_ for act in law.find_regulations(tx, text.strip()) for id_ in _first_articles(tx, act.id, as_of)]
        rules = _rules(tx, ids, as_of)
    if rules:
        return Found(
            tuple(rules), word("law.first_articles", count=FIRST_ARTICLES) if len(ids) >= FIRST_ARTICLES else ""
        )
    found = find_articles(office.database, office.index, Query(text=text), as_of=as_of, wanted=wanted, k=MOST)
    return Found(tuple(map(_of_hit, found.hits)), word("law.nothing_similar") if found.nothing_similar else "")


def note_search(text: str, found: Found, *, now: datetime) -> None:
    """Remembers words that articles were looked for with; a citation or title that was resolved is no such words."""
    if not found.rules or any(rule.why for rule in found.rules):
        similar = 0 if found.note else len(found.rules)
        note_typed(the_office(), text, corpus="articles", similar=similar, now=now)


def counting_day(viewer: Viewer, item_id: str, *, today: date) -> WhichDay:
    """The day whose law counts for an item: of the event, else of receipt. Raises NotFound."""
    with the_office().database.read() as tx:
        return day_for(tx, viewer, item_id, today=today)


def applicable(viewer: Viewer, item_id: str, *, as_of: date) -> tuple[Found, tuple[Rule, ...]]:
    """Articles that bear on an item, and apart from them those its like closed cases cited, as they stand on a day."""
    office = the_office()
    found = articles_for_item(office.database, office.index, viewer, item_id, as_of=as_of, k=MOST_APPLICABLE)
    alike = find_precedents(office.database, office.index, viewer, Query(like=item_id), k=LIKE_CASES)
    votes = articles_in_like_cases(office.database, viewer, alike.hits)[:MOST_VOTES]
    told = {one.article_id: word("law.voted", count=one.petitions) for one in votes}
    with office.database.read() as tx:
        used = _rules(tx, list(told), as_of, told)
    note = word("law.nothing_similar") if found.nothing_similar else ""
    return Found(tuple(map(_of_hit, found.hits)), note), tuple(used)


def _of_hit(hit: ArticleHit) -> Rule:
    return _rule(hit.article, hit.version, hit.status, why=hit.why.sentence)


def _first_articles(tx: Tx, regulation_id: str, as_of: date) -> list[str]:
    versions = law.numbered_versions(tx, [regulation_id]).get(regulation_id, [])
    meant = in_use_on(as_of, versions, lambda one: one.version)
    return [one.id for one in law.articles_of(tx, regulation_id, meant.number)[:FIRST_ARTICLES]] if meant else []


def _rules(tx: Tx, article_ids: list[str], as_of: date, why: dict[str, str] | None = None) -> list[Rule]:
    found = law.articles_on(tx, article_ids, as_of)
    told = why or {}
    return [_rule(*found[one], why=told.get(one, "")) for one in dict.fromkeys(article_ids) if one in found]


def _rule(text: ArticleText, version: RegulationVersion, status: Status, *, why: str = "") -> Rule:
    return Rule(
        article_id=text.id,
        act_id=text.regulation_id,
        label=f"《{law.plain_title(version.title)}》{text.label}",
        text=text.text,
        path=text.path,
        status=status,
        effective=version.effective,
        ended=version.ended,
        digest=version.text_kind == "digest",
        document_no=version.document_no,
        why=why,
    )


def article_page(viewer: Viewer, article_id: str, *, as_of: date) -> ArticlePage:
    """The article on `as_of` with its history and the cases that cite it. Raises NotFound."""
    office = the_office()
    with office.database.read() as tx:
        found = law.article_on(tx, article_id, as_of)
        if found is None:
            raise NotFound(word("law.no_article", article=article_id), word("law.no_article_hint"))
        history = law.article_history(tx, article_id)
        neighbours = _neighbours(tx, found[0], as_of)
    citing = cited_by(office, viewer, article_id, limit=MOST_CITING)
    versions = tuple(
        VersionText(version.title, version.status_on(as_of), version.effective, version.ended, text.text)
        for text, version in reversed(history)
    )
    cases = {user.item.id: user.item for user in citing.users}
    named = tuple(
        Citing(one.id, f"{one.item_no or one.source_id}　{short(one.title_masked, 24)}") for one in cases.values()
    )
    counts = citing.counts
    return ArticlePage(_rule(*found), versions, neighbours, named, counts.replies + counts.letters, _uses(counts))


def _uses(counts: Counts) -> dict[str, dict[str, int]]:
    """The replies by outcome, year, unit and rating, under the words a person reads."""
    with the_office().database.read() as tx:
        names = {id_: unit.name for id_, unit in units(tx, counts.by_unit).items()}
    return {
        "outcome": {label("outcome", key) if key else "": n for key, n in counts.by_outcome.items()},
        "year": dict(sorted(counts.by_year.items())),
        "unit": {names.get(key, ""): n for key, n in counts.by_unit.items()},
        "rating": {label("rating", key) if key else "": n for key, n in counts.by_rating.items()},
    }


def _neighbours(tx: Tx, article: ArticleText, as_of: date) -> tuple[Rule, ...]:
    version = law.current_version(tx, article.regulation_id, as_of)
    numbered = law.numbered_versions(tx, [article.regulation_id]).get(article.regulation_id, [])
    number = next((one.number for one in numbered if one.version == version), None)
    if number is None:
        return ()
    ids = [one.id for one in law.articles_of(tx, article.regulation_id, number)]
    if article.id not in ids:
        return ()
    at = ids.index(article.id)
    near = [one for one in ids[max(0, at - AROUND) : at + AROUND + 1] if one != article.id]
    return tuple(_rules(tx, near, as_of))


def required(viewer: Viewer, *, today: date) -> tuple[RequiredAct, ...]:
    """The acts the office should have and how it stands with each."""
    return required_acts(the_office(), today=today)
