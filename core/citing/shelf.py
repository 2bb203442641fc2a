"""What the resolver asks of a library of law (法规库): one small port, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.statute import Status


class LawShelf(Protocol):
    """Acts by title and number, articles by number and day. Regulation ids are `regulation:…`."""

    def named(self, title: str) -> Sequence[str]:
        """Ids of the acts whose title or short title this is, in any writing of brackets and blanks."""

    def numbered(self, document_no: str) -> Sequence[str]:
        """Ids of the acts published or issued under this document number (文号, 令)."""

    def ending(self, title: str) -> Sequence[str]:
        """Ids of the acts whose longer title ends with this one: 湖南省物业管理条例 for 物业管理条例."""

    def like(self, title: str) -> Sequence[str]:
        """Ids of the acts whose title differs by one character, missing, wrong or too many."""

    def title(self, regulation_id: str) -> str:
        """The act's full title."""

    def region(self, regulation_id: str) -> str:
        """The act's region; empty for national acts."""

    def article(self, regulation_id: str, number: int, sub: int, day: date | None) -> str | None:
        """The article's text in the version that counts on `day`, in any version without a day; None when absent."""

    def status(self, regulation_id: str, day: date, held: date | None = None) -> Status:
        """What the act is on `day`, or what has become by then of the version that held on `held`."""

    def edition(self, regulation_id: str, hint: str, day: date) -> date | None:
        """A day on which the edition `hint` names held (2012, newest, former); None when it cannot be told."""

    def digest_only(self, regulation_id: str, day: date | None) -> bool:
        """True where the library has no wording but our summary (要旨), so that paragraphs cannot be counted."""
