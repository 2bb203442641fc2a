"""The petitions a discovery works on: one `Letter` an item, with all that comparing and counting needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core.about import Name as Name

_SENTENCE = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One petition item, masked, as clustering sees it; `side` counts once however often it writes."""

    id: str
    title: str = ""
    body: str = ""
    day: date | None = None
    side: str = ""
    people: int = 1
    class_code: str = ""
    class_sure: bool = False
    """True when the source itself gave the class; a guessed one never speaks against a likeness."""
    names: tuple[Name, ...] = ()
    """What the letter is about, from its title, its columns or, where these are silent, its body."""
    unit: str = ""
    articles: tuple[str, ...] = ()
    matter: str = ""
    concluded: bool = False
    resolved: bool = False
    region: str = ""

    @property
    def headline(self) -> str:
        """The title, or the first sentence of a letter without one."""
        return self.title or _SENTENCE.split(self.body.strip(), maxsplit=1)[0][:60]

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.body}" if self.title else self.body

    @property
    def petitioner_side(self) -> str:
        """Who stands behind the letter; a letter from nobody known is a side of its own."""
        return self.side or self.id
