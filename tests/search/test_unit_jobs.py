"""Jobs in the names of units: the same job at another place is one job, and cases of one street teach the others."""

from datetime import UTC, datetime

import numpy as np

from core.petition import Item
from search.labels import UnitLearner
from search.unit_jobs import UnitJobs, place_of

TEAMS = (
    "云汀街道综合执法队",
    "柳溪办事处综合执法队（柳溪街道办事处）",
    "城管办（云汀街道办事处）",
    "东塘社区",
    "水务局",
)


def at(place: str) -> Item:
    return Item(id="", source="t", source_id="", region_text="云汀区", place_text=place)


PLACES = [at("云汀街道东塘社区"), at("柳溪街道西塘社区"), at("")]


def test_the_same_work_in_two_streets_is_one_job():
    jobs = UnitJobs.of(TEAMS, PLACES)
    assert jobs.plain[0] == jobs.plain[1] != jobs.plain[2]
    assert jobs.jobs[0] != jobs.jobs[1], "the body above it in brackets makes another job, but the same plain one"
    assert jobs.places == (("云汀街道",), ("柳溪街道",), ("云汀街道",), ("东塘社区",), ())


def test_a_unit_is_here_elsewhere_or_nowhere():
    jobs = UnitJobs.of(TEAMS, PLACES)
    seen = jobs.seen_from([place_of(one) for one in PLACES], np.array([[0, 1, 3, 4]] * 3))
    assert (seen[:, :, 0] % 3).tolist() == [[1, 2, 1, 0], [2, 1, 2, 0], [2, 2, 2, 0]]
    assert seen[0, 0, 1] == seen[1, 1, 1], "each sees the team of its own street"
    assert seen.max() < max(jobs.counts)


def test_stored_and_read_again_it_is_the_same():
    jobs = UnitJobs.of(TEAMS, PLACES)
    again = UnitJobs.unpacked(jobs.packed())
    assert again.places == jobs.places and again.counts == jobs.counts


def test_a_district_in_an_agencys_name_is_no_street():
    (places,) = UnitJobs.of(["云汀交通运输局"], PLACES).places
    assert places == ()


ISSUES = {"占道经营": "街道综合执法队", "垃圾清运": "街道市政服务中心"}
TOWNS = ("东江", "西湖", "南山", "北岭")


DAY = datetime(2026, 5, 4, tzinfo=UTC)


def _case(n: int, issue: str, town: str, team: str, day: datetime = DAY) -> Item:
    return Item(
        id=f"item:t:{n}", source="t", source_id=str(n), class_text=issue, place_text=f"{town}街道",
        unit_text=town + team, received_at=day,
    )  # fmt: skip


def test_what_the_other_streets_do_tells_of_a_street_without_such_a_case():
    issues = list(ISSUES)
    rows = [_case(n, issues[n % 2], TOWNS[n // 2 % 4], ISSUES[issues[n % 2]]) for n in range(240)]
    rows += [_case(300 + n, "其他", "新桥", list(ISSUES.values())[n % 2]) for n in range(6)]
    learner = UnitLearner(rows, lambda _: None)
    for issue, team in ISSUES.items():
        question = Item(id="", source="t", source_id="", class_text=issue, place_text="新桥街道")
        first, second = learner.suggest([question], limit=2)[0]
        assert first.label == f"新桥{team}" and first.share > 1.5 * second.share
