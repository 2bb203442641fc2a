"""The office's own search figures (本办检索参数), stored with its records; the product's while it has none."""

from __future__ import annotations

from core.errors import InputError, SettingsError
from records.office_settings import setting
from records.transactions import Tx
from search.tuning import DEFAULT, Tuning, from_stored

SETTING = "search.tuning"


def office_tuning(tx: Tx) -> Tuning:
    """The tuning switched on in this office. Raises SettingsError for one that this version cannot read."""
    stored = setting(tx, SETTING)
    if stored is None:
        return DEFAULT
    try:
        return from_stored(stored)
    except InputError as error:
        raise SettingsError(f"本办存下的检索参数读不出来：{error.detail}", "请运行：python cli.py doctor") from error
