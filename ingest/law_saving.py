"""Acts of any source stored as versions of regulations, with checked facts and repeal clauses beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.ids import article_id, regulation_id
from core.statute import ArticleText, Regulation, RegulationVersion
from ingest.acts import Act, act_title
from ingest.report import IngestReport, Pace
from ingest.version_dates import ENDED_STATUS, Repeal, Starts, amendment_starts, likely_start, repeals_in
from ingest.version_facts import version_facts
from records.database import Database
from records.law import save_regulation
from records.law_on_a_day import VersionFact, put_facts
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
    """Counts after storing each act as a version of its regulation; acts without articles only lend their dates.

    Facts checked by the project come first, then the amending decisions and repeal clauses among `acts`.
    """
    counts = LawCounts()
    starts = amendment_starts(acts)
    checked = version_facts()
    with database.write() as tx:
        put_facts(tx, [*checked, *_repeal_facts(repeals_in(acts, starts), checked)])
    latest = _latest(acts, starts)
    with_text = [act for act in acts if act.articles]
    for at in range(0, len(with_text), _ACTS_A_TRANSACTION):
        with database.write() as tx:
            for act in with_text[at : at + _ACTS_A_TRANSACTION]:
                version, note = _version(act, source, starts, last=act is latest[act_title(act.title)])
                counts.notes += [note] if note else []
                _save(tx, act, version, counts, now)
        pace.at(min(at + _ACTS_A_TRANSACTION, len(with_text)))
    pace.at(len(with_text), last=True)
    return counts


def save_act(tx: Tx, act: Act, version: RegulationVersion, *, now: datetime) -> str:
    """`new`, `changed` or `same` after storing one version with its articles."""
    title = act_title(act.title)
    regulation = Regulation(
        id=version.regulation_id,
        title=act.title,
        short_titles=tuple(dict.fromkeys((title, *act.short_titles))),
        kind=act.kind,
        issuer=act.issuer,
        region=act.region,
    )
    articles = [
        ArticleText(
            id=article_id(regulation.id, a.number, a.sub),
            regulation_id=regulation.id,
            number=a.number,
            sub=a.sub,
            text=a.text,
            path=a.path,
            ordinal=place,
            source_id=a.source_id,
        )
        for place, a in enumerate(act.articles)
    ]
    return save_regulation(tx, regulation, version, articles, now=now)


def version_of(act: Act, source: str, *, effective: date | None, text_kind: str = "full") -> RegulationVersion:
    """The version `act` is, with the start that was found for it and the end its source gives."""
    return RegulationVersion(
        regulation_id=regulation_id(act_title(act.title)),
        source=source,
        source_doc_id=act.doc_id,
        title=act.title,
        document_no=act.document_no,
        published=act.published,
        effective=effective,
        ended=act.repealed,
        end_kind="repealed" if act.repealed else "",
        text_kind=text_kind,
        source_status=act.status,
    )


def _save(tx: Tx, act: Act, version: RegulationVersion, counts: LawCounts, now: datetime) -> None:
    done = save_act(tx, act, version, now=now)
    setattr(counts, done, getattr(counts, done) + 1)
    counts.articles += len(act.articles)


def _version(act: Act, source: str, starts: Starts, *, last: bool) -> tuple[RegulationVersion, str]:
    effective, why = likely_start(act, starts)
    version = version_of(act, source, effective=effective)
    fact = _fact_for(version)
    if fact is not None and fact.effective:
        effective, why = fact.effective, "已核对的版本事实"
    note = ""
    if act.effective is not None and act.effective != effective:
        which = f"《{act_title(act.title)}》（{act.published or '公布日期不详'}）"
        note = f"{which}：施行日期 {act.effective} 改为 {effective}（{why}）"
    kind = ENDED_STATUS.get(act.status, "")
    if last and kind and not version.ended and not (fact and fact.ended):
        # Nobody says when it ended: better never shown as in force than wrongly so.
        begun = effective or act.published
        version = replace(version, ended=begun, end_kind=kind)
    return version, note


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


def _repeal_facts(repeals: Iterable[Repeal], checked: Iterable[VersionFact]) -> list[VersionFact]:
    known = {f.regulation_id for f in checked if f.ended and f.published is None}
    facts = {
        regulation_id(r.title): VersionFact(
            regulation_id=regulation_id(r.title), ended=r.on, ended_by=r.by, end_kind="repealed", note="废止条款"
        )
        for r in sorted(repeals, key=lambda r: r.on, reverse=True)
    }
    return [fact for id_, fact in facts.items() if id_ not in known]
