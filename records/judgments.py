"""Judgments (使用反馈): 有用/无用 of a hit for a question, 同/不同 of two petitions, by whom, when, undone when.

A question is a petition, or a typed text under the hash of its masked words. Of one person there is at most one live
judgment of a (question, hit); a new one undoes the old, nothing is overwritten. Accusations are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import Conflict, Forbidden, InputError, NotFound
from core.ids import short_hash
from core.viewer import Viewer
from records.tables.learning import judgment as table
from records.tables.petitions import RESTRICTED, item
from records.transactions import Tx, add, as_row, page, select_among
from records.visibility import not_hidden, visible

HIT_VERDICTS = {"useful": "有用", "useless": "无用"}
PAIR_VERDICTS = {"same": "同", "not_same": "不同"}
VERDICTS = HIT_VERDICTS | PAIR_VERDICTS
ORIGINS = {"page": "页面", "command": "命令", "bench": "阈值台", "issue": "共性问题"}
_ANY = sa.select(sa.exists().where(table.c.undone_at.is_(None)))
TEXT = "text:"
"""What ids of typed questions begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """`person` said `verdict` of `hit` (a petition or an article) for `asked`; of a pair `asked` is the lower id.

    `text` is the masked text of a typed question, empty where `asked` is a petition.
    """

    person: str
    asked: str
    hit: str
    verdict: str
    text: str = ""
    origin: str = "page"
    at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str = ""
    id: str = ""

    @property
    def of_pair(self) -> bool:
        """True for 同/不同, False for 有用/无用."""
        return self.verdict in PAIR_VERDICTS

    @property
    def live(self) -> bool:
        """True until it is undone."""
        return self.undone_at is None


def text_id(masked: str) -> str:
    """The id of a typed question: `text:` and the hash of its masked words."""
    return f"{TEXT}{short_hash(' '.join(masked.split()))}"


def judge(tx: Tx, viewer: Viewer, said: Judgment, *, now: datetime) -> Judgment:
    """The judgment as it is kept; the same one said again stays as it was, another one takes its place.

    Raises InputError for an unknown verdict or an unnamed person, NotFound for what the viewer may not see,
    Forbidden for accusations, which nothing is learned from.
    """
    said = _checked(said)
    named = [one for one in (said.asked, said.hit) if one.startswith("item:")]
    if set(named) - (visible(tx, viewer, named) & _there(tx, named)):
        raise NotFound(f"没有信访件 {'、'.join(named)}，或者您无权查看", "请从检索结果里选择")
    if select_among(tx, sa.select(item.c.id).where(RESTRICTED), item.c.id, named):
        raise Forbidden("检举控告类信访件不参与使用反馈", "这类信件不进入检索和学习，请按专门程序办理")
    mine = (table.c.person == said.person, table.c.asked == said.asked, table.c.hit == said.hit)
    before = tx.execute(sa.select(table).where(*mine, _kind_is(said), table.c.undone_at.is_(None))).first()
    if before is not None and before.verdict == said.verdict:
        return _judgment(before)
    if before is not None:
        _end(tx, before.id, person=said.person, now=now)
    times = int(tx.scalar(sa.select(sa.func.count()).select_from(table).where(*mine)) or 0)
    id_ = f"judgment:{short_hash(said.person, said.asked, said.hit, str(times))}"
    add(tx, table, as_row(said, table, id=id_, at=now))
    return judgment(tx, viewer, id_)


def _checked(said: Judgment) -> Judgment:
    if said.verdict not in VERDICTS:
        raise InputError(f"不认识的反馈：{said.verdict}", f"可用：{'、'.join(VERDICTS)}")
    if not said.person.strip():
        raise InputError("使用反馈要有具名的人", "请先登录，或用 --person 写明姓名")
    if not said.asked or not said.hit or said.asked == said.hit:
        raise InputError("反馈要写明问的是什么、评的是哪一条", "两者不能是同一件")
    if not said.of_pair:
        return said
    if not (said.asked.startswith("item:") and said.hit.startswith("item:")):
        raise InputError("“同/不同”只能评两件信访件", "例如：item:office:001 与 item:office:002")
    one, other = sorted((said.asked, said.hit))
    return Judgment(person=said.person, asked=one, hit=other, verdict=said.verdict, origin=said.origin)


def _there(tx: Tx, ids: list[str]) -> set[str]:
    rows = select_among(tx, sa.select(item.c.id).where(item.c.erased.is_(False)), item.c.id, ids)
    return {row.id for row in rows}


