from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError
from core.petition import Item, Person
from ingest.gazetteer import knowledge_of, load_gazetteer
from ingest.linking.facts import Facts, facts_of
from ingest.petitions import Desk
from ingest.rows import Draft
from records.aliases import Alias, put_alias
from records.places import places
from records.units import successor

LISTS = """
office: {county: 清河县, region_code: "990101"}
townships: [{name: 柳汀镇, code: "990101101"}]
units:
  - {code: ZJ, name: 清河县住房和城乡建设局, aliases: [县住建局]}
  - {code: CGJ, name: 清河县城市管理和综合执法局, aliases: [县城管局]}
renames: [{code: CGJ, old: 清河县城市管理局, since: 2025-04-01, document_no: 清编发〔2025〕3号}]
estate: [[锦澜华府, 柳汀镇, 枫林路, 恒澜, 佳苑, 2019, 锦澜小区, 锦澜华府二期]]
village: [[荷塘坳村, 柳汀镇, "", 荷塘坳]]
developers: {恒澜: 清河恒澜置业有限公司}
respondents: [{name: 岚东鼎筑建设集团有限公司, aliases: [鼎筑建设]}]
"""


@pytest.fixture
def read(desk: Desk, tmp_path: Path, now: datetime) -> Desk:
    file = tmp_path / "office.yaml"
    file.write_text(LISTS, encoding="utf-8")
    with desk.database.write() as tx:
        assert load_gazetteer(tx, file, now=now) == (2, 3, 2)
    return desk


def facts(desk: Desk, text: str, **fields: Any) -> Facts:
    with desk.database.read() as tx:
        knowledge = knowledge_of(tx)
    return facts_of(Draft(Item(id="item:s:1", source="s", source_id="1", content=text, **fields), Person()), knowledge)


def targets(found: Facts, kind: str) -> list[str]:
    return [link.target for link in found.links if link.kind == kind]


def test_spellings_of_the_office_are_one_node(read: Desk) -> None:
    text = "锦澜小区的业主找恒澜置业要证，县住建局和清河县住房和城乡建设局都推诿，清河县城市管理局也不管。"
    found = facts(read, text)
    assert targets(found, "located_at") == ["place:锦澜华府"]
    assert targets(found, "complains_about") == ["respondent:清河恒澜"]
    assert targets(found, "names_unit") == ["unit:ZJ", "unit:CGJ"]
    assert {node.name for node in found.nodes if node.kind == "unit"} == {
        "清河县住房和城乡建设局",
        "清河县城市管理和综合执法局",
    }


def test_imported_cells_find_the_same_nodes(read: Desk) -> None:
    found = facts(read, "请处理", unit_text="县城管局", respondent_text="鼎筑建设、县住建局", place_text="锦澜华府二期")
    assert found.item.unit_id == "unit:CGJ"
    assert targets(found, "handled_by") == ["unit:CGJ"]
    unit, firm = targets(found, "complains_about")
    assert unit == "unit:ZJ" and firm.startswith("respondent:岚东鼎筑建设")
    assert targets(found, "located_at") == ["place:锦澜华府"]


def test_a_renamed_unit_hands_its_powers_on(read: Desk) -> None:
    with read.database.read() as tx:
        assert successor(tx, "unit:清河县城市管理局", date(2025, 3, 31)) == "unit:清河县城市管理局"
        assert successor(tx, "unit:清河县城市管理局", date(2025, 4, 1)) == "unit:CGJ"
        assert {place.parent for place in places(tx) if place.kind == "village"} == {"place:柳汀镇"}


def test_lists_that_cannot_be_read(desk: Desk, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "坏.yaml"
    for text, words in (
        ("units: [", "名录读不懂"),
        ("只有一句话", "名录应是"),
        ("renames: [{code: A, old: B, since: 昨天}]", "改名日期“昨天”"),
    ):
        file.write_text(text, encoding="utf-8")
        with desk.database.write() as tx, pytest.raises(InputError, match=words):
            load_gazetteer(tx, file, now=now)


def test_a_dated_alias_counts_on_its_days_alone(read: Desk, now: datetime) -> None:
    with read.database.write() as tx:
        put_alias(tx, Alias(kind="unit", alias="柳汀镇规建所", target="unit:ZJ", valid_to=date(2025, 6, 30)), now=now)
        put_alias(tx, Alias(kind="unit", alias="柳汀镇规建所", target="unit:CGJ", valid_from=date(2025, 7, 1)), now=now)
        put_alias(tx, Alias(kind="unit", alias="县住建局", target="unit:CGJ", valid_from=date(2026, 1, 1)), now=now)

    def named(text: str, day: str, **fields: Any) -> list[str]:
        received = datetime.fromisoformat(f"{day}T00:30+08:00") if day else None
        return targets(facts(read, text, received_at=received, **fields), "names_unit")

    assert named("柳汀镇规建所不管。", "2025-06-30") == ["unit:ZJ"]
    assert named("柳汀镇规建所不管。", "2025-07-01") == ["unit:CGJ"]
    assert named("县住建局不管。", "2025-12-31") == ["unit:ZJ"], "on other days it stands for what it always did"
    assert named("县住建局不管。", "2026-01-01") == ["unit:CGJ"]
    replied = datetime.fromisoformat("2025-07-02T09:00+08:00")
    both = named("柳汀镇规建所不管。", "2025-06-30", reply="柳汀镇规建所已到现场。", replied_at=replied)
    assert both == ["unit:ZJ", "unit:CGJ"], "the reply is read on its own day"
    assert named("县住建局不管。", "") == ["unit:CGJ"], "without a day every alias counts"
    cell = facts(read, "请处理", unit_text="柳汀镇规建所", received_at=datetime.fromisoformat("2025-06-01T08:00+08:00"))
    assert cell.item.unit_id == "unit:ZJ"


def test_an_old_name_means_the_successor_after_the_rename_too(read: Desk) -> None:
    late = datetime.fromisoformat("2026-05-01T08:00+08:00")
    assert facts(read, "请处理", unit_text="清河县城市管理局", received_at=late).item.unit_id == "unit:CGJ"
