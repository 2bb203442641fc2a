"""Doubtful accusations: hidden until a named person decides, and then hidden for good or seen by all."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework import doubts
from core.errors import Forbidden, InputError, NotFound
from core.viewer import Viewer
from records.accounts import Account, add_account, find_account, viewer_of
from records.items import items
from records.reviews import Review, ask
from tests.casework.offices import NOW, PREPARER, letter, office_with


def test_a_named_person_decides(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1, restricted="doubtful"), letter(2, restricted="doubtful"), letter(3)])
    with office.database.write() as tx:
        ask(tx, [Review(kind="accusation", subject=f"item:demo:{n}") for n in (1, 2)], now=NOW)
        add_account(tx, Account(name="联络员", role="discipline_liaison", unit_id="unit:JW", created_at=NOW))
    assert doubts.waiting(office) == 2
    assert doubts.mine(office, PREPARER, limit=10) == []
    with pytest.raises(Forbidden, match="没有账号"):
        doubts.hand_out(office, PREPARER, "无此人", now=NOW)
    with pytest.raises(Forbidden, match="不能把这类来信交给自己"):
        doubts.hand_out(office, PREPARER, PREPARER.name, now=NOW)
    assert doubts.hand_out(office, PREPARER, "联络员", now=NOW) == 2
    handler = _viewer(office)
    listed = doubts.mine(office, handler, limit=10)
    assert len(listed) == 2
    with pytest.raises(InputError, match="理由"):
        doubts.decide(office, handler, listed[0][0].id, accusation=True, reason=" ", now=NOW)
    with pytest.raises(NotFound):
        doubts.decide(office, PREPARER, listed[0][0].id, accusation=False, reason="想看", now=NOW)
    by_subject = {one.subject: one.id for one, _ in listed}
    doubts.decide(office, handler, by_subject["item:demo:1"], accusation=True, reason="反映收受红包", now=NOW)
    doubts.decide(office, handler, by_subject["item:demo:2"], accusation=False, reason="只反映收费", now=NOW)
    with office.database.read() as tx:
        assert set(items(tx, PREPARER, [f"item:demo:{n}" for n in (1, 2, 3)])) == {"item:demo:2", "item:demo:3"}
    assert doubts.waiting(office) == 0
    office.close()


def _viewer(office) -> Viewer:
    with office.database.read() as tx:
        account = find_account(tx, "联络员")
        assert account is not None
        return viewer_of(tx, account)


def test_a_letter_is_handed_to_one_person_and_never_to_the_accused_unit(tmp_path: Path) -> None:
    office = office_with(
        tmp_path,
        [
            letter(1, restricted="doubtful"),
            letter(2, restricted="doubtful", respondent_text="青湄县自然资源和规划局"),
        ],
    )
    with office.database.write() as tx:
        words = {"words": [[0, 2, "包庇"], [5, 7, "局长"]]}
        ask(tx, [Review(kind="accusation", subject=f"item:demo:{n}", evidence=words) for n in (1, 2)], now=NOW)
        for name, unit in (("本单位", "unit:ZRZY"), ("联络员", "unit:JW")):
            add_account(tx, Account(name=name, unit_id=unit, created_at=NOW))
    assert doubts.not_handed_out(office) == 2
    assert doubts.hand_out(office, PREPARER, "本单位", now=NOW) == 1
    assert doubts.not_handed_out(office) == 1
    assert doubts.hand_out(office, PREPARER, "联络员", now=NOW) == 1, "what somebody handles is not handed out again"
    found = doubts.mine(office, _viewer(office), limit=10)
    assert [one.subject for one, _ in found] == ["item:demo:2"]
    assert doubts.signs(found[0][0]) == ("包庇", "局长")
    assert doubts.not_handed_out(office) == 0
    office.close()
