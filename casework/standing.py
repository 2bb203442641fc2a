"""How an article or act stood on one day and stands on another, and what became of it in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.law_comparison import aligned
from core.alignment import Pair
from core.citations import article_label
from core.ids import article_id, kind_of, short_hash
from core.normal import normal
from core.statute import RegulationVersion, Status, in_use_on
from core.viewer import WORKER
from records.database import Tx
from records.law import (
    NumberedVersion,
    article_histories,
    articles_of,
    find_regulations,
    numbered_versions,
    plain_title,
)
from records.link_reading import links_of

CHANGES = {
    "repealed": "所属法规已废止",
    "expired": "所属法规已失效",
    "gone": "该条已删去",
    "amended": "该条已修改",
    "moved": "内容未变，条号已变",
    "not_yet": "尚未施行",
    "no_old_text": "库中没有当时的版本，无法比较",
}
_GENERATIONS = 4
"""How many acts, each ending the one before, are followed from an old article to one in force."""
_ENDED = {Status.REPEALED: "repealed", Status.EXPIRED: "expired", Status.NOT_YET: "not_yet"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A target on a day: its words (those of an act are empty), the version they are from, and its status."""

    number: int
    text: str
    version: RegulationVersion
    status: Status


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a target since a day: the kind of change ("" for none), who caused it, and where it went."""

    change: str = ""
    cause: str = ""
    successors: tuple[str, ...] = ()


class Library:
    """Articles and acts with all their versions, read once for many questions."""

    def __init__(self, tx: Tx, targets: Iterable[str], *, today: date) -> None:
        self._tx = tx
        self._today = today
        wanted = list(dict.fromkeys(targets))
        found = article_histories(tx, [one for one in wanted if kind_of(one) == "article"])
        self._histories = {
            id_: [(NumberedVersion(number, version), text) for number, text, version in several]
            for id_, several in found.items()
        }
        acts = {one for one in wanted if kind_of(one) == "regulation"}
        acts |= {several[0][1].regulation_id for several in self._histories.values()}
        self._acts = numbered_versions(tx, sorted(acts))
        self._pairs: dict[tuple[str, int, str, int], dict[str, Pair]] = {}
        self._heirs: dict[str, NumberedVersion | None] = {}
        self._fates: dict[tuple[str, int, Status], Fate] = {}
        self._signatures: dict[str, str] = {}
        self._texts: dict[tuple[str, int], dict[str, str]] = {}

    def standing(self, target: str, day: date) -> Standing | None:
        """The target on `day`: as in force, else as it last was, else as it will be; None when it is not there."""
        found = in_use_on(day, self._states(target), lambda one: one[0].version)
        if found is None:
            return None
        return Standing(found[0].number, found[1], found[0].version, found[0].version.status_on(day))

    def _states(self, target: str) -> Sequence[tuple[NumberedVersion, str]]:
        if kind_of(target) == "article":
            return [(version, text.text) for version, text in self._histories.get(target, ())]
        return [(version, "") for version in self._acts.get(target, ())]

    def words(self, target: str, number: int) -> str:
        """The words of the target in version `number`; empty where that has none."""
        return next((text for version, text in self._states(target) if version.number == number), "")

    def label(self, target: str) -> str:
        """How the target is named: 《治安管理处罚法》第五十八条."""
        if kind_of(target) == "regulation":
            several = self._acts.get(target, ())
            title = plain_title(several[-1].version.title) if several else target.partition(":")[2]
            return f"《{title}》"
        act, number = target.removeprefix("article:").rsplit(":", 1)
        whole, _, sub = number.partition("-")
        return f"《{act}》{article_label(int(whole), int(sub or 0))}"

    def may_have_changed(self, target: str) -> bool:
        """False when nothing that ever rested on the target can rest on something else today."""
        several = self._states(target)
        return not (len(several) == 1 and several[0][0].version.status_on(self._today) is Status.IN_FORCE)

    def signature(self, target: str) -> str:
        """A hash of how the target stands today; it changes when the law about it changes."""
        if target not in self._signatures:
            now = self.standing(target, self._today)
            words = (now.status.value, normal(now.text), str(now.version.effective)) if now else ()
            self._signatures[target] = short_hash(*words)
        return self._signatures[target]

    def reworded_since(self, target: str, day: date) -> date | None:
        """The day from which an article that was and is in force has other words than on `day`; None for no change."""
        then, now = self.standing(target, day), self.standing(target, self._today)
        if then is None or now is None or Status.IN_FORCE not in (then.status, now.status) or then.status != now.status:
            return None
        same = then.number == now.number or normal(then.text) == normal(now.text)
        digest = "digest" in (then.version.text_kind, now.version.text_kind)
        return None if same or digest else now.version.effective

    def fate(self, target: str, then: Standing) -> Fate:
        """What became of the target between the standing `then` and today."""
        key = (target, then.number, then.status)
        if key not in self._fates:
            self._fates[key] = self._fate(target, then)
        return self._fates[key]

    def _fate(self, target: str, then: Standing) -> Fate:
        now = self.standing(target, self._today)
        if now is None or now.status is Status.UNKNOWN:
            return Fate()
        if now.status is Status.IN_FORCE:
            if now.number == then.number or normal(now.text) == normal(then.text):
                return Fate()
            return self._amended(target, then, now.version)
        if ended := _ENDED.get(now.status):
            version = now.version
            cause = f"{plain_title(version.ended_by or version.title)} {version.ended or version.effective or ''}"
            return Fate(ended, cause.strip(), self._descent(target, then))
        current = self._current(now.version.regulation_id)
        return self._amended(target, then, current.version if current else now.version)

    def _amended(self, target: str, then: Standing, now: RegulationVersion) -> Fate:
        cause = f"{plain_title(now.title)} {now.effective or ''}".strip()
        if kind_of(target) != "article":
            return Fate()  # an act that lives on in a later version still is the act that was named
        if "digest" in (then.version.text_kind, now.text_kind):
            return Fate("amended", cause, (target,))  # our own words about it cannot tell what changed
        current = self._current(now.regulation_id)
        heirs = self._successors(target, NumberedVersion(then.number, then.version), current)
        if not heirs:
            return Fate("gone", cause)
        same = len(heirs) == 1 and current is not None and normal(self._text(heirs[0], current)) == normal(then.text)
        return Fate("moved" if same else "amended", cause, heirs)

    def _current(self, act: str) -> NumberedVersion | None:
        if act not in self._acts:
            self._acts |= numbered_versions(self._tx, [act])
        valid = [one for one in self._acts.get(act, ()) if one.version.status_on(self._today) is Status.IN_FORCE]
        return valid[-1] if valid else None

    def _descent(self, target: str, then: Standing) -> tuple[str, ...]:
        """The articles that took the place of one whose act ended, through further acts that have ended too."""
        generation, open_ones = 0, [(target, NumberedVersion(then.number, then.version))]
        while open_ones and generation < _GENERATIONS:
            following = []
            for one, version in open_ones:
                heir = self._heir(version.version.regulation_id)
                following += [(new, heir) for new in self._successors(one, version, heir) if heir]
            if following and following[0][1].version.status_on(self._today) is Status.IN_FORCE:
                return tuple(dict.fromkeys(one for one, _ in following))
            open_ones, generation = following, generation + 1
        return ()

    def _heir(self, act: str) -> NumberedVersion | None:
        """The last version of the act that took the place of an ended one; None where the store does not know it."""
        if act not in self._heirs:
            last = self._last(act)
            named = find_regulations(self._tx, last.version.ended_by) if last and last.version.ended_by else []
            replacing = links_of(self._tx, WORKER, [act], ("replaces",), direction="in", limit=5)
            ids = [one.id for one in named] + [link.source for link in replacing]
            self._heirs[act] = next((found for id_ in ids if id_ != act and (found := self._last(id_))), None)
        return self._heirs[act]

    def _last(self, act: str) -> NumberedVersion | None:
        """The version in force, else the last that has articles."""
        if found := self._current(act):
            return found
        begun = [v for v in self._acts.get(act, ()) if v.version.status_on(self._today) is not Status.NOT_YET]
        return begun[-1] if begun else None

    def _successors(self, target: str, old: NumberedVersion, heir: NumberedVersion | None) -> tuple[str, ...]:
        if heir is None or kind_of(target) != "article":
            return ()
        key = (old.version.regulation_id, old.number, heir.version.regulation_id, heir.number)
        if key not in self._pairs:
            self._pairs[key] = {number: pair for pair in aligned(self._tx, old, heir) for number in pair.old}
        pair = self._pairs[key].get(target.rpartition(":")[2])
        names = (one.partition("-") for one in (pair.new if pair else ()))
        return tuple(article_id(heir.version.regulation_id, int(n), int(sub or 0)) for n, _, sub in names)

    def _text(self, id_: str, version: NumberedVersion) -> str:
        key = (version.version.regulation_id, version.number)
        if key not in self._texts:
            self._texts[key] = {one.id: one.text for one in articles_of(self._tx, *key)}
        return self._texts[key].get(id_, "")


def successors_of(tx: Tx, targets: Iterable[str], *, since: date, today: date) -> dict[str, list[str]]:
    """Article → labels of the articles that took its place since a day, where the library knows them."""
    wanted = list(targets)
    library = Library(tx, wanted, today=today)
    found = {}
    for target in wanted:
        then = library.standing(target, since)
        if then and (heirs := library.fate(target, then).successors):
            found[target] = [library.label(one) for one in heirs]
    return found
