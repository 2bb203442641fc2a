"""An office on a real Neo4j: the server goes and comes back, petitions do not wait, both graphs end up the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from casework.doctor import examine
from casework.erase import erase
from casework.office import Office, open_office
from casework.projections import Projections
from casework.status import office_status
from casework.worker import rebuild, settle, take_over_neo4j, work
from core.errors import Unavailable
from core.settings import Settings
from core.viewer import OFFICE, WORKER, Viewer
from graph.ego import ego
from graph.neo4j_graph import Neo4jGraph
from graph.neo4j_server import Runtime, Server, start, stop
from graph.neo4j_store import Statement
from graph.sql_store import SqlGraph
from records.nodes import nodes
from tests.casework.working import NOW, found, letters, read_in, until, waiting
from tests.graph.office import ACCUSATIONS, CLERK, HANDLER, fill

pytestmark = pytest.mark.service

CENTERS = ("class:property", "place:清河苑", "item:s:00", "unit:housing")


@contextmanager
def working(office: Office) -> Iterator[None]:
    """A worker of this process, so that a test can watch it; its own office, as another process would have."""
    own, stopped = open_office(office.settings), threading.Event()
    thread = threading.Thread(target=work, args=(own,), kwargs={"stop": stopped})
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
        own.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Office]:
    """An office that gives its connections back however the test ends."""
    office = open_office(settings)
    try:
        yield office
    finally:
        office.close()


def the_same(office: Office, viewer: Viewer) -> bool:
    """True when Neo4j and the embedded graph answer alike, node by node and link by link."""
    embedded = SqlGraph(office.database)
    with office.database.read() as tx:
        centers = nodes(tx, viewer, (*CENTERS, "item:letters:L3"))
    for center in centers:
        if ego(office.graph, center, viewer, hops=2, cap=80) != ego(embedded, center, viewer, hops=2, cap=80):
            return False
        ours = [graph.links([center], viewer=viewer, limit=500) for graph in (office.graph, embedded)]
        if ours[0] != ours[1] or not ours[0]:
            return False
    return list(office.graph.export((), viewer)) == list(embedded.export((), viewer))


def test_petitions_come_in_while_the_server_is_stopped(
    neo4j_settings: Settings, neo4j_server: Server, neo4j_runtime: Runtime
) -> None:
    with opened(neo4j_settings) as office:
        fill(office.database)
        with working(office):
            until(lambda: waiting(office)["graph"] == 0, "the graph is written")
            status = office_status(office, OFFICE)
            assert (status.graph_name, status.graph_problem) == ("Neo4j", "")
            stop(neo4j_server)
            try:
                report = read_in(office, letters(office.home / "letters.csv", 120))
                assert report.new == 120
                settle(office, vectors=False)  # search does not wait for the graph
                assert found(office, "湄水云居小区电梯停运")
                until(lambda: "关系图谱" in office_status(office, OFFICE).worker_problems, "the worker says so")
                status = office_status(office, OFFICE)
                assert "连不上 Neo4j" in status.graph_problem and "登记不受影响" in status.graph_problem
                assert status.waiting["graph"] >= 120 and "项变更等待写入" in status.graph_problem
                assert "关系图谱" not in status.index_problem
                told = {one.name: one for one in examine(office)}
                assert not told["关系图谱"].ok and not told["后台任务·关系图谱"].ok and told["检索索引"].ok
            finally:
                start(neo4j_server, neo4j_runtime)
            until(lambda: waiting(office)["graph"] == 0, "the graph has caught up")
            until(lambda: not office_status(office, OFFICE).worker_problems, "all is well again")
        assert office_status(office, OFFICE).graph_problem == ""
        assert the_same(office, CLERK) and the_same(office, HANDLER)
        assert len(ego(office.graph, ACCUSATIONS[0], HANDLER).nodes) > 1


def test_rebuilding_writes_what_was_lost_and_erasing_reaches_it(neo4j_settings: Settings) -> None:
    with opened(neo4j_settings) as office:
        fill(office.database)
        read_in(office, letters(office.home / "letters.csv", 20))
        projections = Projections(office)
        while projections.graph():
            pass
        assert the_same(office, CLERK)
        assert isinstance(office.graph, Neo4jGraph)
        office.graph.store.write(
            [Statement("MATCH (n:PetitionNode) WHERE n.id STARTS WITH 'item:s:1' DETACH DELETE n")]
        )
        assert not the_same(office, CLERK)
        assert rebuild(office) > 0
        while projections.graph():
            pass
        assert the_same(office, CLERK) and the_same(office, HANDLER)
        erase(office, "item:letters:L3", basis="《个人信息保护法》第四十七条", persons=("张三", "李四"), now=NOW)
        rows = office.graph.store.read(Statement("MATCH (n) WHERE n.id = 'item:letters:L3' RETURN n.id AS id"))
        assert rows == []


def test_the_graph_of_another_office_is_left_alone_until_taken_over(neo4j_settings: Settings, tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path / "second", neo4j_uri=neo4j_settings.neo4j_uri, neo4j_password=neo4j_settings.neo4j_password
    )
    with opened(neo4j_settings) as first, opened(settings) as second:
        fill(first.database)
        while Projections(first).graph():
            pass
        read_in(second, letters(settings.home / "letters.csv", 5))
        with pytest.raises(Unavailable, match=r"检索已重建，Neo4j 没有重写：.*另一个数据库"):
            rebuild(second)
        assert found(second, "讨薪")
        assert the_same(first, CLERK)
        assert take_over_neo4j(second) > 0
        while Projections(second).graph():
            pass
        assert office_status(second, WORKER).graph_problem == ""
        assert "另一个数据库" in office_status(first, WORKER).graph_problem


def test_a_wrong_password_is_said_and_search_goes_on(tmp_path: Path, neo4j_server: Server) -> None:
    with opened(Settings(home=tmp_path, neo4j_uri=neo4j_server.uri, neo4j_password="wrong")) as office:
        with working(office):
            read_in(office, letters(tmp_path / "letters.csv", 5))
            until(lambda: "关系图谱" in office_status(office, OFFICE).worker_problems, "the worker says so")
            settle(office, vectors=False)
        assert found(office, "讨薪")
        told = {one.name: one for one in examine(office)}["关系图谱"]
        assert not told.ok and "密码" in told.seen and "neo4j_" in told.next_step
    with opened(replace(office.settings, neo4j_password=neo4j_server.password)) as right:
        # Neo4j refuses everybody for some seconds after several wrong passwords; the next test shall not meet that.
        until(lambda: "密码" not in right.graph.status().detail, "Neo4j lets the right password in again")
