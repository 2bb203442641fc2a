"""The acts a petition office needs at hand (必备法规): which it has, lacks, or has with a date nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.office import Office
from core.ids import regulation_id
from core.statute import RegulationVersion
from ingest.version_facts import required_acts as wanted_acts
from records import law
from records.database import Tx

State = Literal["present", "unchecked", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredAct:
    """One act and what the office holds of it: the version in force, or a `digest`, our own summary."""

    title: str
    topic: str
    state: State
    regulation_id: str = ""
    effective: date | None = None
    checked_on: date | None = None
    source: str = ""
    digest: bool = False


def required_acts(office: Office, *, today: date) -> tuple[RequiredAct, ...]:
    """Every required act and how the office stands with it on `today`, in the order of the list."""
    with office.database.read() as tx:
        return tuple(_act(tx, one.title, one.topic, today) for one in wanted_acts())


def _act(tx: Tx, title: str, topic: str, today: date) -> RequiredAct:
    found = [one.id for one in law.find_regulations(tx, title)] or [regulation_id(title)]
    version = next(filter(None, (_version(tx, one, today) for one in found)), None)
    if version is None:
        return RequiredAct(title=title, topic=topic, state="missing")
    return RequiredAct(
        title=title,
        topic=topic,
        state="present" if version.checked_on else "unchecked",
        regulation_id=version.regulation_id,
        effective=version.effective,
        checked_on=version.checked_on,
        source=version.source,
        digest=version.text_kind == "digest",
    )


def _version(tx: Tx, regulation: str, today: date) -> RegulationVersion | None:
    return law.current_version(tx, regulation, today) or next(reversed(law.versions(tx, regulation)), None)
