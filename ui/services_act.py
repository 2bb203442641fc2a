"""What the page of one act asks of the office: its versions with their evidence, its structure on a day, its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.law_dates import Dates, check_dates, require_act
from core.hierarchy import rank_of
from core.law_conflicts import Conflict
from core.statute import ArticleText, Regulation, Status, in_use_on
from core.viewer import Viewer
from records import law
from records.database import Tx
from records.law_coverage import coverage
from records.law_sheet import ActSheet, VersionSheet, act_sheet
from ui.wiring import now, the_office


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act on a day: the version shown, its articles in their order, all versions, and what is contradictory."""

    id: str
    title: str
    level: str
    issuer: str
    region: str
    shown: VersionSheet | None
    status: Status
    articles: tuple[ArticleText, ...]
    versions: tuple[VersionSheet, ...]
    conflicts: tuple[Conflict, ...]
    digest: bool


def act(regulation_id: str, *, as_of: date) -> Act:
    """The act with the version in force on `as_of`, else the last begun, else the first. Raises NotFound."""
    with the_office().database.read() as tx:
        regulation = law.regulation(tx, regulation_id)
        sheet = act_sheet(tx, regulation_id)
        shown = _shown(sheet, as_of)
        articles = law.articles_of(tx, regulation_id, shown.number) if shown else []
    return _act(regulation, sheet, shown, tuple(articles), as_of)


def _act(
    regulation: Regulation, sheet: ActSheet, shown: VersionSheet | None, articles: tuple[ArticleText, ...], as_of: date
) -> Act:
    number = shown.version.document_no if shown else ""
    rank = rank_of(
        regulation.title, kind=regulation.kind, issuer=regulation.issuer, document_no=number, region=regulation.region
    )
    return Act(
        id=regulation.id,
        title=law.plain_title(regulation.title),
        level=rank.label,
        issuer=regulation.issuer,
        region=regulation.region,
        shown=shown,
        status=shown.version.status_on(as_of) if shown else Status.UNKNOWN,
        articles=articles,
        versions=tuple(reversed(sheet.versions)),
        conflicts=sheet.conflicts,
        digest=shown is not None and shown.version.text_kind == "digest",
    )


def _shown(sheet: ActSheet, as_of: date) -> VersionSheet | None:
    return in_use_on(as_of, sheet.versions, lambda one: one.version)


def named(text: str) -> tuple[str, ...]:
    """Ids of the acts that `text` names by title, short title or 文号."""
    with the_office().database.read() as tx:
        return tuple(one.id for one in law.find_regulations(tx, text.strip()))


def held() -> str:
    """What the library holds, in one sentence; stands beside every answer about law."""
    with the_office().database.read() as tx:
        return coverage(tx).sentence


def confirm(viewer: Viewer, one: VersionSheet, dates: Dates) -> None:
    """Keeps the dates of a version as checked by this person. Raises InputError for dates that cannot be."""
    office = the_office()
    with office.database.read() as tx:
        title = _title(tx, one)
    check_dates(office, viewer, title, one.version.published, dates, now=now())


def require(viewer: Viewer, title: str, topic: str) -> None:
    """Puts an act on the office's own list of those it needs, in this person's name."""
    require_act(the_office(), viewer, title, topic, now=now())


def _title(tx: Tx, one: VersionSheet) -> str:
    return law.regulation(tx, one.version.regulation_id).title
