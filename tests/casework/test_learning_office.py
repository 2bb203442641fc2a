"""Words from use and the threshold bench in an office: decided by name, effect shown, the old index serving."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from casework import threshold, word_review
from casework.feedback import note_typed
from casework.office import FOLDER, Office
from casework.recut import recut
from casework.worker import settle
from core.errors import Conflict, InputError
from core.petition import Unit
from records.audit import audit_rows, verify
from records.bridges import Bridge, bridges
from records.marks import backlog
from records.office_settings import setting
from records.units import save_units
from search.asking import Query
from search.precedents import find_precedents
from tests.casework.offices import NOW, PREPARER, letter, office_with

TEXTS = (
    "住在湄澜苑的人都说停水，水泵坏了。",
    "湄澜苑停水三天，没人修。",
    "请修湄澜苑的水泵。",
    "去年搬到湄澜苑，电梯常坏。",
    "湄江城市管理综合执法局没人接电话。",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    letters = [letter(n, content=t, content_masked=t, title_masked="", state="concluded") for n, t in enumerate(TEXTS)]
    made = office_with(tmp_path, letters)
    with made.database.write() as tx:
        save_units(tx, [Unit(id="unit:CG", code="CG", name="湄江城市管理综合执法局")])
    settle(made)
    yield made
    made.close()


def test_a_word_goes_into_the_dictionary_while_the_old_index_serves(office: Office) -> None:
    assert word_review.look_for_words(office, now=NOW) > 0
    assert word_review.look_for_words(office, now=NOW) == 0
    waiting = {one.proposal.word: one for one in word_review.waiting_words(office, PREPARER)}
    assert "湄澜苑" in waiting and len(waiting["湄澜苑"].examples) == 3
    with pytest.raises(InputError):
        word_review.decide(office, PREPARER, "湄澜苑", "accept", reason=" ", now=NOW)
    word_review.decide(office, PREPARER, "湄澜苑", "accept", reason="小区俗称", now=NOW)
    with pytest.raises(Conflict):
        word_review.decide(office, PREPARER, "湄澜苑", "accept", reason="小区俗称", now=NOW)
    told: list[int] = []

    def progress(done: int, total: int, message: str) -> bool:
        assert len(find_precedents(office.database, office.index, PREPARER, Query(text="湄澜苑停水")).hits) == 5
        told.append(done)
        return True

    done = recut(office, PREPARER, progress)
    assert done.switched and told and done.change is not None and done.change.applied_by == PREPARER.name
    assert "湄澜苑" in office.index.dictionary.words and "湄澜苑" in office.index.terms("湄澜苑停水")
    assert len(find_precedents(office.database, office.index, PREPARER, Query(text="湄澜苑停水")).hits) == 5
    with office.database.read() as tx:
        folder = setting(tx, FOLDER)
        assert not any(backlog(tx)[name] for name in ("words", "vectors")), "nothing is done twice"
        assert verify(tx).ok and "word_accept" in {row.action for row in audit_rows(tx)}
    assert sorted(one.name for one in office.home.glob("index*")) == [folder]
    assert recut(office, PREPARER, progress).said == "词典没有变化"
    word_review.decide(office, PREPARER, "湄澜苑", "undo", reason="写错了", now=NOW)
    assert recut(office, PREPARER, progress).switched and "湄澜苑" not in office.index.dictionary.words


def test_an_alias_counts_at_once_and_shows_what_it_changes(office: Office) -> None:
    note_typed(office, "湄江城管局不接电话", corpus="petitions", similar=0, now=NOW)
    word_review.look_for_words(office, now=NOW)
    aliases = [one.proposal for one in word_review.waiting_words(office, PREPARER) if one.proposal.standard]
    assert all(one.standard == "湄江城市管理综合执法局" for one in aliases)
    bridge = Bridge(everyday="不给工钱", legal="拖欠劳动报酬", weight=0.5)
    word_review.decide_bridge(office, PREPARER, bridge, state="accepted", reason="常用说法", now=NOW)
    with office.database.read() as tx:
        assert bridges(tx) == {"不给工钱": [("拖欠劳动报酬", 0.5)]}


def test_the_bench_asks_learns_and_refuses_what_works_worse(tmp_path: Path) -> None:
    stories = ("{}停水三天没有人修水泵", "{}工地拖欠工资三个月不给", "{}夜里施工吵得睡不着")
    letters = []
    for n in range(24):
        text = stories[n % 3].format(("清溪苑", "望江里", "柳林村", "双杉镇")[n % 4]) + f"，第{n}次反映"
        letters.append(letter(n, content=text, content_masked=text, title_masked=text[:8]))
    office = office_with(tmp_path, letters)
    settle(office)
    with pytest.raises(InputError, match="至少"):
        threshold.choose(office, PREPARER, 0.5, reason="", now=NOW)
    first = threshold.bench(office, PREPARER)
    assert first.waiting and first.points == () and first.best is None
    for one, other, _ in first.waiting:
        same = int(one.source_id) % 3 == int(other.source_id) % 3
        threshold.label(office, PREPARER, (one.id, other.id), same=same, now=NOW)
    after = threshold.bench(office, PREPARER)
    assert after.labelled == len(first.waiting) and after.best is not None
    assert not {(a.id, b.id) for a, b, _ in first.waiting} & {(a.id, b.id) for a, b, _ in after.waiting}
    with pytest.raises(Conflict, match="没有启用"):
        threshold.choose(office, PREPARER, 0.99, reason="", now=NOW)
    done = threshold.choose(office, PREPARER, after.best.threshold, reason="", now=NOW)
    assert done.state == "applied" and not done.compared[0]["worse"]
    time.sleep(1.1)
    assert office.index.tuning.petitions.floor.letter == after.best.threshold
    assert threshold.undo(office, PREPARER, reason="试用后撤回", now=NOW + timedelta(hours=1)).state == "undone"
    time.sleep(1.1)
    assert office.index.tuning.petitions.floor.letter == after.present
    office.close()
