"""Who looks: the viewer that every read takes, and the two viewers that are not persons."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A person (or the worker) on whose behalf something is read.

    `sees_restricted` is true for the worker alone, which must project everything; a handler of an
    accusation is named in `assigned` (item ids), and even then is refused when the accusation is
    against the viewer's own unit (条例 30¶3; 46(五)).
    """

    name: str
    unit_id: str = ""
    role: str = "caseworker"
    assigned: frozenset[str] = field(default_factory=frozenset)
    sees_restricted: bool = False


WORKER = Viewer(name="后台任务", role="worker", sees_restricted=True)
"""Applies marks and rebuilds projections; never answers a question of a person."""

OFFICE = Viewer(name="本机命令", role="caseworker")
"""The commands of this machine: an ordinary viewer, to whom accusations stay hidden."""
