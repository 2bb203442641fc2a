"""A small office on disk for tests of casework: real SQLite, real vault, letters about one estate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from casework.office import Office, open_office
from core.ids import matter_id
from core.petition import Item, Matter, Measure, Person, Unit
from core.settings import Settings
from core.viewer import Viewer
from records.issues import IssueMember, StoredIssue, save_issues
from records.items import save_items
from records.matters import save_matters
from records.units import save_units
from records.vault import store_person

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PREPARER = Viewer(name="经办甲", unit_id="unit:XFJ")
CHECKER = Viewer(name="审核乙", unit_id="unit:ZJ", role="legal_adviser")
ISSUE = "issue:deeds"


def letter(number: int, **changes: object) -> Item:
    """One masked letter about title deeds at an invented estate."""
    fields: dict[str, object] = {
        "id": f"item:demo:{number}",
        "source": "demo",
        "source_id": str(number),
        "item_no": f"XF{number:04d}",
        "title": f"兰溪苑办证难{number}",
        "title_masked": f"兰溪苑办证难{number}",
        "content": "交房多年没有房产证",
        "content_masked": "交房多年没有房产证",
        "received_at": datetime(2026, 5, 1 + number % 28, tzinfo=UTC),
        "place_text": "兰溪苑",
        "issue_code": "010909",
        "matter_id": matter_id(str(number)),
    }
    return Item(**(fields | changes))  # type: ignore[arg-type]


def office_with(
    home: Path, items: Iterable[Item], *, people: dict[str, Person] | None = None, database_url: str = ""
) -> Office:
    """An open office that holds the items, one matter each, and a common issue with all of them as members."""
    office = open_office(Settings(home=home, today="2026-11-22", database_url=database_url))
    listed = list(items)
    with office.database.write() as tx:
        save_units(tx, [Unit(id="unit:ZRZY", code="ZRZY", name="青湄县自然资源和规划局")])
        for index, item in enumerate(listed):
            person = (people or {}).get(item.id)
            if person is not None:
                ref = store_person(tx, office.vault, person, item.id)
                listed[index] = letter(int(item.source_id), petitioner_ref=ref, state=item.state)
        save_items(tx, listed)
        save_matters(tx, [Matter(id=item.matter_id) for item in listed if item.matter_id])
        members = tuple(IssueMember(item_id=item.id, reason="同一小区办证") for item in listed)
        save_issues(tx, [StoredIssue(id=ISSUE, level="event", label="兰溪苑办证难", members=members)], now=NOW)
    return office


MEASURE = Measure(
    id="measure:deeds",
    title="先受理后补件方案",
    text="登记机构先行受理，竣工资料另行补齐",
    unit_id="unit:ZRZY",
    document_no="青自然资发〔2026〕12号",
    adopted_on=date(2026, 11, 2),
)
