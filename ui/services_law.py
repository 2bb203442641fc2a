"""What the law pages ask of the office: articles by words, number or citation, their history, required acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.required_acts import RequiredAct, required_acts
from core.citations import article_label, find_citations
from core.errors import NotFound
from core.statute import ArticleText, RegulationVersion, Status
from core.viewer import Viewer
from records import law
from records.citations import StoredCitation, cited_by, resolve
from records.database import Tx
from records.items import items
from ui.render import short
from ui.wiring import the_office
from ui.words import word

MOST_CITING = 30
AROUND = 2
FIRST_ARTICLES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One article as it stands on a day; `why` says why it is shown."""

    article_id: str
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


def find_rules(viewer: Viewer, text: str, *, as_of: date) -> Found:
    """Articles that `text` names (《…》第×条, 文号), else articles that say what it says."""
    with the_office().database.read() as tx:
        named = _named(tx, text, as_of)
    if named.rules or named.note:
        return named
    return _alike(viewer, text, as_of)


def _named(tx: Tx, text: str, as_of: date) -> Found:
    found = find_citations(text)
    asked = [
        StoredCitation(
            record="",
            field="",
            start=one.start,
            end=one.end,
            quote=one.quote,
            law_text=one.law or one.law_text,
            number=one.number or None,
            sub=one.sub,
            document_no=one.document_no,
            kind=one.kind,
        )
        for one in found
    ]
    targets = [one.target for one in resolve(tx, asked) if one.target]
    if not targets:
        targets = [one.id for one in law.find_regulations(tx, text.strip())]
    articles = [one for one in targets if one.startswith("article:")]
    for regulation_id in (one for one in targets if one.startswith("regulation:")):
        articles += _first_articles(tx, regulation_id, as_of)
    rules = _rules(tx, articles, as_of)
    missing = bool(asked) and not rules and not targets
    return Found(tuple(rules), word("law.not_in_library") if missing else "")


def _first_articles(tx: Tx, regulation_id: str, as_of: date) -> list[str]:
    versions = law.numbered_versions(tx, [regulation_id]).get(regulation_id, [])
    valid = [one for one in versions if one.version.status_on(as_of) is Status.IN_FORCE] or versions
    return [one.id for one in law.articles_of(tx, regulation_id, valid[-1].number)[:FIRST_ARTICLES]] if valid else []


def _rules(tx: Tx, article_ids: list[str], as_of: date, why: dict[str, str] | None = None) -> list[Rule]:
    found = law.articles_on(tx, article_ids, as_of)
    told = why or {}
    return [_rule(*found[one], why=told.get(one, "")) for one in dict.fromkeys(article_ids) if one in found]


def _rule(text: ArticleText, version: RegulationVersion, status: Status, *, why: str = "") -> Rule:
    return Rule(
        article_id=text.id,
        label=f"《{law.plain_title(version.title)}》{article_label(text.number, text.sub)}",
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
    with the_office().database.read() as tx:
        found = law.article_on(tx, article_id, as_of)
        if found is None:
            raise NotFound(word("law.no_article", article=article_id), word("law.no_article_hint"))
        history = law.article_history(tx, article_id)
        citing = list(dict.fromkeys(one.record for one in cited_by(tx, viewer, article_id)))
        cases = items(tx, viewer, citing[:MOST_CITING])
        neighbours = _neighbours(tx, found[0], as_of)
    versions = tuple(
        VersionText(version.title, version.status_on(as_of), version.effective, version.ended, text.text)
        for text, version in reversed(history)
    )
    named = tuple(
        Citing(one.id, f"{one.item_no or one.source_id}　{short(one.title_masked, 24)}") for one in cases.values()
    )
    return ArticlePage(_rule(*found), versions, neighbours, named, len(citing))


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
