"""One finding about a draft reply (答复核对): how grave it is, by which rule, in which words, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SEVERITIES: Mapping[str, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
"""error: cannot go out like this; warning: a person has to look; hint: worth knowing."""
ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, or may be, at `text[start:end]`; what is missing stands at the end of the text.

    `pieces` show a difference by characters: (equal, deleted or inserted; words), deleted being the draft's.
    """

    severity: str
    code: str
    rule: str
    message: str
    start: int
    end: int
    quote: str = ""
    suggestion: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    target: str = ""

    @property
    def label(self) -> str:
        """The severity in Chinese."""
        return SEVERITIES[self.severity]


def in_order(found: list[Finding]) -> list[Finding]:
    """The findings, the gravest first, then as they stand in the text; the same finding once."""
    unique = {(f.code, f.start, f.end, f.message): f for f in found}
    return sorted(unique.values(), key=lambda f: (ORDER[f.severity], f.start, f.end, f.code, f.message))
