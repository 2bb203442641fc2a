"""A real Neo4j for the tests: started once for the whole run from pip packages, with a password, on loopback.

It never touches a server named by settings, and stops with the run.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Unavailable
from core.settings import Settings
from graph.neo4j_runtime import USER, prepare, server_in
from graph.neo4j_server import Runtime, Server, start, stop
from graph.neo4j_store import Neo4jStore


@pytest.fixture(scope="session")
def neo4j_runtime() -> Runtime:
    """Java and jars from the cache folder, fetched first when they are not there."""
    from tests.conftest import absent

    try:
        return prepare(Settings(home=Path.home()).cache)
    except Unavailable as error:
        absent(str(error))
        raise


@pytest.fixture(scope="session")
def neo4j_server(neo4j_runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running server; a test that stops it starts it again."""
    home = tmp_path_factory.mktemp("neo4j-home")
    server = start(server_in(home), neo4j_runtime)
    yield server
    stop(server)
    shutil.rmtree(home)


@pytest.fixture
def neo4j_settings(neo4j_server: Server, tmp_path: Path) -> Settings:
    """Settings of an office on the running server, which holds no graph yet."""
    settings = Settings(
        home=tmp_path, neo4j_uri=neo4j_server.uri, neo4j_user=USER, neo4j_password=neo4j_server.password
    )
    with closing(Neo4jStore(settings)) as store:
        store.prepare()
        store.clear()
    return settings
