"""What a person says of a hit is kept with the name, moves the order, is audited and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework import feedback
from casework.feedback import Said
from casework.worker import settle
from core.errors import Conflict, Forbidden, InputError
from records.audit import audit_rows
from records.typed_queries import typed_queries
from search.asking import Query
from tests.casework.offices import NOW, PREPARER, letter, office_with

TEXTS = ("兰溪苑交房多年没有房产证，开发商不办", "清河苑房产证办不下来，少了竣工资料", "滨江里没有房产证，孩子上不了学")


def test_a_verdict_moves_a_hit_until_it_is_taken_back(tmp_path: Path) -> None:
    letters = [
        letter(n, content=t, content_masked=t, title_masked="办证", state="concluded") for n, t in enumerate(TEXTS)
    ]
    office = office_with(tmp_path, letters)
    settle(office)
    query = Query(text="房产证办不下来，电话13900000000")
    said = feedback.say(office, PREPARER, Said(query=query, hit="item:demo:2", verdict="useless"), now=NOW)
    assert "13900000000" not in said.text and said.person == PREPARER.name
    moved = feedback.effect(office, PREPARER, query, "item:demo:2")
    assert moved.after >= moved.before > 0 and "计入后排第" in moved.sentence
    (shown,) = feedback.said_so_far(office, PREPARER)
    assert shown.share < 0 and shown.hit.endswith("办证") and shown.asked == said.text
    feedback.undo(office, PREPARER, said.id, now=NOW)
    with pytest.raises(Conflict):
        feedback.undo(office, PREPARER, said.id, now=NOW)
    assert feedback.said_so_far(office, PREPARER) == []
    assert len(feedback.said_so_far(office, PREPARER, live=False)) == 1
    with office.database.read() as tx:
        assert [row.action for row in audit_rows(tx, object=said.id)] == ["feedback_undo", "feedback"]
    office.close()


def test_nothing_is_learned_from_accusations_or_nothing(tmp_path: Path) -> None:
    office = office_with(tmp_path, [letter(1), letter(2)])
    accusing = "举报王局长收受贿赂十万元"
    with pytest.raises(Forbidden, match="检举控告"):
        feedback.say(office, PREPARER, Said(query=Query(text=accusing), hit="item:demo:1", verdict="useful"), now=NOW)
    with pytest.raises(InputError, match="哪次检索"):
        feedback.say(office, PREPARER, Said(query=Query(), hit="item:demo:1", verdict="useful"), now=NOW)
    feedback.note_typed(office, accusing, corpus="petitions", similar=0, now=NOW)
    feedback.note_typed(office, "水表空转 13900000000", corpus="petitions", similar=0, now=NOW)
    with office.database.read() as tx:
        assert [one.text for one in typed_queries(tx)] == ["水表空转 [手机号]"]
    office.close()
