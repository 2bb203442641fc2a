"""Measures over the embedded graph of a small office, and the same answers over Neo4j."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from core.errors import Forbidden, InputError, NotFound
from core.petition import Item, Link, Node
from graph.ego import ego
from graph.export import export_graphml, export_jsonl
from graph.measures import central, communities, shared_by
from graph.neo4j_graph import Neo4jGraph
from graph.paths import connect
from graph.port import Graph
from graph.projector import apply_graph_marks
from graph.sql_store import SqlGraph
from records.database import Database, open_database
from records.items import save_items
from records.nodes import put_nodes
from tests.graph.office import ACCUSATIONS, ACCUSED, CLERK, HANDLER, NOW, add_links, fill


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('office') / 'office.db'}")
    fill(opened)
    crowd(opened)
    yield opened
    opened.close()


def crowd(database: Database) -> None:
    """Seven hundred letters of one dull class, two of which also name one rare respondent."""
    letters = [Item(id=f"item:c:{n:03}", source="c", source_id=f"{n:03}", title_masked=f"欠薪{n}") for n in range(700)]
    with database.write() as tx:
        put_nodes(tx, [Node(id="class:wages", kind="class", name="劳动报酬")])
        put_nodes(tx, [Node(id="respondent:安居建筑", kind="respondent", name="安居建筑")])
        save_items(tx, letters)
        links = [Link(source=one.id, kind="classified_as", target="class:wages", score=0.5) for one in letters]
        links += [Link(source=f"item:c:{n:03}", kind="complains_about", target="respondent:安居建筑") for n in (3, 400)]
        add_links(tx, links, ["class:wages", "respondent:安居建筑"])


@pytest.fixture
def graph(database: Database) -> Graph:
    return SqlGraph(database)


def test_the_surroundings_never_exceed_the_cap_and_count_the_rest(graph):
    around = ego(graph, "class:wages", CLERK, cap=200)
    assert len(around.nodes) + len(around.more) == 200
    (rest,) = around.more
    assert rest.count == 700 - (len(around.nodes) - 1)
    assert rest.label == f"还有 {rest.count} 件"
    assert (rest.anchor, rest.kind, rest.direction) == ("class:wages", "classified_as", "in")


@pytest.mark.parametrize("hops", [1, 2, 3])
@pytest.mark.parametrize("cap", [12, 40, 200])
@pytest.mark.parametrize("center", ["item:s:00", "unit:housing", "class:property", "item:c:003"])
def test_what_is_drawn_and_what_is_left_out_add_up(graph, center, hops, cap):
    around = ego(graph, center, CLERK, hops=hops, cap=cap)
    ids = {one.id for one in around.nodes}
    assert len(around.nodes) + len(around.more) <= cap
    assert around.nodes[0].id == center
    assert all(one.source in ids and one.target in ids for one in around.links)
    assert not ids & {*ACCUSATIONS, ACCUSED}
    totals = graph.counts([center], CLERK)[center]
    for (kind, direction), total in totals.items():
        near = "source" if direction == "out" else "target"
        drawn = sum(1 for one in around.links if one.kind == kind and getattr(one, near) == center)
        left = sum(
            one.count for one in around.more if (one.anchor, one.kind, one.direction) == (center, kind, direction)
        )
        assert drawn + left == total


def test_people_are_shown_but_never_opened_or_counted(graph):
    around = ego(graph, "item:s:00", CLERK, hops=3)
    people = {one.id for one in around.nodes if one.kind == "petitioner"}
    assert people
    assert not [one for one in around.more if one.anchor in people]
    alone = ego(graph, "petitioner:p1", CLERK, hops=2)
    assert [one.id for one in alone.nodes] == ["petitioner:p1"]
    assert not alone.links
    assert not alone.more
    assert "信访人不展开" in alone.note


def test_surroundings_of_what_one_may_not_see(graph):
    with pytest.raises(NotFound, match="或您无权查看"):
        ego(graph, ACCUSED, CLERK)
    assert len(ego(graph, ACCUSED, HANDLER).nodes) == 3
    with pytest.raises(NotFound):
        ego(graph, "item:nowhere", CLERK)


def test_a_path_says_each_step_and_avoids_the_dull_hub(graph):
    found = connect(graph, "item:c:003", "item:c:400", CLERK)
    assert [one.id for one in found.paths[0].nodes] == ["item:c:003", "respondent:安居建筑", "item:c:400"]
    assert found.paths[0].sentence == "信访件“欠薪3”反映被反映对象“安居建筑”；信访件“欠薪400”反映被反映对象“安居建筑”"
    assert not [one for way in found.paths for one in way.nodes if one.id == "class:wages"]


def test_only_a_dull_hub_is_no_connection(graph):
    found = connect(graph, "item:c:010", "item:c:020", CLERK)
    assert found.paths == ()
    assert found.note == "只通过很常见的节点相连（问题分类“劳动报酬”），说明不了什么"


def test_the_most_telling_path_comes_first(graph):
    found = connect(graph, "item:s:00", "item:s:01", CLERK)
    assert found.paths[0].nodes[1].id == "matter:m1"
    costs = [one.cost for one in found.paths]
    assert costs == sorted(costs)
    assert len(found.paths) <= 5


def test_a_person_is_met_only_between_the_two_ends(graph):
    same = connect(graph, "item:s:10", "item:s:20", CLERK, most=10)
    met = [one for way in same.paths for one in way.nodes if one.kind == "petitioner"]
    assert all(len(way.nodes) == 3 for way in same.paths if any(one.kind == "petitioner" for one in way.nodes))
    assert met
    assert "由同一信访人提出" in "".join(way.sentence for way in same.paths)
    with pytest.raises(Forbidden, match="不查询信访人"):
        connect(graph, "petitioner:p1", "item:s:00", CLERK)
    with pytest.raises(InputError, match="同一个节点"):
        connect(graph, "item:s:00", "item:s:00", CLERK)


def test_no_path_leads_through_an_accusation(graph):
    clerk = connect(graph, "item:s:02", "item:s:03", CLERK)
    assert not {one.id for way in clerk.paths for one in way.nodes} & {*ACCUSATIONS, ACCUSED}
    with pytest.raises(NotFound):
        connect(graph, "item:s:02", ACCUSATIONS[0], CLERK)
    assert connect(graph, "item:s:02", ACCUSATIONS[0], HANDLER).paths[0].cost <= 0.5


def test_what_two_cases_share_rarest_first(graph):
    found = shared_by(graph, "item:s:00", "item:s:05", CLERK)
    assert found[0].node.id == "article:物业管理条例:35"
    assert found[0].sentence == "都引用条文“物业管理条例 第三十五条”"
    assert {one.node.id for one in found} >= {"class:property", "unit:housing"}
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert shared_by(graph, "item:s:01", "item:s:02", CLERK)[0].kinds == ("same_matter_candidate",)
    person = [one for one in shared_by(graph, "item:s:00", "item:s:04", CLERK) if one.node.kind == "petitioner"]
    assert person[0].sentence == "都由同一信访人提出"


def test_communities_are_the_same_on_every_run(graph):
    ids = [f"item:s:{n:02}" for n in range(40)] + [f"item:c:{n:03}" for n in range(50)]
    found = communities(graph, ids, CLERK, smallest=1)
    assert found == communities(graph, list(reversed(ids)), CLERK, smallest=1)
    assert sorted(one for group in found for one in group.members) == sorted(ids)
    letters = next(group for group in found if "item:c:010" in group.members)
    assert not [one for one in letters.members if one.startswith("item:s:")]
    assert "class:wages" in {one.id for one in letters.shared}
    assert not [one for group in found for one in group.shared if one.kind == "petitioner"]


def test_central_units_and_never_people(graph):
    ids = [f"item:s:{n:02}" for n in range(40)]
    (first, *_) = central(graph, ids, "unit", CLERK)
    assert first.node.id == "unit:housing"
    assert first.links == 40
    for kind in ("petitioner", "respondent", "place", "item"):
        with pytest.raises(Forbidden, match="排名"):
            central(graph, ids, kind, CLERK)
    with pytest.raises(InputError, match="一次最多分析 10000 个节点"):
        central(graph, [f"item:{n}" for n in range(10_001)], "unit", CLERK)
    assert central(graph, [], "unit", CLERK) == ()


def test_export_as_lines_and_as_graphml(graph, tmp_path: Path):
    report = export_jsonl(graph, tmp_path / "out", CLERK)
    nodes = [json.loads(line) for line in (tmp_path / "out/nodes.jsonl").read_text(encoding="utf-8").splitlines()]
    links = [json.loads(line) for line in (tmp_path / "out/links.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (report.nodes, report.links) == (len(nodes), len(links))
    assert not {one["id"] for one in nodes} & {*ACCUSATIONS, ACCUSED, "petitioner:p1"}
    drawn = export_graphml(graph, tmp_path / "graph.graphml", CLERK)
    read = nx.read_graphml(tmp_path / "graph.graphml")
    assert (read.number_of_nodes(), drawn.links) == (report.nodes, report.links)
    assert read.nodes["place:𠮷祥苑"]["name"] == "𠮷祥苑"
    with pytest.raises(Forbidden):
        export_jsonl(graph, tmp_path / "people", CLERK, kinds=["petitioner"])
    assert not list((tmp_path / "people").glob("*"))


@pytest.mark.service
def test_measures_are_the_same_on_neo4j(database, graph, neo4j_settings):
    projected = Neo4jGraph(neo4j_settings, database)
    while apply_graph_marks(database, projected, now=NOW):
        pass
    ids = [f"item:s:{n:02}" for n in range(40)]
    for viewer in (CLERK, HANDLER):
        for center in ("item:s:00", "class:wages", "unit:housing"):
            assert ego(graph, center, viewer, hops=2) == ego(projected, center, viewer, hops=2)
        assert connect(graph, "item:s:00", "item:s:05", viewer) == connect(projected, "item:s:00", "item:s:05", viewer)
        assert shared_by(graph, "item:s:00", "item:s:05", viewer) == shared_by(
            projected, "item:s:00", "item:s:05", viewer
        )
        assert communities(graph, ids, viewer) == communities(projected, ids, viewer)
        assert central(graph, ids, "unit", viewer) == central(projected, ids, "unit", viewer)
    projected.close()
