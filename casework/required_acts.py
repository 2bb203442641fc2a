"""The acts a petition office needs at hand (必备法规): which it has, lacks, or has with a date nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.office import Office
from core.ids import regulation_id
from core.statute import in_use_on
from ingest.version_facts import required_acts as wanted_acts
from records import law
from records.database import Tx
from records.law_coverage import required_titles

State = Literal["present", "unchecked", "missing"]
STATES = {"present": "有", "unchecked": "日期未核对", "missing": "缺"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredAct:
    """One act and what the office holds of it: the version in force, or a `digest`, our own summary.

    `versions` are the days of publication of those at hand; `checked_by` is empty when the project's own table of
    facts checked the date; `listed_by` names the person who put the act on the office's list.
    """

    title: str
    topic: str
    state: State
    regulation_id: str = ""
    effective: date | None = None
    ended: date | None = None
    status: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    source: str = ""
    digest: bool = False
    versions: tuple[str, ...] = ()
    listed_by: str = ""


def required_acts(office: Office, *, today: date) -> tuple[RequiredAct, ...]:
    """Every required act and how the office stands with it on `today`: the project's list, then the office's own."""
    with office.database.read() as tx:
        own = required_titles(tx)
        wanted = [(one.title, one.topic, "") for one in wanted_acts()]
        known = {title for title, _, _ in wanted}
        wanted += [(one.title, one.topic, one.person) for one in own if one.title not in known]
        return tuple(_act(tx, one, today) for one in wanted)


def _act(tx: Tx, wanted: tuple[str, str, str], today: date) -> RequiredAct:
    title, topic, person = wanted
    found = [one.id for one in law.find_regulations(tx, title)] or [regulation_id(title)]
    several = next((v for one in found if (v := law.versions(tx, one))), [])
    version = in_use_on(today, several, lambda one: one)
    if version is None:
        return RequiredAct(title=title, topic=topic, state="missing", listed_by=person)
    return RequiredAct(
        title=title,
        topic=topic,
        state="present" if version.checked_on else "unchecked",
        regulation_id=version.regulation_id,
        effective=version.effective,
        ended=version.ended,
        status=version.status_on(today).value,
        checked_on=version.checked_on,
        checked_by=version.checked_by,
        source=version.source,
        digest=version.text_kind == "digest",
        versions=tuple(str(one.published or one.effective or "日期不详") for one in several),
        listed_by=person,
    )
