"""Acts of any source stored as versions of regulations, with checked facts and repeal clauses beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.ids import article_id, regulation_id
from core.law_versions import NOTHING, Reading, RepealClause, Told, VersionFact
from core.statute import ArticleText, Regulation, RegulationVersion
from ingest.acts import Act, ActArticle, act_title
from ingest.pieces import in_pieces
from ingest.repeals import Repeal, repeals_of, term_of
from ingest.report import IngestReport, Pace
from ingest.version_dates import ENDED_STATUS, Start, Starts, amendment_starts, likely_start, start_of
from ingest.version_facts import adoptions, version_facts
from records.database import Database
from records.law import save_regulation
from records.law_dates import save_clauses, settle_facts
from records.transactions import Tx

_ACTS_A_TRANSACTION = 50
_SHOWN_NOTES = 50


@dataclass(slots=True)
class LawCounts:
    """Counts over the acts saved so far."""

    new: int = 0
    changed: int = 0
    same: int = 0
    articles: int = 0
    notes: list[str] = field(default_factory=list)

    def report(self, pace: Pace, **more: object) -> IngestReport:
        """The report of the import; long lists of notes are cut with their number."""
        notes = self.notes[:_SHOWN_NOTES]
        if len(self.notes) > _SHOWN_NOTES:
            notes.append(f"另有 {len(self.notes) - _SHOWN_NOTES} 条说明")
        counts = {"new": self.new, "changed": self.changed, "same": self.same, "articles": self.articles}
        return IngestReport(**counts, notes=tuple(notes), seconds=pace.seconds, **more)  # type: ignore[arg-type]


def save_acts(database: Database, acts: Sequence[Act], *, source: str, now: datetime, pace: Pace) -> LawCounts:
    """Counts after storing each act as a version of its regulation; acts without any text only lend their dates.

    Facts checked by the project come first, then the amending decisions and repeal clauses among `acts`.
    """
    counts = LawCounts()
    starts = amendment_starts(acts)
    with database.write() as tx:
        settle_facts(tx, version_facts())
        for act in acts:
            if not _has_text(act):
                _save_decision(tx, act, source, starts)
    latest = _latest(acts, starts)
    with_text = [act for act in acts if _has_text(act)]
    for at in range(0, len(with_text), _ACTS_A_TRANSACTION):
        with database.write() as tx:
            for act in with_text[at : at + _ACTS_A_TRANSACTION]:
                version, told, note = _version(act, source, starts, last=act is latest[act_title(act.title)])
                counts.notes += [note] if note else []
                _save(tx, act, version, told, counts, now)
        pace.at(min(at + _ACTS_A_TRANSACTION, len(with_text)))
    pace.at(len(with_text), last=True)
    return counts


def _has_text(act: Act) -> bool:
    return bool(act.articles or act.preamble.strip())


def save_act(tx: Tx, act: Act, version: RegulationVersion, *, now: datetime, told: Told = NOTHING) -> str:
    """`new`, `changed` or `same` after storing one version with its articles."""
    title = act_title(act.title)
    regulation = Regulation(
        id=version.regulation_id,
        title=act.title,
        short_titles=tuple(dict.fromkeys((title, *act.short_titles))),
        kind=act.kind,
        issuer=act.issuer,
        region=act.region,
        public=act.public,
    )
    articles = article_texts(regulation.id, act.articles)
    return save_regulation(tx, regulation, version, articles, now=now, told=told)


def article_texts(regulation: str, articles: Iterable[ActArticle]) -> list[ArticleText]:
    """The articles of an act as they are stored under its regulation, in their order."""
    return [
        ArticleText(
            id=article_id(regulation, a.number, a.sub),
            regulation_id=regulation,
            number=a.number,
            sub=a.sub,
            text=a.text,
            path=a.path,
            ordinal=place,
            source_id=a.source_id,
        )
        for place, a in enumerate(articles)
    ]


def version_of(act: Act, source: str, start: Start, *, text_kind: str = "full") -> RegulationVersion:
    """The version `act` is, with the start that was found for it and the end its source or its own term gives."""
    term = None if act.repealed else term_of(act, start.on)
    kind = "repealed" if act.repealed else "expired" if term else ""
    owner, published = regulation_id(act_title(act.title)), act.published or _published(start)
    made = start.header.adopted
    adopted = adoptions().get((owner, published)) if published else None
    return RegulationVersion(
        regulation_id=owner,
        source=source,
        source_doc_id=act.doc_id,
        title=act.title,
        document_no=act.document_no or start.header.document_no,
        published=published,
        effective=start.on,
        ended=act.repealed or (term.ended if term else None),
        ended_by=term.quote if term else "",
        end_kind=kind,
        text_kind=text_kind,
        adopted=adopted or (made.on if made else None),
        source_status=act.status,
    )


def _published(start: Start) -> date | None:
    made = start.header.last("published", "amended", "revised")
    return made.on if made else None


def told_of(act: Act, version: RegulationVersion, start: Start, *, also: Sequence[Repeal] = ()) -> Told:
    """The evidence of the version's dates, and the clauses by which it ends other acts; `also` are told elsewhere."""
    readings = list(start.readings)
    term = term_of(act, start.on)
    if term is not None:
        readings.append(
            Reading(field="ended", value=str(term.ended), origin="term", quote=term.quote, place=term.place)
        )
    repeals = [*repeals_of(act, start.on), *also]
    return Told(readings=tuple(readings), clauses=clauses_of(repeals, version.regulation_id, version.source, act))


