from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.errors import InputError
from core.viewer import OFFICE
from ingest.intake import register_petition
from ingest.petitions import Desk, ingest_petitions
from records.links import links_of
from records.marks import take_marks
from tests.ingest.test_killed import letters

LETTER = {
    "title": "物业费乱涨价",
    "content": "清河苑小区物业公司乱涨物业费，请住建局查处。",
    "person_name": "王小明",
    "person_phone": "13812345678",
}


def test_a_typed_petition_is_linked_and_goes_first(desk: Desk, now: datetime) -> None:
    one = register_petition(desk, LETTER, now=now)
    two = register_petition(desk, LETTER, now=now + timedelta(seconds=1))
    assert one.id != two.id and one.petitioner_ref == two.petitioner_ref and one.matter_id == two.matter_id
    assert one.received_at == now and one.source == "登记"
    with desk.database.read() as tx:
        assert {link.kind for link in links_of(tx, OFFICE, [one.id])} >= {"names_unit", "located_at", "part_of"}
        assert {mark.lane for mark in take_marks(tx, "words")} == {"interactive"}


def test_what_cannot_be_registered_names_the_field(desk: Desk, now: datetime) -> None:
    with pytest.raises(InputError, match="列“信访日期”：没有“2026-02-30”这一天"):
        register_petition(desk, {**LETTER, "received_at": "2026-02-30"}, now=now)
    with pytest.raises(InputError, match="没有主题，也没有内容"):
        register_petition(desk, {"title": "", "content": " "}, now=now)
    with pytest.raises(InputError, match="不认识的字段：colour"):
        register_petition(desk, {**LETTER, "colour": "红"}, now=now)
    register_petition(desk, {**LETTER, "item_no": "A1"}, now=now)
    with pytest.raises(InputError, match="编号 A1 已经登记过"):
        register_petition(desk, {**LETTER, "item_no": "A1"}, now=now)


@pytest.mark.slow
def test_a_petition_typed_in_during_a_bulk_import_is_stored_soon(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "来信.jsonl"
    letters(file)
    bulk = threading.Thread(target=lambda: ingest_petitions(desk, [file], now=now, processes=1))
    bulk.start()
    waits = []
    while bulk.is_alive() and len(waits) < 5:
        begun = time.monotonic()
        register_petition(desk, {**LETTER, "item_no": f"T{len(waits)}"}, now=now)
        waits.append(time.monotonic() - begun)
        time.sleep(0.3)
    bulk.join()
    assert waits and max(waits) < 8, "a waiting writer must not be starved until the lock is given up"
