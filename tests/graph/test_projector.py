"""The projection against a real Neo4j that goes away, changes hands, or is a copy of another time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import IndexMismatch, SettingsError, Unavailable
from core.petition import Item
from core.settings import Settings
from graph import cypher
from graph.neo4j_graph import Neo4jGraph
from graph.neo4j_server import start, stop
from graph.neo4j_store import Stamp, Statement
from graph.projector import apply_graph_marks, rebuild_graph
from graph.sql_store import SqlGraph
from records.database import Database, open_database
from records.items import save_items, update_item
from records.marks import backlog, projected
from tests.graph.office import CLERK, NOW, fill

pytestmark = pytest.mark.service


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def graph(neo4j_settings: Settings, database: Database) -> Iterator[Neo4jGraph]:
    made = Neo4jGraph(neo4j_settings, database)
    yield made
    made.close()


def catch_up(database: Database, graph: Neo4jGraph) -> int:
    total = 0
    while applied := apply_graph_marks(database, graph, 500, now=NOW):
        total += applied
    return total


def letter(number: int) -> Item:
    return Item(id=f"item:s:late{number}", source="s", source_id=f"late{number}", title_masked=f"迟到的信{number}")


def waiting(database: Database) -> int:
    with database.read() as tx:
        return backlog(tx)["graph"]


def sizes(graph: Neo4jGraph) -> tuple[int, int]:
    nodes = graph.store.read(Statement(f"MATCH (n:{cypher.NODE}) RETURN count(n) AS n"))[0]["n"]
    links = graph.store.read(Statement(f"MATCH (:{cypher.NODE})-[r]->() RETURN count(r) AS n"))[0]["n"]
    return nodes, links


def test_petitions_come_in_while_neo4j_is_stopped(database, graph, neo4j_server, neo4j_runtime):
    catch_up(database, graph)
    before = sizes(graph)
    stop(neo4j_server)
    try:
        for number in range(3):
            with database.write() as tx:
                assert save_items(tx, [letter(number)], lane="interactive").new == 1
        with pytest.raises(Unavailable, match=r"连不上 Neo4j（bolt://127\.0\.0\.1:\d+）"):
            apply_graph_marks(database, graph, now=NOW)
        with pytest.raises(Unavailable, match="登记和检索不受影响"):
            graph.nodes(["unit:housing"], CLERK)
        status = graph.status()
        assert not status.ok
        assert status.waiting == 3
        assert "3 项变更等待写入" in status.detail
        assert waiting(database) == 3
    finally:
        start(neo4j_server, neo4j_runtime)
    assert catch_up(database, graph) == 3
    assert waiting(database) == 0
    assert sizes(graph) == (before[0] + 3, before[1])
    assert graph.nodes(["item:s:late2"], CLERK)["item:s:late2"].name == "迟到的信2"
    assert graph.status().ok


def test_a_wrong_password_is_said_in_chinese(database, neo4j_settings):
    shut_out = Neo4jGraph(replace(neo4j_settings, neo4j_password="wrong-password"), database)
    with pytest.raises(SettingsError, match="Neo4j 的用户名或密码不对") as raised:
        apply_graph_marks(database, shut_out, now=NOW)
    assert "neo4j_password" in raised.value.hint
    assert "用户名或密码不对" in shut_out.status().detail
    shut_out.close()


@pytest.mark.parametrize("uri", ["127.0.0.1:7687", "http://127.0.0.1:7687", "bolt://127.0.0.1:port"])
def test_an_address_that_cannot_work_is_a_setting_error(database, neo4j_settings, uri):
    with pytest.raises(SettingsError, match=r"Neo4j 的地址 .+ 不能用"):
        Neo4jGraph(replace(neo4j_settings, neo4j_uri=uri), database)


def test_a_database_name_that_is_not_there(database, neo4j_settings):
    lost = Neo4jGraph(replace(neo4j_settings, neo4j_database="petitions"), database)
    with pytest.raises(SettingsError, match="没有名为 petitions 的库"):
        lost.nodes(["unit:housing"], CLERK)
    lost.close()


def test_nobody_at_the_address(database, neo4j_settings):
    nobody = Neo4jGraph(replace(neo4j_settings, neo4j_uri="bolt://127.0.0.1:1"), database)
    with pytest.raises(Unavailable, match="make neo4j"):
        nobody.verify()
    nobody.close()


def test_the_graph_of_another_database_is_left_alone_until_told(database, graph, neo4j_settings, tmp_path):
    catch_up(database, graph)
    before = sizes(graph)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    newcomer = Neo4jGraph(neo4j_settings, other)
    with pytest.raises(IndexMismatch, match="另一个数据库的图谱，没有改动它"):
        apply_graph_marks(other, newcomer, now=NOW)
    with pytest.raises(IndexMismatch):
        newcomer.nodes(["unit:housing"], CLERK)
    assert sizes(graph) == before
    assert rebuild_graph(other, newcomer, now=NOW) == 0
    assert sizes(graph) == (0, 0)
    assert catch_up(other, newcomer) == 0
    newcomer.close()
    other.close()


def test_an_older_copy_of_neo4j_is_written_anew(database, graph):
    catch_up(database, graph)
    whole = sizes(graph)
    graph.store.write([Statement(f"MATCH (n:{cypher.NODE}) WHERE n.kind = 'item' DETACH DELETE n")])
    graph.store.write([Statement(cypher.WRITE_META, {"uuid": database.uuid, "generation": "0"})])
    assert catch_up(database, graph) > 0
    assert sizes(graph) == whole


def test_a_batch_cut_off_before_it_was_noted_is_no_reason_to_start_over(database, graph):
    catch_up(database, graph)
    with database.read() as tx:
        noted = projected(tx, "graph")
    ahead = Stamp(database.uuid, str(int(noted.generation) + 1))
    graph.store.write([Statement(cypher.WRITE_META, {"uuid": ahead.database_uuid, "generation": ahead.generation})])
    assert apply_graph_marks(database, graph, now=NOW) == 0
    assert waiting(database) == 0


def test_applying_again_changes_nothing(database, graph):
    catch_up(database, graph)
    whole = sizes(graph)
    rebuild_graph(database, graph, now=NOW)
    catch_up(database, graph)
    assert sizes(graph) == whole


def test_foreign_data_in_the_same_database_stay(database, graph):
    graph.store.write([Statement("CREATE (:SiteOwn {id: 'unit:housing', name: '别的系统的数据'})")])
    catch_up(database, graph)
    rebuild_graph(database, graph, now=NOW)
    rows = graph.store.read(Statement("MATCH (n:SiteOwn) RETURN n.name AS name"))
    graph.store.write([Statement("MATCH (n:SiteOwn) DELETE n")])
    assert rows == [{"name": "别的系统的数据"}]


def test_a_neo4j_taken_into_use_after_the_embedded_graph_is_written_anew(database, graph):
    catch_up(database, graph)
    with database.write() as tx:
        save_items(tx, [letter(7)])
    assert apply_graph_marks(database, SqlGraph(database), now=NOW) == 1
    assert waiting(database) == 0
    catch_up(database, graph)
    assert "item:s:late7" in graph.nodes(["item:s:late7"], CLERK)


def test_a_mark_set_while_the_batch_was_written_waits_for_the_next(database, graph, monkeypatch):
    catch_up(database, graph)
    with database.write() as tx:
        save_items(tx, [letter(8)])
    write = graph.store.write

    def write_and_change(statements):
        monkeypatch.undo()
        with database.write() as tx:
            update_item(tx, "item:s:late8", title_masked="改过的信")
        return write(statements)

    monkeypatch.setattr(graph.store, "write", write_and_change)
    apply_graph_marks(database, graph, now=NOW)
    assert waiting(database) == 1
    catch_up(database, graph)
    assert graph.nodes(["item:s:late8"], CLERK)["item:s:late8"].name == "改过的信"
