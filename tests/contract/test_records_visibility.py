"""BR-21 on both databases: an accusation is nowhere for anyone but its handlers, and never for the accused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFound
from core.petition import Claim, HandlingEvent, Matter, Node, Unit
from core.viewer import OFFICE, WORKER, Viewer
from records.claims import claims_of, replace_claims
from records.database import Database
from records.events import add_events, events_of
from records.items import ItemFilter, count_items, facets, find_items, item, item_by_source_id, items, save_items
from records.links import evidence_of, iter_links, links_of, put_links
from records.matters import matters, save_matters
from records.nodes import iter_nodes, nodes, put_nodes
from records.reviews import Review, ask, reviews
from records.units import save_units
from records.visibility import hidden_items, hidden_nodes, visible
from tests.records.office import CLERK, HANDLER, NOW, a_link, an_item

SECRET, OPEN = "item:a:secret", "item:a:open"


@pytest.fixture
def office(any_database: Database) -> Database:
    """One open item and one accusation against the land office, which share a matter and a class."""
    with any_database.write() as tx:
        units = [
            Unit(id="unit:zrzy", code="zrzy", name="自然资源局"),
            Unit(id="unit:zrzy-1", code="zrzy-1", name="登记中心", parent="unit:zrzy"),
            Unit(id="unit:jwjw", code="jwjw", name="纪委监委"),
        ]
        save_units(tx, units)
        save_items(
            tx,
            [
                an_item("open", matter_id="matter:m"),
                an_item("secret", restricted="accusation", matter_id="matter:m", unit_id="unit:zrzy"),
                an_item("doubt", restricted="doubtful", matter_id="matter:only", region_text="东区"),
            ],
        )
        save_matters(
            tx, [Matter(id="matter:m", title="办证", item_count=99), Matter(id="matter:only", title="只有疑似")]
        )
        put_nodes(
            tx, [Node(id="respondent:甲", kind="respondent", name="甲"), Node(id="class:01", kind="class", name="类")]
        )
        put_links(
            tx,
            [
                a_link(OPEN, "classified_as", "class:01", 0.1),
                a_link(SECRET, "classified_as", "class:01", 0.9),
                a_link(SECRET, "complains_about", "unit:zrzy"),
                a_link(SECRET, "complains_about", "respondent:甲"),
                a_link("item:a:doubt", "part_of", "matter:only"),
            ],
            now=NOW,
        )
        replace_claims(tx, [SECRET], [Claim(id="claim:1", item_id=SECRET, ordinal=1, text="查处")])
        add_events(tx, [HandlingEvent(item_id=SECRET, at=NOW, event="register")])
        ask(tx, [Review(kind="accusation", subject=SECRET), Review(kind="alias", subject="unit:zrzy")], now=NOW)
    return any_database


def test_nobody_else_learns_that_it_exists(office: Database) -> None:
    with office.read() as tx:
        assert [one.id for one in find_items(tx, CLERK)] == [OPEN]
        assert count_items(tx, CLERK) == 1
        assert count_items(tx, CLERK, ItemFilter(ids=(SECRET, OPEN))) == 1
        assert facets(tx, CLERK, ItemFilter(), "region_text") == []
        assert items(tx, CLERK, [SECRET]) == {}
        assert item_by_source_id(tx, CLERK, "secret") == []
        assert claims_of(tx, CLERK, [SECRET]) == events_of(tx, CLERK, [SECRET]) == {}
        assert [one.kind for one in reviews(tx, CLERK)] == ["alias"]
        with pytest.raises(NotFound) as hidden:
            item(tx, CLERK, SECRET)
        with pytest.raises(NotFound) as absent:
            item(tx, CLERK, "item:a:s-cret")
        assert str(hidden.value).replace(SECRET, "") == str(absent.value).replace("item:a:s-cret", "")


def test_limits_count_after_the_filter(office: Database) -> None:
    with office.read() as tx:
        assert [one.source for one in links_of(tx, CLERK, ["class:01"], limit=1)] == [OPEN]
        assert len([one for part in iter_links(tx, CLERK) for one in part]) == 1
        assert evidence_of(tx, CLERK, SECRET, "classified_as", "class:01") == []


def test_what_hangs_on_hidden_items_alone_is_hidden_too(office: Database) -> None:
    with office.read() as tx:
        assert hidden_items(tx, CLERK) == {SECRET, "item:a:doubt"}
        assert hidden_nodes(tx, CLERK) == {"matter:only", "respondent:甲"}
        assert nodes(tx, CLERK, [SECRET, "respondent:甲", "class:01"]).keys() == {"class:01"}
        seen = {one.id for part in iter_nodes(tx, CLERK) for one in part}
        assert not seen & {SECRET, "item:a:doubt", "matter:only", "respondent:甲"}
        assert visible(tx, CLERK, [SECRET, OPEN, "matter:only", "unit:zrzy"]) == {OPEN, "unit:zrzy"}
        found = matters(tx, CLERK, ["matter:m", "matter:only"])
        assert {id_: one.item_count for id_, one in found.items()} == {"matter:m": 1}


def test_the_handler_sees_it_and_the_worker_all(office: Database) -> None:
    with office.read() as tx:
        assert {one.id for one in find_items(tx, HANDLER)} == {OPEN, SECRET}
        assert count_items(tx, WORKER) == 3
        assert matters(tx, HANDLER, ["matter:m"])["matter:m"].item_count == 2
        assert links_of(tx, HANDLER, ["class:01"], limit=1)[0].source == SECRET
        assert [one.kind for one in reviews(tx, HANDLER)] == ["accusation", "alias"]
        assert nodes(tx, HANDLER, ["respondent:甲"]).keys() == {"respondent:甲"}


@pytest.mark.parametrize(
    "accused",
    [
        replace(HANDLER, unit_id="unit:zrzy"),
        replace(HANDLER, unit_id="unit:zrzy-1"),
        replace(HANDLER, name="甲"),
    ],
    ids=["the accused unit", "a unit below it", "the accused person"],
)
def test_the_accused_side_never_sees_it_even_when_assigned(office: Database, accused: Viewer) -> None:
    with office.read() as tx:
        assert [one.id for one in find_items(tx, accused)] == [OPEN]
        assert SECRET in hidden_items(tx, accused)
        assert [one.source for one in links_of(tx, accused, ["class:01"])] == [OPEN]


def test_a_respondent_named_in_the_register_counts_as_accused(any_database: Database) -> None:
    with any_database.write() as tx:
        save_units(tx, [Unit(id="unit:zrzy", code="zrzy", name="自然资源局", aliases=("国土局",))])
        save_items(tx, [an_item("secret", restricted="accusation", respondent_text="本县国土局工作人员")])
    with any_database.read() as tx:
        assert find_items(tx, replace(HANDLER, unit_id="unit:zrzy")) == []
        assert len(find_items(tx, HANDLER)) == 1
        assert find_items(tx, OFFICE) == []


def test_links_between_other_nodes_do_not_lead_to_hidden_ones_and_pages_stay_full(office: Database) -> None:
    with office.write() as tx:
        save_matters(tx, [Matter(id=f"matter:{i}") for i in range(4)])
        put_links(tx, [a_link(OPEN, "part_of", f"matter:{i}") for i in range(4)], now=NOW)
        related = [a_link("matter:only", "handled_by", "unit:zrzy", 0.9)]
        related += [a_link(f"matter:{i}", "handled_by", "unit:zrzy", 0.5) for i in range(4)]
        put_links(tx, related, now=NOW)
    with office.read() as tx:
        found = links_of(tx, CLERK, ["unit:zrzy"], ("handled_by",), limit=4)
        assert [one.source for one in found] == [f"matter:{i}" for i in range(4)]
        assert links_of(tx, CLERK, ["matter:only"]) == []
        assert links_of(tx, WORKER, ["unit:zrzy"], ("handled_by",), limit=1)[0].source == "matter:only"