def clauses_of(repeals: Iterable[Repeal], holder: str, source: str, act: Act) -> tuple[RepealClause, ...]:
    """The repeals as they are stored: one for each ended act other than the holder."""
    found = {
        regulation_id(one.title): RepealClause(
            regulation_id=regulation_id(one.title),
            by_regulation=holder,
            by_source=source,
            by_doc=act.doc_id,
            by_title=act.title,
            on=one.on,
            follows=one.follows,
            quote=one.quote,
            place=one.place,
        )
        for one in repeals
    }
    return tuple(clause for id_, clause in found.items() if id_ != holder)


def _save_decision(tx: Tx, act: Act, source: str, starts: Starts) -> None:
    """A decision without a text is no regulation to look up, but what it ends stays ended."""
    start = start_of(act, starts)
    holder = regulation_id(act_title(act.title))
    save_clauses(tx, (holder, source, act.doc_id), clauses_of(repeals_of(act, start.on), holder, source, act))


def _save(tx: Tx, act: Act, version: RegulationVersion, told: Told, counts: LawCounts, now: datetime) -> None:
    done = save_act(tx, in_pieces(act), version, now=now, told=told)
    setattr(counts, done, getattr(counts, done) + 1)
    counts.articles += len(act.articles)


def _version(act: Act, source: str, starts: Starts, *, last: bool) -> tuple[RegulationVersion, Told, str]:
    start = start_of(act, starts)
    version = version_of(act, source, start)
    told = told_of(act, version, start)
    fact = _fact_for(version)
    effective, why = (fact.effective, "已核对的版本事实") if fact and fact.effective else (start.on, start.why)
    note = ""
    if act.effective is not None and act.effective != effective:
        which = f"《{act_title(act.title)}》（{act.published or '公布日期不详'}）"
        note = f"{which}：施行日期 {act.effective} 改为 {effective}（{why}）"
    kind = ENDED_STATUS.get(act.status, "")
    if last and kind and not version.ended:
        # Nobody says when it ended: better never shown as in force than wrongly so. A known end goes before this.
        version = replace(version, ended=start.on or act.published, end_kind=kind)
    return version, told, note


def _fact_for(version: RegulationVersion) -> VersionFact | None:
    mine = [f for f in version_facts() if f.regulation_id == version.regulation_id]
    return next((f for f in mine if f.published in (version.published, None)), None)


def _latest(acts: Iterable[Act], starts: Starts) -> dict[str, Act]:
    """Title → its version that began last."""
    latest: dict[str, Act] = {}
    for act in acts:
        title = act_title(act.title)
        if title not in latest or _begun(act, starts) >= _begun(latest[title], starts):
            latest[title] = act
    return latest


def _begun(act: Act, starts: Starts) -> date:
    return likely_start(act, starts)[0] or date.min
