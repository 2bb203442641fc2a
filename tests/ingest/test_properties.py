"""Whatever a case list holds: read twice it changes nothing, and every row is stored or set aside."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import SHANGHAI
from core.viewer import WORKER
from ingest.petitions import Desk, ingest_petitions
from ingest.source_names import source_name
from records.database import open_database
from records.items import count_items
from records.vault import Vault

NOW = datetime(2026, 11, 22, tzinfo=SHANGHAI)
TEXT = st.text(max_size=40)
DAYS = st.sampled_from(["2026-03-01", "2026/3/1 8:00", "46082", "2026-02-30", "昨天", "-"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"编号": st.sampled_from(["", "1", "2", "3"]), "主题": TEXT, "内容": TEXT, "姓名": TEXT},
        optional={
            "日期": st.sampled_from(["2026-03-01", "2026/3/1 8:00", "46082", "2026-02-30", "昨天", "-"]),
            "备注": TEXT,
        },
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_twice_is_once_and_no_row_is_lost(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = home / "信.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        database = open_database(f"sqlite:///{home / 'office.db'}", home=home)
        desk = Desk(database, Vault(home / "keys"), home / "quarantine")
        first = ingest_petitions(desk, [file], now=NOW, processes=0)
        second = ingest_petitions(desk, [file], now=NOW, processes=0)
        with database.read() as tx:
            stored = count_items(tx, WORKER)
        database.close()
    assert first.new + first.same + first.quarantined == len(rows)
    assert (second.new, second.changed) == (0, 0)
    assert stored == first.new


@given(st.text(min_size=1, max_size=30).filter(lambda name: "/" not in name and "\0" not in name and name.strip(". ")))
def test_every_file_name_gives_a_source(name: str) -> None:
    assert source_name(Path(f"{name}.csv"))
    assert source_name(Path(f"{name}.csv")) == source_name(Path(f"{name}.csv.gz"))
