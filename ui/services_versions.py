"""What the page of old and new law asks of the office: the versions of an act, two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass

from casework.law_comparison import Comparison, compare, correct_pair
from core.errors import NotFound
from core.statute import Status
from core.viewer import Viewer
from records.database import Tx
from records.law import NumberedVersion, find_regulations, numbered_versions, plain_title
from ui.render import day
from ui.wiring import now, the_office, today
from ui.words import word


@dataclass(frozen=True, slots=True)
class Edition:
    """One version that can be chosen; `key` names it in the page's address: regulation id, then # and its number."""

    key: str
    label: str
    status: Status


def editions(text: str) -> tuple[Edition, ...]:
    """The versions of the acts that `text` names by title, short title or 文号, latest first; empty when unknown."""
    with the_office().database.read() as tx:
        ids = [act.id for act in find_regulations(tx, text.strip())] if text.strip() else []
        several = numbered_versions(tx, ids)
    return tuple(_edition(one) for id_ in ids for one in reversed(several.get(id_, [])))


def _edition(one: NumberedVersion) -> Edition:
    version = one.version
    dates = {"published": day(version.published), "effective": day(version.effective)}
    label = word("versions.label", title=plain_title(version.title), **dates)
    return Edition(f"{version.regulation_id}#{one.number}", label, version.status_on(today()))


def comparison(old: str, new: str, *, article: str = "") -> Comparison:
    """The two versions with these keys side by side. Raises NotFound for a key or an article that is not there."""
    with the_office().database.read() as tx:
        return compare(tx, _numbered(tx, old), _numbered(tx, new), article=article)


def correct(viewer: Viewer, old: str, new: str, said: str) -> None:
    """Keeps what a person says about which article became which. Raises InputError or NotFound in words."""
    office = the_office()
    with office.database.read() as tx:
        both = _numbered(tx, old), _numbered(tx, new)
    correct_pair(office, viewer, both, said, now=now())


def _numbered(tx: Tx, key: str) -> NumberedVersion:
    owner, _, number = key.rpartition("#")
    for one in numbered_versions(tx, [owner]).get(owner, []):
        if str(one.number) == number:
            return one
    raise NotFound(word("versions.missing", name=key), word("versions.missing_hint"))
