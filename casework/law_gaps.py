"""What the law is not used for, and where it may be missing (N11).

Articles in force that nobody ever used; and demands with many cases for which hardly any reply names law that is in
force today: candidates for a gap in the rules (制度空白), which a person judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from casework.standing import Library
from core.errors import NotFound
from core.ids import article_id, regulation_id
from core.statute import Status
from core.taxonomy import path_of
from core.units import likely_units
from core.viewer import Viewer
from records import citator
from records.basis_uses import cited_targets
from records.citator import ClassUse
from records.database import Tx
from records.law import articles_of, find_regulations, numbered_versions

MANY = 20
"""Cases of one class from which a missing rule is worth a look [D]."""
FEW_BASED = 0.02
"""Share of answered cases that rest on law in force, up to which a class counts as without a rule [D]."""


@dataclass(frozen=True, slots=True)
class UnusedArticle:
    """An article in force that no reply ever cited."""

    article_id: str
    label: str
    text: str


def unused(office: Office, *, acts: Sequence[str] = (), limit: int = 100, offset: int = 0) -> list[UnusedArticle]:
    """Articles in force nobody used, of the named acts, else of every act of which some article was used.

    Raises NotFound for a name the library does not have.
    """
    today, left, found = office.today(), offset, list[UnusedArticle]()
    with office.database.read() as tx:
        for act in _acts(tx, acts) if acts else citator.used_acts(tx):
            for one in _never_cited(tx, act, today):
                if left:
                    left -= 1
                    continue
                found.append(one)
                if len(found) == limit:
                    return found
    return found


def _acts(tx: Tx, names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        known = [name] if name.startswith("regulation:") else [one.id for one in find_regulations(tx, name)]
        if not known:
            raise NotFound(f"库中没有“{name}”", "请核对名称")
        found += known
    return sorted(set(found))


def _never_cited(tx: Tx, act: str, today: date) -> list[UnusedArticle]:
    several = numbered_versions(tx, [act]).get(act, [])
    current = [one for one in several if one.version.status_on(today) is Status.IN_FORCE]
    if not current:
        return []
    articles = articles_of(tx, act, current[-1].number)
    used = citator.used_articles(tx, [one.id for one in articles])
    library = Library(tx, [act], today=today)
    return [UnusedArticle(one.id, library.label(one.id), one.text) for one in articles if one.id not in used]


@dataclass(frozen=True, slots=True)
class Gap:
    """An issue class with many cases and hardly any reply that rests on law in force.

    `governing` are the articles the class is usually dealt with under that are in force (or not in the library);
    where there are some, law exists and the replies merely do not name it.
    """

    code: str
    path: str
    use: ClassUse
    governing: tuple[str, ...] = ()


def gaps(
    office: Office, viewer: Viewer, *, many: int = MANY, governed: bool = False, limit: int = 50, offset: int = 0
) -> list[Gap]:
    """Classes with at least `many` cases and no (or hardly any) basis in force, the most cases first.

    With `governed` also those for which law in force is known but not named. Candidates only; a person judges.
    """
    today = office.today()
    with office.database.read() as tx:
        targets = cited_targets(tx)
        library = Library(tx, targets, today=today)
        standing = ((one, library.standing(one, today)) for one in targets)
        in_force = [one for one, now in standing if now and now.status is Status.IN_FORCE]
        uses = [use for use in citator.class_uses(tx, viewer, in_force) if use.items >= many and use.answered]
        laws = governing_of(tx, [use.code for use in uses], today)
    found = [Gap(use.code, path_of(use.code), use, laws[use.code]) for use in uses]
    found = [one for one in found if one.use.share_based <= FEW_BASED and (governed or not one.governing)]
    found.sort(key=lambda one: (bool(one.governing), -one.use.items, -(one.use.share_dissatisfied or 0.0), one.code))
    return found[offset : offset + limit]


def governing_of(tx: Tx, codes: Sequence[str], today: date) -> dict[str, tuple[str, ...]]:
    """Class → labels of what it is usually dealt with under, what has ended left out."""
    named = {code: [id_ for rule in likely_units(code) for id_ in _targets(rule.laws)] for code in codes}
    library = Library(tx, {id_ for several in named.values() for id_ in several}, today=today)
    ended = (Status.REPEALED, Status.EXPIRED, Status.AMENDED)
    found = {}
    for code, several in named.items():
        standing = [(id_, library.standing(id_, today)) for id_ in dict.fromkeys(several)]
        found[code] = tuple(library.label(id_) for id_, now in standing if now is None or now.status not in ended)
    return found


def _targets(laws: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """The articles of a rule's laws; the act itself where no article is named."""
    for law, numbers in laws:
        if not numbers:
            yield regulation_id(law)
        for number in numbers:
            whole, _, sub = number.replace("之", "-").partition("-")
            yield article_id(regulation_id(law), int(whole), int(sub or 0))
