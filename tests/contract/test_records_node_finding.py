"""Looking nodes up by name on both databases: best first, nothing hidden, never a person."""

from __future__ import annotations

from core.petition import Node
from core.viewer import OFFICE, WORKER
from records.items import save_items
from records.links import put_links
from records.node_finding import find_nodes
from records.nodes import put_nodes
from tests.records.office import NOW, a_link, an_item


def test_nodes_are_found_by_a_part_of_their_name_best_first(any_database):
    with any_database.write() as tx:
        put_nodes(
            tx,
            [
                Node(id="unit:b", kind="unit", name="清河县住建局物业科"),
                Node(id="unit:a", kind="unit", name="清河县住建局"),
                Node(id="place:x", kind="place", name="住建局"),
                Node(id="petitioner:1", kind="petitioner", name="住建局"),
                Node(id="unit:c", kind="unit", name="100%_局"),
            ],
        )
    with any_database.read() as tx:
        assert [n.id for n in find_nodes(tx, OFFICE, "住建局")] == ["place:x", "unit:a", "unit:b"]
        assert [n.id for n in find_nodes(tx, OFFICE, "住建局", ("unit",), limit=1)] == ["unit:a"]
        assert [n.id for n in find_nodes(tx, OFFICE, "%_")] == ["unit:c"]
        assert find_nodes(tx, OFFICE, "住建局", ("petitioner",)) == []
        assert find_nodes(tx, OFFICE, " ") == []


def test_what_hangs_on_a_hidden_item_is_not_found(any_database):
    with any_database.write() as tx:
        save_items(tx, [an_item("secret", title_masked="举报某局", restricted="accusation")])
        put_nodes(tx, [Node(id="place:only", kind="place", name="只有举报提到的地方")])
        put_links(tx, [a_link("item:a:secret", "located_at", "place:only")], now=NOW)
    with any_database.read() as tx:
        assert find_nodes(tx, OFFICE, "举报") == []
        assert {n.id for n in find_nodes(tx, WORKER, "举报")} >= {"place:only"}
