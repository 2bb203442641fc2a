"""Erasing a petition (删除信访件): text, words, vectors, links, caches and copies go, the register row stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.copies import forget_rows_set_aside, forget_uploads
from casework.office import Office
from casework.projections import Projections
from casework.worker import settle_one
from core.errors import InputError, PetitionGraphError, Unavailable
from graph.neo4j_graph import Neo4jGraph
from records import erasing, vectors
from records.erasing import Tombstone
from records.marks import waits_for
from search.learned_store import FOLDER, forget


def erase(office: Office, item_id: str, *, basis: str, persons: Sequence[str], now: datetime) -> Tombstone:
    """The tombstone, after the item was erased everywhere and search was asked to prove it.

    Raises InputError unless two different persons and a legal basis are named, NotFound for an unknown item,
    Unavailable when a projection could not forget it yet; calling again goes on where it stopped.
    """
    if len(persons) != 2:
        raise InputError(
            "删除须有依据和两名不同的经办人", "例如：--basis 《个人信息保护法》第四十七条 --persons 张三,李四"
        )
    with office.database.write() as tx:
        stone = erasing.erase_item(tx, item_id, basis=basis, persons=(persons[0], persons[1]), now=now)
    forget_rows_set_aside(office, item_id)
    forget_uploads(office)
    forget(office.home / FOLDER)
    settle_one(office, item_id)
    with office.database.write() as tx:
        vectors.forget_entities(tx, [item_id])  # one made while the text was being erased
    if not office.database.checkpoint():
        raise Unavailable("有人正在读较早的资料，数据库日志还没有清空", "稍等片刻，再运行一次同样的删除")
    _prove(office, item_id)
    _leave_neo4j(office, item_id)
    return stone


def _prove(office: Office, item_id: str) -> None:
    now = office.index.snapshot()
    number = now.table.number_of(item_id)
    if number >= 0 and (now.table.alive[number] or now.vectors.has(number)):
        raise PetitionGraphError(f"{item_id} 还留在检索索引里", "请运行 python cli.py rebuild，再核对一次")


def _leave_neo4j(office: Office, item_id: str) -> None:
    if not isinstance(office.graph, Neo4jGraph):
        return
    try:
        while _waits(office, item_id) and Projections(office).graph():
            pass
    except PetitionGraphError as error:
        raise Unavailable(
            f"登记库和检索里已删除；Neo4j 里的副本还没有删：{error.detail}",
            "Neo4j 恢复后由后台任务自动删除，请届时核对",
        ) from error


def _waits(office: Office, item_id: str) -> bool:
    with office.database.read() as tx:
        return "graph" in waits_for(tx, item_id)
