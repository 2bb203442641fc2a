"""Erasing a petition (删除信访件): text, words, vectors, links, caches and exports go, the register row stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.office import Office
from casework.worker import settle
from core.errors import InputError, PetitionGraphError
from core.viewer import WORKER
from records import erasing
from records.documents import documents
from records.erasing import Tombstone


def erase(office: Office, item_id: str, *, basis: str, persons: Sequence[str], now: datetime) -> Tombstone:
    """The tombstone, after the item was erased everywhere and search was asked to prove it.

    Raises InputError unless two different persons and a legal basis are named, NotFound for an unknown item.
    """
    if len(set(persons)) != 2 or not basis.strip():
        raise InputError(
            "删除须有依据和两名不同的经办人", "例如：--basis 《个人信息保护法》第四十七条 --persons 张三,李四"
        )
    with office.database.write() as tx:
        papers = [paper.id for paper in documents(tx, WORKER, item_id=item_id)]
        stone = erasing.erase_item(tx, item_id, basis=basis, persons=(persons[0], persons[1]), now=now)
    for paper in papers:
        for export in (office.home / "exports").glob(f"*{paper.rpartition(':')[2]}*"):
            export.unlink()
    office.database.checkpoint()
    settle(office, vectors=False)
    if office.index.snapshot().table.number_of(item_id) >= 0:
        raise PetitionGraphError(f"{item_id} 还留在检索索引里", "请运行 python cli.py rebuild，再核对一次")
    return stone
