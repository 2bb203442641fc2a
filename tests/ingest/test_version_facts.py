"""Every status fact and status test of domain 8.7 over the real acts, and the project's own table of facts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.statute import Status
from ingest.articles import ingest_articles
from ingest.petitions import Desk
from ingest.version_facts import adoptions, required_acts, version_facts
from records.database import Database, open_database
from records.law import current_version, find_regulations, versions
from records.law_sheet import act_sheet, law_conflicts, law_overrides
from records.vault import Vault

IN, NOT, AMENDED, REPEALED = Status.IN_FORCE, Status.NOT_YET, Status.AMENDED, Status.REPEALED
TEN = [
    "环境保护法",
    "环境影响评价法",
    "海洋环境保护法",
    "大气污染防治法",
    "水污染防治法",
    "土壤污染防治法",
    "固体废物污染环境防治法",
    "噪声污染防治法",
    "放射性污染防治法",
    "清洁生产促进法",
]
NINE = ["婚姻法", "继承法", "民法通则", "收养法", "担保法", "合同法", "物权法", "侵权责任法", "民法总则"]
STATUS = [
    ("治安管理处罚法", "2012-10-26", "2025-12-31", IN),
    ("治安管理处罚法", "2012-10-26", "2026-01-01", AMENDED),
    ("治安管理处罚法", "2025-06-27", "2026-01-01", IN),
    ("噪声污染防治法", "2021-12-24", "2026-08-14", IN),
    ("噪声污染防治法", "2021-12-24", "2026-08-15", REPEALED),
    ("生态环境法典", "2026-03-12", "2026-08-14", NOT),
    ("生态环境法典", "2026-03-12", "2026-08-15", IN),
    ("信访条例", "2005-01-10", "2022-04-30", IN),
    ("信访条例", "2005-01-10", "2022-05-01", REPEALED),
    ("信访工作条例", "2022-02-25", "2022-05-01", IN),
    ("供水条例", "2026-02-11", "2026-05-31", NOT),
    ("城市供水条例", "2020-03-27", "2026-05-31", IN),
    ("城市供水条例", "2020-03-27", "2026-06-01", REPEALED),
    ("监狱法", "2026-04-30", "2026-10-31", NOT),
    ("监狱法", "2026-04-30", "2026-11-01", IN),
    ("民事诉讼法", "2017-06-27", "2021-12-31", IN),
    ("民事诉讼法", "2021-12-24", "2022-01-01", IN),
    ("民事诉讼法", "2021-12-24", "2024-01-01", AMENDED),
    ("民事诉讼法", "2023-09-01", "2024-01-01", IN),
    ("环境噪声污染防治法", "2018-12-29", "2022-06-04", IN),
    ("环境噪声污染防治法", "2018-12-29", "2022-06-05", REPEALED),
    ("行政复议法", "2023-09-01", "2023-12-31", NOT),
    ("行政复议法实施条例", "2007-05-29", "2026-06-30", IN),
    ("行政复议法实施条例", "2007-05-29", "2026-07-01", AMENDED),
    ("行政复议法实施条例", "2026-04-29", "2026-07-01", IN),
    ("仲裁法", "2025-09-12", "2026-02-28", NOT),
    ("仲裁法", "2025-09-12", "2026-03-01", IN),
    ("村民委员会组织法", "2025-10-28", "2026-01-01", IN),
    ("城市居民委员会组织法", "2025-10-28", "2025-12-31", NOT),
    ("网络安全法", "2025-10-28", "2026-01-01", IN),
    ("食品安全法", "2025-09-12", "2025-12-01", IN),
    ("食品安全法", "2021-04-29", "2025-11-30", IN),
    ("不动产登记暂行条例", "2019-03-24", "2024-04-30", IN),
    ("不动产登记暂行条例", "2024-03-10", "2024-05-01", IN),
    ("殡葬管理条例", "2025-12-12", "2026-03-30", IN),
    ("住房租赁条例", "2025-07-16", "2025-09-14", NOT),
    ("农村集体经济组织法", "2024-06-28", "2025-05-01", IN),
    ("监察法", "2024-12-25", "2025-06-01", IN),
    ("监察法实施条例", "2021-09-20", "2025-06-01", AMENDED),
    ("监察法实施条例", "2025-06-01", "2025-06-01", IN),
    ("个人信息保护法", "2021-08-20", "2021-11-01", IN),
    ("国有土地上房屋征收与补偿条例", "2011-01-21", "2011-01-21", IN),
    ("快递暂行条例", "2025-04-13", "2025-06-01", IN),
    ("保障中小企业款项支付条例", "2025-03-17", "2025-06-01", IN),
    ("劳动法", "2018-12-29", "2018-12-28", NOT),
    *((title, "", "2026-08-14", IN) for title in TEN),
    *((title, "", "2026-08-15", REPEALED) for title in TEN),
    *((title, "", "2020-12-31", IN) for title in NINE),
    *((title, "", "2021-01-01", REPEALED) for title in NINE),
]
COUNTS = {
    ("信访工作条例", "2022-02-25"): 50,
    ("治安管理处罚法", "2012-10-26"): 119,
    ("治安管理处罚法", "2025-06-27"): 144,
    ("民事诉讼法", "2017-06-27"): 284,
    ("民事诉讼法", "2021-12-24"): 291,
    ("民事诉讼法", "2023-09-01"): 306,
    ("生态环境法典", "2026-03-12"): 1242,
    ("民法典", "2020-05-28"): 1260,
    ("行政复议法", "2023-09-01"): 90,
    ("行政复议法实施条例", "2026-04-29"): 77,
    ("仲裁法", "2025-09-12"): 96,
    ("村民委员会组织法", "2025-10-28"): 50,
    ("城市居民委员会组织法", "2025-10-28"): 50,
    ("个人信息保护法", "2021-08-20"): 74,
}


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


@pytest.fixture(scope="module")
def library(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The acts of the facts and all decisions, out of the real data: only the facts' versions, loaded once."""
    folder = tmp_path_factory.mktemp("facts")
    named = {title for title, *_ in STATUS} | {title for title, _ in COUNTS} | {"城市房屋拆迁管理条例"}
    statutes = shared_data / "statutes"
    acts = [r for r in rows_of(statutes / "laws.jsonl.gz") if r["short_title"] in named or "决定" in r["group"]]
    wanted = {row["doc_id"] for row in acts}
    texts = [row for row in rows_of(statutes / "articles.jsonl.gz") if row["doc_id"] in wanted]
    for name, rows in (("acts.jsonl", acts), ("articles.jsonl", texts)):
        (folder / name).write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    home = folder / "office"
    database = open_database(f"sqlite:///{home / 'office.db'}", home=home)
    desk = Desk(database, Vault(home / "keys"), home / "quarantine")
    now = datetime.fromisoformat("2026-11-22T09:30:00+08:00")
    ingest_articles(
        desk.database,
        folder / "articles.jsonl",
        regulations=folder / "acts.jsonl",
        quarantine=desk.quarantine,
        now=now,
    )
    yield database
    database.close()


