"""The office dictionary (本办词典) that words are cut with: names of units, places and acts this office knows.

An index is bound to the dictionary it was made with, so the dictionary changes only when the index is made anew.
"""

from __future__ import annotations

from datetime import datetime

from core.words import Dictionary
from records import office_settings
from records.database import Database, Tx
from records.law import regulation_names
from records.places import places
from records.units import units

SETTING = "search.dictionary"
LONGEST = 12
MOST = 20_000


def office_dictionary(tx: Tx) -> Dictionary:
    """The dictionary the present index was made with; empty before the first one was set."""
    return Dictionary.of(office_settings.setting(tx, SETTING, default=[]))


def set_dictionary(database: Database, *, now: datetime) -> Dictionary:
    """The dictionary of everything the office knows now, stored; the index must be made anew with it."""
    with database.write() as tx:
        names = {name for place in places(tx) for name in (place.name, place.stem, *place.aliases)}
        names |= {name for unit in units(tx).values() for name in (unit.name, *unit.aliases)}
        names |= set(regulation_names(tx))
        words = sorted(name for name in names if 2 <= len(name) <= LONGEST)[:MOST]
        office_settings.put_setting(tx, SETTING, words, now=now)
    return Dictionary.of(words)
