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
from records.word_proposals import accepted_words

SETTING = "search.dictionary"
LONGEST = 12
MOST = 20_000


def office_dictionary(tx: Tx) -> Dictionary:
    """The dictionary the present index was made with; empty before the first one was set."""
    return Dictionary.of(office_settings.setting(tx, SETTING, default=[]))


def known_words(tx: Tx) -> Dictionary:
    """What the dictionary would hold if it were made now: names of places, units and acts, and accepted words."""
    names = {name for place in places(tx) for name in (place.name, place.stem, *place.aliases)}
    names |= {name for unit in units(tx).values() for name in (unit.name, *unit.aliases)}
    names |= set(regulation_names(tx))
    own = {word for one in accepted_words(tx) for word in (one.word, one.standard) if word}
    listed = sorted(name for name in names if 2 <= len(name) <= LONGEST)[: MOST - len(own)]
    return Dictionary.of([*listed, *own])


def set_dictionary(database: Database, *, now: datetime) -> Dictionary:
    """The dictionary of everything the office knows now, stored; the index must be made anew with it."""
    with database.write() as tx:
        found = known_words(tx)
        store_dictionary(tx, found, now=now)
    return found


def store_dictionary(tx: Tx, dictionary: Dictionary, *, now: datetime) -> None:
    """Makes `dictionary` the one of the index in use."""
    office_settings.put_setting(tx, SETTING, sorted(dictionary.words), now=now)
