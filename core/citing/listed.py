"""A library of law held in memory: for tests, measurements, and programs that use the reader alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.citing.editions import edition_day
from core.citing.title_index import TitleIndex
from core.ids import regulation_id
from core.law_names import plain_number
from core.statute import Status, status_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAct:
    """One version of an act: its articles by (number, 之 number) and its dates."""

    title: str
    articles: Mapping[tuple[int, int], str]
    short_titles: tuple[str, ...] = ()
    document_no: str = ""
    region: str = ""
    published: date | None = None
    effective: date | None = None
    ended: date | None = None
    end_kind: str = ""
    digest: bool = False


@dataclass
class ListedLaws:
    """A `LawShelf` over a list of acts; several acts of one title are versions of one act."""

    acts: Iterable[ListedAct]
    _by_id: dict[str, list[ListedAct]] = field(default_factory=dict, init=False)
    _numbers: dict[str, list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        names = []
        for act in self.acts:
            id_ = regulation_id(act.title)
            self._by_id.setdefault(id_, []).append(act)
            names += [(name, id_) for name in (act.title, *act.short_titles)]
            if act.document_no:
                self._numbers.setdefault(plain_number(act.document_no), []).append(id_)
        for several in self._by_id.values():
            several.sort(key=lambda act: (act.effective or act.published or date.min, act.published or date.min))
        self.titles = TitleIndex(names)

    def named(self, title: str) -> list[str]:
        """See `LawShelf`."""
        return self.titles.named(title)

    def ending(self, title: str) -> list[str]:
        """See `LawShelf`."""
        return self.titles.ending(title)

    def like(self, title: str) -> list[str]:
        """See `LawShelf`."""
        return self.titles.like(title)

    def numbered(self, document_no: str) -> list[str]:
        """See `LawShelf`."""
        return list(dict.fromkeys(self._numbers.get(plain_number(document_no), ())))

    def title(self, regulation_id: str) -> str:
        """See `LawShelf`."""
        return self._by_id[regulation_id][-1].title

    def region(self, regulation_id: str) -> str:
        """See `LawShelf`."""
        return self._by_id[regulation_id][-1].region

    def article(self, regulation_id: str, number: int, sub: int, day: date | None) -> str | None:
        """See `LawShelf`."""
        if day is not None:
            return self._on(regulation_id, day).articles.get((number, sub))
        texts = (act.articles.get((number, sub)) for act in reversed(self._by_id[regulation_id]))
        return next((text for text in texts if text is not None), None)

    def status(self, regulation_id: str, day: date, held: date | None = None) -> Status:
        """See `LawShelf`."""
        return _status(self._on(regulation_id, held or day), day)

    def edition(self, regulation_id: str, hint: str, day: date) -> date | None:
        """See `LawShelf`."""
        return edition_day([(act.published, act.effective) for act in self._by_id[regulation_id]], hint, day)

    def digest_only(self, regulation_id: str, day: date | None) -> bool:
        """See `LawShelf`."""
        return (self._on(regulation_id, day) if day else self._by_id[regulation_id][-1]).digest

    def _on(self, regulation_id: str, day: date) -> ListedAct:
        """The version in force on `day`, else the last that had begun, else the first to come."""
        several = self._by_id[regulation_id]
        in_force = [act for act in several if _status(act, day) is Status.IN_FORCE]
        begun = [act for act in several if _status(act, day) is not Status.NOT_YET]
        return (in_force or begun or several[:1])[-1]


def _status(act: ListedAct, day: date) -> Status:
    return status_on(day, effective=act.effective, ended=act.ended, end_kind=act.end_kind)
