"""The office's own search figures (本办检索参数), stored with its records; the product's while it has none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.errors import Conflict, InputError, SettingsError
from records.office_settings import put_setting, setting
from records.search_changes import SearchChange, search_changes
from records.transactions import Tx
from search.tuning import DEFAULT, Tuning, from_json, from_stored, to_json

SETTING = "search.tuning"
KINDS = frozenset({"tuning", "threshold"})
"""Kinds of changes that write figures of the tuning."""


def office_tuning(tx: Tx) -> Tuning:
    """The tuning switched on in this office. Raises SettingsError for one that this version cannot read."""
    stored = setting(tx, SETTING)
    if stored is None:
        return DEFAULT
    try:
        return from_stored(stored)
    except InputError as error:
        raise SettingsError(f"本办存下的检索参数读不出来：{error.detail}", "请运行：python cli.py doctor") from error


def put_tuning(tx: Tx, tuning: Tuning, *, now: datetime, person: str) -> None:
    """Switches a tuning on; the product's own is written as none, so that it goes with updates."""
    put_setting(tx, SETTING, None if tuning == DEFAULT else to_json(tuning), now=now, person=person)


def without(tx: Tx, change: SearchChange) -> Tuning:
    """The present tuning with the figures a change set as they were before it; what others set stays.

    Raises Conflict when a later change that is still switched on set one of these figures again.
    """
    mine = _set_by(change)
    for later in search_changes(tx, state="applied"):
        if later.kind in KINDS and _turn(later) > _turn(change) and (both := sorted(mine & _set_by(later))):
            names = "、".join(".".join(one) for one in both)
            raise Conflict(
                f"{change.id} 之后 {later.id} 又改过 {names}，撤回它会把后来的也丢掉", f"请先撤回 {later.id}"
            )
    back, before = to_json(office_tuning(tx)), to_json(from_stored(dict(change.before)))
    for corpus, name in mine:
        back[corpus][name] = before[corpus][name]
    return from_json(back)


def _set_by(change: SearchChange) -> frozenset[tuple[str, str]]:
    """(corpus, name) of each figure a change of the tuning set."""
    before, after = (_figures(one) for one in (change.before, change.after))
    return frozenset(name for name in after if after[name] != before[name])


def _figures(value: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    told = to_json(from_stored(dict(value)))
    return {(corpus, name): figure for corpus, figures in told.items() for name, figure in figures.items()}


def _turn(change: SearchChange) -> tuple[str, int]:
    """What sorts changes in the order they were switched on."""
    return (change.applied_at.isoformat() if change.applied_at else "", int(change.id.rpartition(":")[2]))
