"""The filter of items against brute force: the same items for any mix of conditions and for two viewers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.petition import Item
from core.viewer import OFFICE, WORKER, Viewer
from records.database import Database, open_database
from records.items import ItemFilter, count_items, facets, find_items, save_items
from records.tables.columns import CHINA
from tests.records.office import NOW, an_item

CODES, UNITS, STATES = ("01", "0109", "010909", "02", "0%_"), ("unit:1", "unit:2", ""), ("registered", "concluded")
ROWS = [
    an_item(
        f"{i:02d}",
        issue_code=CODES[i % 5],
        unit_id=UNITS[i % 3],
        state=STATES[i % 2],
        reply="答复" if i % 7 == 0 else "",
        region_code=("33", "3301", "")[i % 3],
        place_text=("清河苑", "")[i % 2],
        received_at=None if i % 11 == 0 else NOW + timedelta(hours=9 * i),
        restricted="accusation" if i % 13 == 0 else "",
    )
    for i in range(40)
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home: Path = tmp_path_factory.mktemp("filter")
    database = open_database(f"sqlite:///{home / 'office.db'}")
    with database.write() as tx:
        save_items(tx, ROWS)
    yield database
    database.close()


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2).map(tuple)


_DAYS = st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 18))
FILTERS = st.builds(
    ItemFilter,
    issue_prefixes=_some(CODES),
    units=_some(UNITS),
    states=_some(STATES),
    region_prefixes=_some(("33", "3301")),
    places=_some(("清河苑", "别处")),
    received_from=_DAYS,
    received_to=_DAYS,
    concluded=st.none() | st.booleans(),
)


def _day(one: Item) -> date | None:
    return one.received_at.astimezone(CHINA).date() if one.received_at else None


def _taken(one: Item, wanted: ItemFilter) -> bool:
    day = _day(one)
    return (
        (not wanted.issue_prefixes or one.issue_code.startswith(wanted.issue_prefixes))
        and (not wanted.units or one.unit_id in wanted.units)
        and (not wanted.states or one.state in wanted.states)
        and (not wanted.region_prefixes or one.region_code.startswith(wanted.region_prefixes))
        and (not wanted.places or one.place_text in wanted.places)
        and (wanted.received_from is None or (day is not None and day >= wanted.received_from))
        and (wanted.received_to is None or (day is not None and day <= wanted.received_to))
        and (wanted.concluded is None or one.concluded is wanted.concluded)
    )


@given(wanted=FILTERS, viewer=st.sampled_from([OFFICE, WORKER]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_filter_is_brute_force(office: Database, wanted: ItemFilter, viewer: Viewer) -> None:
    rows = [one for one in ROWS if _taken(one, wanted) and (viewer is WORKER or not one.restricted)]
    with office.read() as tx:
        assert [one.id for one in find_items(tx, viewer, wanted, order="id")] == [one.id for one in rows]
        assert count_items(tx, viewer, wanted) == len(rows)
        counted = Counter(one.issue_code for one in rows)
        assert facets(tx, viewer, wanted, "issue_code") == sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
