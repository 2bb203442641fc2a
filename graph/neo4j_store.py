"""The connection to a Neo4j server: the only file that knows the driver. Cypher texts come from `cypher.py`.

One driver per process. Whatever the driver raises becomes ours here: a server that is away, a wrong password, a
database name that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import PetitionGraphError, SettingsError, Unavailable
from core.settings import Settings
from graph import cypher

if TYPE_CHECKING:  # the driver loads pandas where it finds it, which an office without Neo4j need not wait for
    from neo4j import Driver, ManagedTransaction
    from neo4j.exceptions import ClientError, DriverError, Neo4jError

RETRY_SECONDS = 5.0
"""How long the driver itself repeats a transaction before we say that the server is away."""
CLEAR_STEP = 5000
"""Nodes removed in one transaction when a graph is written anew."""
_ADDRESS = re.compile(r"(bolt|neo4j)(\+ssc|\+s)?://([^\s/:]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?/?")
_AWAY_HINT = "请确认 Neo4j 已启动（make neo4j），或检查设置 neo4j_uri；登记和检索不受影响，图谱恢复后会自动补上"
_LOGIN_HINT = "请检查设置 neo4j_user 和 neo4j_password；本机试用的密码在单位数据文件夹的 neo4j/password 中"


@dataclass(frozen=True, slots=True)
class Statement:
    """One Cypher text with its parameters."""

    text: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose graph lies in the Neo4j database and how far it was written."""

    database_uuid: str
    generation: str


class Neo4jStore:
    """One Neo4j database behind its driver."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError for an address no driver can take; does not connect yet."""
        self._settings = settings
        self._driver = _open_driver(settings)

    def close(self) -> None:
        """Closes all connections."""
        self._driver.close()

    def verify(self) -> None:
        """Returns when the server answers and lets us in. Raises Unavailable or SettingsError."""
        with _told_in_our_words(self._settings):
            self._driver.verify_connectivity()

    def prepare(self) -> None:
        """Makes the constraints that keep ids unique; they must be there before any data."""
        for text in cypher.CONSTRAINTS:
            self.write([Statement(text)])

    def read(self, statement: Statement) -> list[dict[str, Any]]:
        """The rows the statement returns, from one managed read transaction."""
        with (
            _told_in_our_words(self._settings),
            self._driver.session(database=self._settings.neo4j_database, default_access_mode="READ") as session,
        ):
            return session.execute_read(_rows, statement)

    def write(self, statements: Sequence[Statement]) -> list[dict[str, Any]]:
        """The rows of the last statement; all of them are done in one managed transaction, or none."""
        with (
            _told_in_our_words(self._settings),
            self._driver.session(database=self._settings.neo4j_database) as session,
        ):
            return session.execute_write(_all_rows, statements)

    def stamp(self) -> Stamp | None:
        """Whose graph this is; None for a database that never held one."""
        rows = self.read(Statement(cypher.READ_META))
        return Stamp(rows[0]["uuid"], rows[0]["generation"]) if rows else None

    def clear(self) -> None:
        """Removes our nodes, links and stamp in bounded steps; other data in the same database stay."""
        self.write([Statement(cypher.DELETE_META)])
        while self.write([Statement(cypher.CLEAR, {"limit": CLEAR_STEP})])[0]["removed"]:
            pass


def _open_driver(settings: Settings) -> Driver:
    if not _ADDRESS.fullmatch(settings.neo4j_uri):
        raise _address_error(settings)
    from neo4j import GraphDatabase
    from neo4j.exceptions import ConfigurationError

    try:
        return GraphDatabase.driver(
            settings.neo4j_uri,
            auth=(settings.neo4j_user, settings.neo4j_password),
            connection_timeout=RETRY_SECONDS,
            connection_acquisition_timeout=2 * RETRY_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        )
    except (ConfigurationError, ValueError) as error:
        raise _address_error(settings) from error


def _rows(tx: ManagedTransaction, statement: Statement) -> list[dict[str, Any]]:
    return tx.run(statement.text, statement.parameters).data()


def _all_rows(tx: ManagedTransaction, statements: Sequence[Statement]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for statement in statements:
        rows = _rows(tx, statement)
    return rows


@contextmanager
def _told_in_our_words(settings: Settings) -> Iterator[None]:
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _ours(error, settings) from error


def _ours(error: Neo4jError | DriverError, settings: Settings) -> PetitionGraphError:
    from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DatabaseError

    if isinstance(error, AuthError):
        return SettingsError("Neo4j 的用户名或密码不对", _LOGIN_HINT)
    if isinstance(error, ConfigurationError):
        return _address_error(settings)
    if isinstance(error, ClientError):
        return _refused(error, settings)
    if isinstance(error, DatabaseError):
        return Unavailable(f"Neo4j 服务器内部出错（{error.code}）", "请查看 Neo4j 的日志，必要时重新启动它")
    return Unavailable(f"连不上 Neo4j（{settings.neo4j_uri}）", _AWAY_HINT)


def _refused(error: ClientError, settings: Settings) -> PetitionGraphError:
    code = error.code or ""
    if code.endswith("DatabaseNotFound"):
        name = settings.neo4j_database
        return SettingsError(f"Neo4j 里没有名为 {name} 的库", "请检查设置 neo4j_database；社区版只有 neo4j 一个库")
    if code.endswith("AuthenticationRateLimit"):
        return Unavailable("Neo4j 因密码多次错误暂时拒绝登录", f"请稍等几秒再试。{_LOGIN_HINT}")
    if ".Security." in code:
        return SettingsError(f"Neo4j 的用户 {settings.neo4j_user} 没有所需的权限", _LOGIN_HINT)
    return Unavailable(f"Neo4j 没有执行这一步（{code}）", "请把这条信息和 Neo4j 的日志交给维护人员")


def _address_error(settings: Settings) -> SettingsError:
    hint = '写法如 neo4j_uri = "bolt://127.0.0.1:7687"；也可以用 bolt+s://、neo4j://、neo4j+s:// 开头'
    return SettingsError(f"Neo4j 的地址 {settings.neo4j_uri} 不能用", hint)
