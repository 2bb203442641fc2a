"""Names under review, figures of periods and related matters answer alike on both databases."""

from __future__ import annotations

from datetime import date

from core.petition import Matter, Node
from core.viewer import OFFICE
from records.database import Database
from records.issue_counts import Reached, first_received, reached
from records.issues import IssueMember, StoredIssue, save_issues
from records.items import save_items
from records.links import put_links
from records.matters import save_matters
from records.names import (
    NameProposal,
    Sighting,
    count_proposals,
    decide_name,
    letters_writing,
    name_decisions,
    name_proposals,
    named_nodes,
    put_proposals,
    sightings_of_node,
)
from records.nodes import put_nodes
from records.related_matters import relate_matters
from records.units import unit_names
from tests.records.office import NOW, a_link, an_item

ONE = NameProposal(kind="place", spelling="清河苑", target="place:清荷苑", known="清荷苑", rule="音近", score=0.9)


def test_names_under_review(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item("1"), an_item("2", restricted="accusation")])
        put_nodes(tx, [Node(id="place:清河苑", kind="place", name="清河苑", props={"kind": "estate"})])
        put_links(tx, [a_link(f"item:a:{n}", "located_at", "place:清河苑") for n in (1, 2)], now=NOW)
        assert [(n.name, n.kind, n.letters) for n in named_nodes(tx, "place")] == [("清河苑", "estate", 1)]
        seen = sightings_of_node(tx, "place", "place:清河苑")
        assert seen == [Sighting("item:a:1", "content", 0, 3)]
        assert put_proposals(tx, {ONE: [*seen, Sighting("item:a:2", "content", 0, 3)]}, now=NOW) == 1
        assert put_proposals(tx, {ONE: seen}, now=NOW) == 0
        assert letters_writing(tx, ONE) == {"item:a:1", "item:a:2"}
        decide_name(tx, ONE, "accept", person="甲", reason="同一处", letters=1, now=NOW, valid_from=date(2025, 4, 1))
    with any_database.read() as tx:
        assert count_proposals(tx, OFFICE) == 0
        ((found, letters),) = name_proposals(tx, OFFICE, state="accepted", kind="place")
        assert (found.spelling, found.valid_from, letters) == ("清河苑", date(2025, 4, 1), 1)
        assert [one.person for one in name_decisions(tx, ONE.id)] == ["甲"]


def test_figures_of_a_period(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item("1", petitioner_ref="p"), an_item("2", petitioner_ref="p"), an_item("3")])
        members = tuple(IssueMember(item_id=f"item:a:{n}") for n in (1, 2, 3))
        save_issues(tx, [StoredIssue(id="issue:1", level="event", label="办证难", members=members)], now=NOW)
    with any_database.read() as tx:
        assert reached(tx, OFFICE, ["issue:1"], date(2026, 3, 2), date(2026, 3, 2)) == {"issue:1": Reached(3, 2)}
        assert reached(tx, OFFICE, ["issue:1"], date(2026, 3, 3), date(2026, 3, 9)) == {}
        assert first_received(tx, OFFICE) == date(2026, 3, 2)


def test_related_matters_and_names_of_units(any_database: Database) -> None:
    with any_database.write() as tx:
        save_items(tx, [an_item(str(n), matter_id=f"matter:{n}", issue_code="010909") for n in (1, 2)])
        save_matters(tx, [Matter(id=f"matter:{n}") for n in (1, 2)])
        put_nodes(tx, [Node(id="respondent:恒澜", kind="respondent", name="恒澜置业")])
        put_links(tx, [a_link(f"item:a:{n}", "complains_about", "respondent:恒澜") for n in (1, 2)], now=NOW)
        assert relate_matters(tx, now=NOW) == (1, 0)
        assert relate_matters(tx, now=NOW) == (0, 0)
        put_nodes(tx, [Node(id="unit:X", kind="unit", name="某局")])
        assert unit_names(tx, ["unit:X", "unit:ZJ·柳溪县", ""]) == {"unit:X": "某局", "unit:ZJ·柳溪县": "ZJ 柳溪县"}
