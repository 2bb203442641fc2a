"""Short titles (简称) an office gives to acts, beside those the acts came with (8.5)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from core.errors import InputError, NotFound
from core.law_names import plain_title
from core.viewer import Viewer
from records import audit
from records.citations import retry
from records.law_saving import find_regulations
from records.tables.law import regulation_name
from records.transactions import Tx, upsert


def add_alias(tx: Tx, viewer: Viewer, alias: str, title: str, *, now: datetime) -> tuple[str, int]:
    """The act's id and how many waiting citations the new short title resolved; an audit row says who gave it.

    Raises InputError for an empty alias and for a title of several acts, NotFound when there is no such act. A short
    title that several acts have stays ambiguous, with those acts as candidates.
    """
    name, found = plain_title(alias), find_regulations(tx, title)
    if len(name) < 2:
        raise InputError(f"简称“{alias}”太短", "请写至少两个字，例如：欠薪条例")
    if not found:
        raise NotFound(f"库中没有“{title}”", "请写全称，或先读入这部法规")
    if len(found) > 1:
        titles = "、".join(f"《{one.title}》" for one in found)
        raise InputError(f"“{title}”对应 {len(found)} 部法规：{titles}", "请写其中一部的全称")
    upsert(tx, regulation_name, [{"name": name, "regulation_id": found[0].id}])
    audit.record(tx, viewer, "law_alias", found[0].id, now=now, reason=name)
    return found[0].id, retry(tx, found[0].id, now=now)


def drop_alias(tx: Tx, alias: str, regulation_id: str) -> bool:
    """Whether the act had this short title; its own titles come back with the next import."""
    here = (regulation_name.c.name == plain_title(alias), regulation_name.c.regulation_id == regulation_id)
    return tx.execute(sa.delete(regulation_name).where(*here)).rowcount > 0