@pytest.mark.data
@pytest.mark.parametrize(("title", "published", "day", "status"), STATUS)
def test_status_on_a_day(library: Database, title: str, published: str, day: str, status: Status) -> None:
    with library.read() as tx:
        several = versions(tx, f"regulation:{title}")
    mine = [one for one in several if published in ("", str(one.published))]
    assert mine, "the version is there"
    assert mine[-1].status_on(date.fromisoformat(day)) is status


@pytest.mark.data
def test_numbers_of_articles(library: Database) -> None:
    with library.read() as tx:
        for (title, published), count in COUNTS.items():
            sheet = act_sheet(tx, f"regulation:{title}")
            found = [one.copies[0].articles for one in sheet.versions if str(one.version.published) == published]
            assert found == [count], title


@pytest.mark.data
def test_document_numbers_lead_to_the_act(library: Database) -> None:
    with library.read() as tx:
        for number, title in {"国务院令第431号": "信访条例", "国务院令第590号": "国有土地上房屋征收与补偿条例"}.items():
            assert [one.title for one in find_regulations(tx, number)] == [title]


@pytest.mark.data
def test_one_version_counts_and_nothing_contradicts_itself(library: Database) -> None:
    with library.read() as tx:
        ids = {f"regulation:{title}" for title, *_ in STATUS}
        kinds = {(one.title, one.kind) for one in law_conflicts(tx, ids)}
        assert kinds <= {("不动产登记暂行条例", "texts_differ")}
        starts = {
            f"regulation:{title}": [one.effective for one in versions(tx, f"regulation:{title}")] for title in TEN
        }
        assert all(len(days) == len(set(days)) for days in starts.values())
        assert current_version(tx, "regulation:噪声污染防治法", date(2026, 8, 15)) is None


