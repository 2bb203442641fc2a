"""Errors people meet. Each says what, where, the accepted form, an example and the next step, in Chinese.

PetitionGraphError        base: detail (what and where) + hint (what to do next)
├── InputError            a file, row, column or question that cannot be taken as it is
│   └── PackageError      a policy package (政策包) whose manifest or member is at fault
├── NotFound              an id, article or file that is not there
├── Unavailable           a service, model or lock that is away just now; try again later
├── IndexMismatch         an index made by another encoder, dictionary or database
├── SettingsError         a setting that cannot work
├── Forbidden             this viewer may not do or see this
└── Conflict              the record changed or the step is not allowed in its present state
"""

from __future__ import annotations


class PetitionGraphError(Exception):
    """A known failure with a Chinese detail and a Chinese hint for the next step."""

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.detail}\n建议：{self.hint}" if self.hint else self.detail


class InputError(PetitionGraphError):
    """Input that cannot be taken; names the file, row and column where they are known."""

    def __init__(
        self,
        detail: str,
        hint: str = "",
        *,
        file: str = "",
        row: int | None = None,
        column: str = "",
    ) -> None:
        where = [
            part
            for part in (
                f"文件 {file}" if file else "",
                f"第 {row} 行" if row is not None else "",
                f"列“{column}”" if column else "",
            )
            if part
        ]
        super().__init__(f"{'，'.join(where)}：{detail}" if where else detail, hint)
        self.file = file
        self.row = row
        self.column = column


class PackageError(InputError):
    """A policy package whose manifest or member cannot be read."""


class NotFound(PetitionGraphError):
    """Something named by the caller does not exist or may not be seen."""


class Unavailable(PetitionGraphError):
    """A service, model, disk or lock that cannot be used just now."""


class IndexMismatch(PetitionGraphError):
    """A search index that belongs to another encoder, dictionary or database."""


class SettingsError(PetitionGraphError):
    """A setting that is missing, misspelt or contradicts another."""


class Forbidden(PetitionGraphError):
    """The viewer may not do this."""


class Conflict(PetitionGraphError):
    """The step is not allowed in the present state, or somebody else was quicker."""
