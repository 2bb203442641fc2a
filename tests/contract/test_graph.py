"""One suite over both stores of the graph: same nodes, links, counts, export and order, for each viewer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Forbidden, InputError
from core.petition import Item, Link, Node
from core.settings import Settings
from core.viewer import OFFICE, WORKER, Viewer
from graph.neo4j_graph import Neo4jGraph
from graph.port import Graph, GraphLink, order_key
from graph.projector import apply_graph_marks
from graph.sql_store import SqlGraph
from records.database import Database, open_database
from records.items import update_item
from records.links import revoke_link
from records.marks import mark
from tests.graph.office import ACCUSATIONS, ACCUSED, CLERK, HANDLER, NODES, NOW, add_links, fill

pytestmark = pytest.mark.service

VIEWERS = {"clerk": CLERK, "handler": HANDLER, "office": OFFICE, "worker": WORKER}
IDS = [one.id for one in NODES] + [f"item:s:{n:02}" for n in range(40)] + list(ACCUSATIONS)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home = tmp_path_factory.mktemp("office")
    database = open_database(f"sqlite:///{home / 'office.db'}")
    fill(database)
    yield database
    database.close()


@pytest.fixture(scope="module")
def projected(office: Database, neo4j_server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jGraph]:
    settings = Settings(
        home=tmp_path_factory.mktemp("home"), neo4j_uri=neo4j_server.uri, neo4j_password=neo4j_server.password
    )
    graph = Neo4jGraph(settings, office)
    graph.store.clear()
    catch_up(office, graph)
    yield graph
    graph.close()


@pytest.fixture(params=["sql", "neo4j"])
def graph(request: pytest.FixtureRequest, office: Database) -> Graph:
    return SqlGraph(office) if request.param == "sql" else request.getfixturevalue("projected")


def catch_up(database: Database, graph: Graph) -> int:
    total = 0
    while applied := apply_graph_marks(database, graph, now=NOW, limit=50):
        total += applied
    return total


def test_nodes_come_back_as_they_were_written(graph: Graph):
    found = graph.nodes(["unit:housing", "item:s:03", "matter:m1", "nowhere:1"], CLERK)
    assert list(found) == ["unit:housing", "item:s:03", "matter:m1"]
    assert found["unit:housing"] == Node(id="unit:housing", kind="unit", name="住建局", props={"level": "county"})
    assert found["item:s:03"].name == "电梯停运第3封"
    assert found["item:s:03"].on.isoformat() == "2026-01-04"


def test_links_keep_the_order_score_kind_ids(graph: Graph):
    links = graph.links(["class:property", "unit:housing", "item:s:00"], limit=500, viewer=CLERK)
    assert links == sorted(links, key=order_key)
    assert links[0] == GraphLink("item:s:00", "cites", "article:物业管理条例:35", 1.0)
    assert [one.score for one in links if one.score is None]
    assert links[-1].score is None


def test_ids_are_ordered_by_code_points(graph: Graph):
    places = graph.links(["item:s:00", "item:s:01", "item:s:02"], kinds=["located_at"], viewer=CLERK)
    assert [one.source for one in places] == ["item:s:00", "item:s:01", "item:s:02"]
    made = [one for one in graph.export(["place"], WORKER) if isinstance(one, Node)]
    assert [one.name for one in made] == ["桃源里", "清河苑", "Ａ区", "𠮷祥苑"]


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_pages_join_to_the_whole(graph: Graph, limit: int):
    whole = graph.links(["class:property", "place:清河苑"], limit=1000, viewer=CLERK)
    paged: list[GraphLink] = []
    while page := graph.links(
        ["class:property", "place:清河苑"], after=paged[-1] if paged else None, limit=limit, viewer=CLERK
    ):
        assert len(page) <= limit
        paged += page
    assert paged == whole


def test_direction_and_kind_narrow(graph: Graph):
    out = graph.links(["issue:lifts"], direction="out", viewer=CLERK)
    into = graph.links(["issue:lifts"], direction="in", viewer=CLERK)
    assert [one.kind for one in out] == ["handled_by"]
    assert [one.kind for one in into] == ["member_of"]
    assert graph.links(["issue:lifts"], kinds=["handled_by"], direction="in", viewer=CLERK) == []
    with pytest.raises(InputError, match="没有这种关系：likes"):
        graph.links(["issue:lifts"], kinds=["likes"], viewer=CLERK)


def test_a_limit_is_filled_past_what_is_hidden(graph: Graph):
    # Thirty accusations stand before every letter in this order.
    links = graph.links(["class:property"], limit=5, viewer=CLERK)
    assert len(links) == 5
    assert not {one.source for one in links} & set(ACCUSATIONS)


def test_an_accusation_is_seen_by_its_handler_alone(graph: Graph):
    mine = ACCUSATIONS[0]
    assert mine in graph.nodes([mine], HANDLER)
    assert ACCUSED in graph.nodes([ACCUSED], HANDLER)
    assert graph.nodes([mine, ACCUSED, "place:桃源里"], CLERK) == {}
    assert [one.source for one in graph.links([ACCUSED], viewer=HANDLER)] == [ACCUSATIONS[0], ACCUSATIONS[7]]
    assert graph.links([ACCUSED], viewer=CLERK) == []
    seen = graph.links(["class:property"], limit=5, viewer=HANDLER)
    assert [one.source for one in seen if one.source in ACCUSATIONS] == [ACCUSATIONS[0], ACCUSATIONS[7]]
    assert mine not in {one.other("item:s:02") for one in graph.links(["item:s:02"], viewer=CLERK)}
    assert mine in {one.other("item:s:02") for one in graph.links(["item:s:02"], viewer=HANDLER)}


def test_counts_are_taken_after_hiding_and_never_of_people(graph: Graph):
    clerk = graph.counts(["class:property", "place:清河苑", "petitioner:p1", ACCUSED], CLERK)
    handler = graph.counts(["class:property", ACCUSED, "petitioner:p1"], HANDLER)
    assert clerk["class:property"] == {("classified_as", "in"): 40}
    assert clerk["place:清河苑"] == {("located_at", "in"): 14}
    assert handler["class:property"] == {("classified_as", "in"): 42}
    assert handler[ACCUSED] == {("complains_about", "in"): 2}
    assert ACCUSED not in clerk
    assert "petitioner:p1" not in clerk | handler


def test_export_has_no_people_and_nothing_hidden(graph: Graph):
    rows = list(graph.export((), CLERK))
    nodes = [one for one in rows if isinstance(one, Node)]
    links = [one for one in rows if isinstance(one, GraphLink)]
    ids = [one.id for one in nodes]
    assert ids == sorted(ids)
    assert not {one.kind for one in nodes} & {"petitioner"}
    assert not set(ids) & {*ACCUSATIONS, ACCUSED}
    keys = [(one.source, one.kind, one.target) for one in links]
    assert keys == sorted(keys)
    assert all(one.source in ids and one.target in ids for one in links)
    with pytest.raises(Forbidden, match="信访人不列入导出"):
        list(graph.export(["petitioner"], CLERK))
    with pytest.raises(InputError, match="没有这种节点：planet"):
        list(graph.export(["planet"], CLERK))


@pytest.mark.parametrize("viewer", VIEWERS.values(), ids=VIEWERS.keys())
def test_both_stores_answer_alike(office: Database, projected: Neo4jGraph, viewer: Viewer):
    sql = SqlGraph(office)
    assert sql.nodes(IDS, viewer) == projected.nodes(IDS, viewer)
    assert sql.counts(IDS, viewer) == projected.counts(IDS, viewer)
    assert list(sql.export((), viewer)) == list(projected.export((), viewer))
    for one in IDS:
        for direction in ("out", "in", "both"):
            for limit in (2, 200):
                asked = {"direction": direction, "limit": limit, "viewer": viewer}
                assert sql.links([one], **asked) == projected.links([one], **asked)
    first = sql.links(IDS, limit=37, viewer=viewer)
    assert first == projected.links(IDS, limit=37, viewer=viewer)
    asked = {"after": first[-1], "limit": 50, "kinds": ["located_at", "classified_as"], "viewer": viewer}
    assert sql.links(IDS, **asked) == projected.links(IDS, **asked)


def test_neo4j_holds_nothing_restricted_and_no_raw_text(projected: Neo4jGraph):
    from graph.neo4j_store import Statement

    rows = projected.store.read(Statement("MATCH (n:PetitionNode) RETURN n.id AS id, properties(n) AS props"))
    ids = {row["id"] for row in rows}
    assert not ids & {*ACCUSATIONS, ACCUSED, "place:桃源里"}
    assert "赵某某某" not in str(rows)
    assert "举报" not in str(rows)


class TestChanges:
    """What changes in the records is the same in both stores once the marks are applied."""

    @pytest.fixture
    def both(self, tmp_path: Path, neo4j_settings: Settings) -> Iterator[tuple[Database, SqlGraph, Neo4jGraph]]:
        database = open_database(f"sqlite:///{tmp_path / 'office.db'}")
        fill(database)
        projected = Neo4jGraph(neo4j_settings, database)
        catch_up(database, projected)
        yield database, SqlGraph(database), projected
        projected.close()
        database.close()

    def alike(self, both: tuple[Database, SqlGraph, Neo4jGraph]) -> None:
        database, sql, projected = both
        catch_up(database, projected)
        for viewer in VIEWERS.values():
            assert sql.nodes(IDS, viewer) == projected.nodes(IDS, viewer)
            assert sql.links(IDS, limit=5000, viewer=viewer) == projected.links(IDS, limit=5000, viewer=viewer)

    def test_a_revoked_link_is_gone(self, both):
        database, sql, _ = both
        with database.write() as tx:
            revoke_link(
                tx, "item:s:00", "cites", "article:物业管理条例:35", person="王某", reason="不是同一条", now=NOW
            )
            mark(tx, ["item:s:00"])
        self.alike(both)
        assert sql.links(["item:s:00"], kinds=["cites"], viewer=CLERK) == []

    def test_a_letter_that_turns_out_to_be_an_accusation_leaves_neo4j(self, both):
        database, sql, projected = both
        with database.write() as tx:
            update_item(tx, "item:s:00", restricted="accusation")
        # Even before the projection knows, nobody sees it.
        assert projected.nodes(["item:s:00"], CLERK) == {}
        assert "item:s:00" not in {one.source for one in projected.links(["class:property"], viewer=CLERK)}
        self.alike(both)
        assert sql.nodes(["issue:lifts"], CLERK) == {}

    def test_a_doubtful_letter_that_is_cleared_comes_back_with_all_its_links(self, both):
        database, sql, projected = both
        with database.write() as tx:
            update_item(tx, ACCUSATIONS[0], restricted="")
        self.alike(both)
        assert ACCUSATIONS[0] in projected.nodes([ACCUSATIONS[0]], CLERK)
        assert projected.links([ACCUSED], viewer=CLERK)
        assert projected.links(["item:s:02"], kinds=["same_matter_candidate"], viewer=CLERK)[0].score == 0.8
        assert len(sql.links(["place:桃源里"], viewer=CLERK)) == 2

    def test_a_new_letter_and_a_renamed_node(self, both):
        from records.items import save_items
        from records.nodes import put_nodes

        database, _, projected = both
        with database.write() as tx:
            put_nodes(tx, [Node(id="unit:housing", kind="unit", name="住房和城乡建设局")])
            mark(tx, ["unit:housing"])
            save_items(tx, [Item(id="item:s:new", source="s", source_id="new", title_masked="新来信")])
            add_links(tx, [Link(source="item:s:new", kind="names_unit", target="unit:land", score=0.3)])
        self.alike(both)
        assert projected.nodes(["unit:housing"], CLERK)["unit:housing"].name == "住房和城乡建设局"
        assert projected.links(["unit:land"], viewer=CLERK) == [GraphLink("item:s:new", "names_unit", "unit:land", 0.3)]
