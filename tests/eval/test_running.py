"""Gold sets of every kind measured in a small real office: our search, its legs alone, plain ways beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from core.errors import InputError
from core.statute import ArticleText, Regulation, RegulationVersion
from core.viewer import OFFICE
from eval.gold import Ask, Cluster, GoldSet, Labelled, Pair
from eval.ranking import Surroundings
from eval.report import report_json
from eval.report_table import columns_of, remarks_of, table_of
from eval.running import evaluate, outcome_of, surroundings
from records.database import Database
from records.law import save_regulation
from search.index import SearchIndex
from search.ranking import Weights
from search.tuning import DEFAULT
from tests.search.office import NOW, keep, new_office, petition, settle

DAY = date(2026, 11, 22)
MATTERS = ("小区停水三天没有人管", "物业乱收停车费", "拖欠农民工工资不给", "夜间施工噪音扰民")

NOISE = Regulation(id="regulation:静音法", title="静音法", kind="法律")
STANDS = RegulationVersion(
    regulation_id=NOISE.id, source="book", source_doc_id="1", title="静音法", effective=date(2020, 1, 1)
)
NIGHT = ArticleText(
    id="article:静音法:1", regulation_id=NOISE.id, number=1, sub=0, text="夜间施工须公告居民。", ordinal=1
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, SearchIndex]]:
    database, index = new_office(tmp_path_factory.mktemp("eval"))
    rows = [
        petition(n, MATTERS[n % 4], f"我是第{n}栋的住户，{MATTERS[n % 4]}，请尽快处理。", unit_text=f"单位{n % 2}")
        for n in range(260)
    ]
    rows[259] = replace(rows[259], restricted="accusation")
    keep(database, rows)
    with database.write() as tx:
        save_regulation(tx, NOISE, STANDS, [NIGHT], now=NOW)
    settle(database, index)
    yield database, index
    index.close()
    database.close()


@pytest.fixture
def here(office: tuple[Database, SearchIndex]) -> Surroundings:
    return surroundings(*office, OFFICE, DAY)


def ranking(**changes: object) -> GoldSet:
    asks = [
        Ask(id=str(n), like=str(n), relevant={str(n + 4): 2.0, str(n + 8): 1.0}, group=str(n % 4)) for n in range(6)
    ]
    asks.append(Ask(id="words", text="小区停水三天", relevant={"0": 1.0, "4": 1.0}))
    return replace(GoldSet(name="相似", kind="ranking", asks=asks), **changes)  # type: ignore[arg-type]


def test_a_ranking_beside_plain_ways(here: Surroundings) -> None:
    told: list[str] = []
    report = evaluate(here, ranking(), told=told.append)
    assert told == list(report.outcomes) == ["ours", "without_model", "meaning_alone", "bm25_characters", "bm25_words"]
    assert {row["id"] for row in report.outcomes["ours"].rows} == {"0", "1", "2", "3", "4", "5", "words"}
    assert all(f"item:test:{row['id']}" not in row["first"] for row in report.outcomes["bm25_words"].rows)
    assert report_json(report) == report_json(evaluate(here, ranking()))
    rows = table_of(report)
    assert [row["system"] for row in rows][:2] == ["本办检索", "不用模型"]
    assert set(rows[0]) <= set(columns_of(report)) and "检索版本" in remarks_of(report)[-1]


def test_an_article_without_a_number_in_its_source_is_found_by_plain_ways_too(here: Surroundings) -> None:
    asks = (Ask(id="1", text="夜间施工", relevant={NIGHT.id: 1.0}),)
    report = evaluate(here, GoldSet(name="条文", kind="ranking", corpus="articles", asks=asks))
    assert {one.figure("mrr_10").value for one in report.outcomes.values()} == {1.0}


def test_two_settings_question_by_question(here: Surroundings) -> None:
    words = replace(DEFAULT, petitions=replace(DEFAULT.petitions, weights=Weights(0.0, 1.0)))
    report = evaluate(here, ranking(), against=words, beside="nothing")
    assert list(report.outcomes) == ["ours", "against"]
    same = evaluate(here, ranking(), against=DEFAULT, beside="nothing")
    assert {(one.is_.value, one.is_.low, one.is_.high) for one in same.differences} == {(0.0, 0.0, 0.0)}


def test_answers_among_few(here: Surroundings) -> None:
    ask = Ask(id="1", text="停车费", relevant={"1": 1.0}, among=frozenset({"0", "1", "2"}))
    (row,) = outcome_of(here, GoldSet(name="备选", kind="ranking", asks=(ask,))).rows
    assert set(row["first"]) <= {"item:test:0", "item:test:1", "item:test:2"} and row["first"][0] == "item:test:1"


def test_pairs_are_told_apart(here: Surroundings) -> None:
    pairs = tuple(Pair(str(n), str(n + 4), True) for n in range(8)) + tuple(
        Pair(str(n), str(n + 1), False) for n in range(8)
    )
    report = evaluate(here, GoldSet(name="同不同", kind="pairs", pairs=pairs))
    assert report.outcomes["ours"].figure("f05").value == 1.0
    assert 0 < report.notes["threshold"] < 1
    assert "阈值" in remarks_of(report)[1]


def test_clusters_are_found_afresh(here: Surroundings) -> None:
    members = [frozenset(str(n) for n in range(k, 40, 4)) for k in range(2)]
    gold = GoldSet(name="事件", kind="clusters", clusters=[Cluster("停水", members[0]), Cluster("停车", members[1])])
    report = evaluate(here, gold)
    assert list(report.outcomes) == ["ours", "without_model", "characters", "vectors"]
    assert report.outcomes["characters"].figure("match_f1").value > 0


def test_labels_are_cross_validated(here: Surroundings) -> None:
    labelled = [Labelled(id=str(n), label=f"类{n % 4}") for n in range(259)]
    report = evaluate(here, GoldSet(name="分类", kind="labels", labelled=labelled))
    value = {one.metric: one.is_.value for one in report.figures if one.system == "ours"}
    assert value["top_1"] > 0.95 and value["macro_f1"] > 0.95
    assert report.outcomes["most_frequent"].figure("top_1").value < 0.4
    assert "把握与实际" in remarks_of(report)[1]
    units = [Labelled(id=str(n), label=f"单位{n % 2}") for n in range(258)]
    some = GoldSet(name="承办", kind="labels", target="unit", labelled=units, folds=5)
    assert evaluate(here, some, beside="nothing").outcomes["ours"].units == 258


def test_too_few_labels_are_refused(here: Surroundings) -> None:
    labelled = [Labelled(id=str(n), label=f"类{n % 2}") for n in range(40)]
    with pytest.raises(InputError, match="200"):
        evaluate(here, GoldSet(name="分类", kind="labels", labelled=labelled))


@pytest.mark.parametrize("bad", ["9999", "259"])
def test_unknown_ids_and_accusations_are_refused_alike(here: Surroundings, bad: str) -> None:
    ask = Ask(id="1", text="停水", relevant={bad: 1.0})
    with pytest.raises(InputError) as caught:
        evaluate(here, GoldSet(name="错", kind="ranking", asks=(ask,)))
    assert f"有 1 个编号在本办找不到：{bad}" in caught.value.detail
