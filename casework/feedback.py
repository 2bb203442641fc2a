"""使用反馈: what people say of hits and of pairs is kept, moves the ranking of this office, and can be undone (F83).

Nothing is learned from accusations, nor from typed texts that read like one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.office import Office
from core.accusations import accusation_of
from core.errors import Forbidden, InputError
from core.viewer import Viewer
from records import audit, judgments, typed_queries
from records.items import items
from records.judgments import VERDICTS, Judgment
from records.law import articles_on
from records.transactions import Tx
from search.asking import Query, masked_words
from search.filters import Filter
from search.index import SearchIndex
from search.local_weights import MOST, SIGNS
from search.precedents import find_precedents
from search.statutes import find_articles, find_for_item
from search.tuning import Tuning

DEEP = 50
"""Places of a list within which the effect of a judgment is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A verdict about `hit` for the question `query`; of a pair `query.like` is the other petition."""

    query: Query
    hit: str
    verdict: str
    origin: str = "page"


@dataclass(frozen=True, slots=True)
class Effect:
    """Where the hit stands in the answer without and with what the office said; 0 when not among the first."""

    before: int
    after: int

    @property
    def sentence(self) -> str:
        """One Chinese sentence."""
        return f"不计反馈时{_place(self.before)}，计入后{_place(self.after)}"


def _place(number: int) -> str:
    return f"排第 {number} 位" if number else f"不在前 {DEEP} 位"


@dataclass(frozen=True, slots=True)
class Shown:
    """A judgment with what it was said of, in words; `share` is what it alone adds to the score for its question."""

    judgment: Judgment
    asked: str
    hit: str
    share: float


def say(office: Office, viewer: Viewer, said: Said, *, now: datetime) -> Judgment:
    """The judgment as it is kept, and in the audit chain.

    Raises InputError for a verdict that does not fit, NotFound for what the viewer may not see, Forbidden for
    accusations.
    """
    text = "" if said.query.like else masked_words(said.query.text)
    if not said.query.like and not text:
        raise InputError("反馈要写明是对哪次检索说的", "例如：--text “小区停水”，或 --like 信访件编号")
    if text and accusation_of(text).kind != "none":
        raise Forbidden("这段文字像是检举控告，不参与使用反馈", "请按检举控告的专门程序办理")
    one = Judgment(
        person=viewer.name,
        asked=said.query.like or judgments.text_id(text),
        hit=said.hit,
        verdict=said.verdict,
        text=text,
        origin=said.origin,
    )
    with office.database.write() as tx:
        kept = judgments.judge(tx, viewer, one, now=now)
        audit.record(tx, viewer, "feedback", kept.id, now=now, reason=VERDICTS[kept.verdict])
    return kept


def undo(office: Office, viewer: Viewer, judgment_id: str, *, now: datetime) -> Judgment:
    """The judgment, which counts no more. Raises NotFound, Conflict when it was undone before."""
    with office.database.write() as tx:
        ended = judgments.undo_judgment(tx, viewer, judgment_id, now=now)
        audit.record(tx, viewer, "feedback_undo", judgment_id, now=now, reason=VERDICTS[ended.verdict])
    return ended


def effect(office: Office, viewer: Viewer, query: Query, hit: str) -> Effect:
    """Where the hit stands for the question without and with all feedback of this office."""
    places = []
    for index in (office.index.tuned(without_feedback(office.index.tuning)), office.index):
        lists = _lists(office, index, viewer, query, articles=hit.startswith("article:"))
        places.append(max(ids.index(hit) + 1 if hit in ids else 0 for ids in lists))
    return Effect(*places)


def without_feedback(tuning: Tuning) -> Tuning:
    """The same figures with nothing added or taken away by 本办反馈."""
    quiet = {name: getattr(tuning, name) for name in ("petitions", "articles")}
    return replace(tuning, **{n: replace(one, parts=replace(one.parts, local=0.0)) for n, one in quiet.items()})


def _lists(office: Office, index: SearchIndex, viewer: Viewer, query: Query, *, articles: bool) -> list[list[str]]:
    """The lists a page shows for the question: concluded and open petitions, or articles."""
    if not articles:
        found = find_precedents(office.database, index, viewer, query, k=DEEP)
        return [[hit.item.id for hit in hits] for hits in (found.hits, found.also_open)]
    day = office.today()
    if query.like:
        rules = find_for_item(office.database, index, viewer, query.like, wanted=Filter(as_of=day), k=DEEP)
    else:
        rules = find_articles(office.database, index, query, as_of=day, k=DEEP)
    return [[rule.article.id for rule in rules.hits]]


def said_so_far(
    office: Office, viewer: Viewer, *, live: bool = True, limit: int | None = 50, offset: int = 0
) -> list[Shown]:
    """Judgments with their words, newest first."""
    with office.database.read() as tx:
        found = judgments.judgments(tx, viewer, live=live, limit=limit, offset=offset)
        names = _names(tx, viewer, office, found)
    share = MOST / 2
    return [
        Shown(one, one.text or names.get(one.asked, one.asked), names.get(one.hit, one.hit), SIGNS[one.verdict] * share)
        for one in found
    ]


def _names(tx: Tx, viewer: Viewer, office: Office, found: Sequence[Judgment]) -> dict[str, str]:
    ids = {id_ for one in found for id_ in (one.asked, one.hit)}
    petitions = items(tx, viewer, [id_ for id_ in ids if id_.startswith("item:")])
    names = {one.id: f"{one.item_no or one.source_id} {one.title_masked[:30]}".strip() for one in petitions.values()}
    articles = [id_ for id_ in ids if id_.startswith("article:")]
    for id_, (text, version, _) in articles_on(tx, articles, office.today()).items():
        names[id_] = f"《{version.title}》{text.label}"
    return names


def note_typed(office: Office, text: str, *, corpus: str, similar: int, now: datetime) -> None:
    """Remembers what was typed, masked and for nobody in particular; texts that read like accusations are not kept."""
    masked = masked_words(text)
    if masked and accusation_of(masked).kind == "none":
        with office.database.write() as tx:
            typed_queries.note_query(tx, masked, corpus=corpus, similar=similar, now=now)