@pytest.mark.data
def test_the_code_ends_ten_acts_by_its_own_clause(library: Database) -> None:
    with library.read() as tx:
        for titles, by in ((TEN, "生态环境法典"), (NINE, "民法典")):
            for title in titles:
                sheet = act_sheet(tx, f"regulation:{title}")
                words = [one for one in sheet.versions[-1].evidence if one.origin == "clause"]
                assert [one.used for one in words] == [True] and by in words[0].place, title
        sheet = act_sheet(tx, "regulation:信访条例").versions[-1]
        assert {(one.origin, one.used) for one in sheet.evidence if one.field == "ended"} == {
            ("clause", True),
            ("fact", True),
        }


@pytest.mark.data
def test_overrides_are_listed(library: Database) -> None:
    with library.read() as tx:
        told = list(law_overrides(tx, {f"regulation:{title}" for title, *_ in STATUS}))
    assert all(one.source_value != one.used_value and one.why for one in told)


@pytest.mark.data
def test_the_table_agrees_with_what_the_texts_say(library: Database) -> None:
    facts = {(f.regulation_id, f.published): f for f in version_facts() if f.published}
    with library.read() as tx:
        for title in {title for title, *_ in STATUS}:
            for one in act_sheet(tx, f"regulation:{title}").versions:
                fact = facts.get((f"regulation:{title}", one.version.published))
                said = {e.value for e in one.evidence if e.field == "effective" and e.origin in ("amendment", "header")}
                if fact and fact.effective and said:
                    assert said == {str(fact.effective)}, title


def test_the_table_is_well_formed() -> None:
    keys = [(fact.regulation_id, fact.published) for fact in version_facts()]
    assert len(keys) == len(set(keys)) > 200
    for fact in version_facts():
        assert fact.published is None or fact.effective is None or fact.effective >= fact.published, fact
        assert not (fact.ended and fact.effective) or fact.ended > fact.effective, fact
        assert bool(fact.ended) == bool(fact.end_kind) == bool(fact.ended_by), fact
    assert all(day <= published for (_, published), day in adoptions().items())


def test_every_required_act_has_its_facts() -> None:
    known = {fact.regulation_id for fact in version_facts()}
    assert [act.title for act in required_acts() if f"regulation:{act.title}" not in known] == []


@pytest.mark.data
def test_every_act_of_the_list_is_required(shared_data: Path) -> None:
    import csv

    with (shared_data / "statutes" / "core_laws.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["law"] for row in csv.DictReader(file)}
    assert len(titles) == 115
    assert titles <= {act.title for act in required_acts()}


def test_facts_reach_the_records(desk: Desk) -> None:
    from records.law import facts_of, put_facts

    with desk.database.write() as tx:
        put_facts(tx, version_facts())
        assert sum(
            len(several) for several in facts_of(tx, {f.regulation_id for f in version_facts()}).values()
        ) == len(version_facts())