def _kind_is(said: Judgment) -> sa.ColumnElement[bool]:
    return table.c.verdict.in_(PAIR_VERDICTS if said.of_pair else HIT_VERDICTS)


def judgment(tx: Tx, viewer: Viewer, judgment_id: str) -> Judgment:
    """The judgment with this id. Raises NotFound."""
    row = tx.execute(sa.select(table).where(table.c.id == judgment_id, _shown(tx, viewer))).first()
    if row is None:
        raise NotFound(f"没有反馈 {judgment_id}", "请用 feedback list 查看清单")
    return _judgment(row)


def undo_judgment(tx: Tx, viewer: Viewer, judgment_id: str, *, now: datetime) -> Judgment:
    """The judgment, undone by the viewer; it counts no more. Raises NotFound, Conflict when it was undone before."""
    found = judgment(tx, viewer, judgment_id)
    if not found.live:
        raise Conflict(f"这条反馈已由 {found.undone_by} 撤销", "无需再次撤销")
    _end(tx, judgment_id, person=viewer.name, now=now)
    return judgment(tx, viewer, judgment_id)


def _end(tx: Tx, judgment_id: str, *, person: str, now: datetime) -> None:
    values = {"undone_at": now, "undone_by": person}
    tx.execute(sa.update(table).where(table.c.id == judgment_id).values(values))


def judgments(
    tx: Tx, viewer: Viewer, *, live: bool = True, hit: str = "", limit: int | None = None, offset: int = 0
) -> list[Judgment]:
    """Judgments of what the viewer may see, newest first; `live` ones alone unless asked otherwise."""
    statement = sa.select(table).where(_shown(tx, viewer)).order_by(table.c.at.desc(), table.c.id)
    if live:
        statement = statement.where(table.c.undone_at.is_(None))
    if hit:
        statement = statement.where(table.c.hit == hit)
    return [_judgment(row) for row in tx.execute(page(statement, limit, offset))]


def count_judgments(tx: Tx, viewer: Viewer, *, live: bool = True) -> int:
    """How many judgments the viewer may see."""
    statement = sa.select(sa.func.count()).select_from(table).where(_shown(tx, viewer))
    return int(tx.scalar(statement.where(table.c.undone_at.is_(None)) if live else statement) or 0)


def judgments_about(tx: Tx, ids: Iterable[str]) -> list[tuple[Judgment, str]]:
    """Live judgments whose hit, or either side of a pair, is one of `ids`, by id; with the matter of what was asked.

    A pair comes with each of its sides among `ids` as the hit, so that it speaks for both.
    """
    shut = sa.select(item.c.id).where(RESTRICTED)
    statement = (
        sa.select(table)
        .where(table.c.undone_at.is_(None), table.c.asked.not_in(shut), table.c.hit.not_in(shut))
        .order_by(table.c.id)
    )
    wanted = set(ids)
    if not tx.scalar(_ANY):
        return []
    found = [_judgment(row) for row in select_among(tx, statement, table.c.hit, wanted)]
    pairs = statement.where(table.c.verdict.in_(PAIR_VERDICTS))
    turned = [_judgment(row) for row in select_among(tx, pairs, table.c.asked, wanted)]
    found += [replace(one, asked=one.hit, hit=one.asked) for one in turned]
    asked = {one.asked for one in found if one.asked.startswith("item:")}
    rows = select_among(tx, sa.select(item.c.id, item.c.matter_id), item.c.id, asked)
    matters = {row.id: row.matter_id for row in rows}
    return sorted(((one, matters.get(one.asked, "")) for one in found), key=lambda both: (both[0].id, both[0].hit))


def judged_pairs(tx: Tx, viewer: Viewer) -> dict[tuple[str, str], str]:
    """(lower id, higher id) → same or not_same as most persons said; pairs they are evenly split over are left out."""
    votes: dict[tuple[str, str], int] = {}
    for one in judgments(tx, viewer):
        if one.of_pair:
            pair = (one.asked, one.hit)
            votes[pair] = votes.get(pair, 0) + (1 if one.verdict == "same" else -1)
    return {pair: "same" if sum_ > 0 else "not_same" for pair, sum_ in sorted(votes.items()) if sum_}


def _shown(tx: Tx, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Accusations are shown to nobody here, also those that became known as such later."""
    shut = sa.select(item.c.id).where(RESTRICTED)
    open_ = (table.c.asked.not_in(shut), table.c.hit.not_in(shut))
    return sa.and_(*open_, not_hidden(tx, viewer, table.c.asked, table.c.hit))


def _judgment(row: sa.Row[Any]) -> Judgment:
    return Judgment(**row._mapping)
