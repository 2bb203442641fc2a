"""类案检索报告: what was asked and how, what was found and why, on what basis, made with which index, when and by whom.

Everything in it is masked and visible to whoever asked. The same question over the same records and index gives the
same report; making one is written into the audit chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.basis import CitedArticle, cited_articles
from casework.comparison import standing_words
from casework.facets import FIELDS, Facet, counted_facets
from casework.office import Office
from core.dates import local_day
from core.ids import kind_of
from core.taxonomy import path_of
from core.viewer import Viewer
from core.vocabulary import label
from records import audit
from records.database import Tx
from records.items import item, items
from records.law_on_a_day import article_on
from records.units import unit_names
from search.asking import Query, masked_words
from search.filters import EVERYTHING, Filter
from search.index_version import IndexVersion, index_version
from search.precedents import Answer, Hit, find_precedents
from search.why import PART_LABELS

MOST = 20
REFERENCE = 5
_FACETS = ("issue", "place", "unit", "element", "outcome", "year")
_FILTERS: Mapping[str, str] = {
    **FIELDS, "respondent": "被反映对象", "article": "所引条文", "concluded": "是否办结", "date_from": "收到日期起",
    "date_to": "收到日期止",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """An article a reply cites, the version of it that is shown, its status on the day, and a warning if changed."""

    article: CitedArticle
    version: str

    @property
    def words(self) -> str:
        """`《物业管理条例》第三十五条，2018-03-19 起施行的文本，现行有效`."""
        told = [self.article.label, self.version, self.article.status.value, self.article.warning]
        return "，".join(part for part in dict.fromkeys(told) if part)

    @property
    def sound(self) -> bool:
        """True when it is in force and its words have not changed since the reply."""
        return self.article.status.name == "IN_FORCE" and not self.article.changed


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """One precedent as it stands in the report; `parts` in Chinese add up to the score."""

    hit: Hit
    number: str
    class_path: str
    unit: str
    days: int | None
    parts: Mapping[str, float]
    basis: tuple[Basis, ...]
    standing: str
    repeats: tuple[str, ...]
    """Numbers of letters folded under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report; `shown` says how many are listed of `hits` found."""

    question: str
    filters: tuple[tuple[str, str], ...]
    cases: tuple[ReportedCase, ...]
    also_open: tuple[ReportedCase, ...]
    facets: Mapping[str, tuple[Facet, ...]]
    answer: Answer
    made_with: IndexVersion
    as_of: date
    made_at: datetime
    made_by: str


def precedent_report(
    office: Office, viewer: Viewer, query: Query, wanted: Filter = EVERYTHING, *, as_of: date, now: datetime
) -> Report:
    """The report of one question; articles with their status on `as_of`. Raises as `find_precedents` does."""
    found = find_precedents(office.database, office.index, viewer, query, wanted=wanted, k=MOST)
    hits = found.hits[:REFERENCE] if found.nothing_similar else [hit for hit in found.hits if hit.similar]
    facets = counted_facets(office, viewer, query, wanted, names=_FACETS, limit=5)
    with office.database.write() as tx:
        asked = query.text or query.like
        audit.record(tx, viewer, "export", "precedent_report", now=now, query=asked, result_count=len(hits))
        return Report(
            question=_question(tx, viewer, query),
            filters=tuple(_filters(tx, wanted)),
            cases=tuple(_cases(tx, viewer, hits, as_of)),
            also_open=tuple(_cases(tx, viewer, found.also_open, as_of)),
            facets={name: tuple(several) for name, several in facets.items() if several},
            answer=found,
            made_with=index_version(office.index, as_of),
            as_of=as_of,
            made_at=now,
            made_by=viewer.name,
        )


def _question(tx: Tx, viewer: Viewer, query: Query) -> str:
    if not query.like:
        return masked_words(query.text)
    like = item(tx, viewer, query.like)
    return f"与信访件 {like.item_no or like.source_id} 相似：{like.title_masked or like.content_masked[:60]}"


def _filters(tx: Tx, wanted: Filter) -> Iterable[tuple[str, str]]:
    for name, shown in _FILTERS.items():
        value = getattr(wanted, name, None)
        if name == "concluded" and value is not None:
            yield shown, "已办结" if value else "未办结"
        elif isinstance(value, tuple) and value:
            yield shown, "、".join(_value(tx, name, one) for one in value)
        elif isinstance(value, date):
            yield shown, value.isoformat()


def _value(tx: Tx, name: str, value: str) -> str:
    if name == "issue":
        return path_of(value) or value
    if name in ("outcome", "channel", "status"):
        return label("state" if name == "status" else name, value) or value
    return unit_names(tx, [value]).get(value) or value.partition(":")[2] or value


def _cases(tx: Tx, viewer: Viewer, hits: Sequence[Hit], day: date) -> Iterable[ReportedCase]:
    cited = cited_articles(tx, viewer, [hit.item.id for hit in hits], today=day)
    units = unit_names(tx, {hit.item.unit_id for hit in hits})
    under = items(tx, viewer, [id_ for hit in hits for id_ in (*hit.repeats, *hit.near_duplicates)])
    for hit in hits:
        one, basis = hit.item, cited.get(hit.item.id, [])
        known = one.received_at and one.replied_at
        yield ReportedCase(
            hit=hit,
            number=one.item_no or one.source_id,
            class_path=path_of(one.issue_code) if one.issue_code else "",
            unit=units.get(one.unit_id, one.unit_text),
            days=(local_day(one.replied_at) - local_day(one.received_at)).days if known else None,  # type: ignore[arg-type]
            parts={PART_LABELS.get(name, name): value for name, value in hit.why.parts.items()},
            basis=tuple(Basis(article, _version(tx, article.article_id, day)) for article in basis),
            standing=standing_words(basis),
            repeats=tuple(
                under[id_].item_no or under[id_].source_id
                for id_ in (*hit.repeats, *hit.near_duplicates)
                if id_ in under
            ),
        )


def _version(tx: Tx, target: str, day: date) -> str:
    """Which text of an article is meant on a day: from when it has been in force."""
    found = article_on(tx, target, day) if kind_of(target) == "article" else None
    if found is None:
        return ""
    _, version, _ = found
    begun = version.effective or version.published
    return f"{begun.isoformat()} 起施行的文本" if begun else ""
