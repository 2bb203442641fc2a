"""Filters together with hybrid search give what brute force over all documents gives, always in full number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.viewer import WORKER, Viewer
from search.filters import EVERYTHING, Filter
from tests.search.toy import FIRST_DAY, filled, letters

DOCUMENTS = letters(140)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = filled(tmp_path_factory.mktemp("index"), DOCUMENTS)
    yield made
    made.close()


def some(*values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


DAYS = st.none() | st.integers(0, 95).map(lambda n: FIRST_DAY + timedelta(days=n))
FILTERS = st.builds(
    Filter,
    issue=some("01", "0101", "02", "0203", "99"),
    unit=some("unit:0", "unit:3", "unit:6", "unit:x"),
    region=some("4301", "430102", "43"),
    place=some("place:清溪苑", "place:柳林村"),
    status=some("concluded", "accepted"),
    source=some("test", "none"),
    concluded=st.none() | st.booleans(),
    date_from=DAYS,
    date_to=DAYS,
)
VIEWERS = st.sampled_from(
    [WORKER, Viewer(name="甲"), Viewer(name="乙", assigned=frozenset({"item:test:0005", "item:test:0001"}))]
)


def matches(document, wanted: Filter, viewer: Viewer) -> bool:
    if document.facets.get("restricted") and not viewer.sees_restricted and document.id not in viewer.assigned:
        return False
    for name, values, prefixed in wanted.wanted():
        own = document.facets.get(name, ())
        if not any(v.startswith(w) if prefixed else v == w for v in own for w in values):
            return False
    if wanted.date_from and (document.day is None or document.day < wanted.date_from):
        return False
    return not (wanted.date_to and (document.day is None or document.day > wanted.date_to))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=FILTERS, viewer=VIEWERS, k=st.integers(1, 150), text=st.sampled_from(["停水", "清溪苑 噪音", "工资没发"]))
def test_filtered_search_is_brute_force(index, wanted, viewer, k, text):
    question = index.question(text)
    everything = index.search(question, WORKER, wanted=EVERYTHING, k=len(DOCUMENTS))
    allowed = {d.id for d in DOCUMENTS if matches(d, wanted, viewer)}
    expected = [(m.id, m.score) for m in everything if m.id in allowed][:k]
    found = index.search(question, viewer, wanted=wanted, k=k)
    assert len(found) == min(k, len(allowed))
    assert [(m.id, m.score) for m in found] == expected


def test_a_value_that_never_occurs_finds_nothing(index):
    assert index.search(index.question("停水"), WORKER, wanted=Filter(unit=("unit:nowhere",))) == []


def test_words_alone_obey_the_same_filters(tmp_path):
    index = filled(tmp_path, DOCUMENTS, vectors=False)
    index.encoder = None
    wanted = Filter(place=("place:清溪苑",), concluded=False)
    found = {m.id for m in index.search(index.question("停水 噪音 工资"), WORKER, wanted=wanted, k=200)}
    assert found and all(matches(d, wanted, WORKER) for d in DOCUMENTS if d.id in found)
    index.close()


def test_facets_count_what_the_filter_lets_through(index):
    wanted, viewer = Filter(concluded=True), Viewer(name="甲")
    allowed = [d for d in DOCUMENTS if matches(d, wanted, viewer)]
    counted = dict(index.facets(["place"], viewer, wanted=wanted)["place"])
    assert counted == {p: sum(p in d.facets["place"] for d in allowed) for p in counted}
    assert sum(counted.values()) == len(allowed)


def test_what_is_chosen_in_a_field_does_not_narrow_its_own_counts(index):
    wanted, viewer = Filter(place=("place:清溪苑",), status=("concluded",)), Viewer(name="甲")
    counted = index.facets(["place", "status"], viewer, wanted=wanted)
    concluded = [d for d in DOCUMENTS if matches(d, Filter(status=("concluded",)), viewer)]
    there = [d for d in DOCUMENTS if matches(d, Filter(place=("place:清溪苑",)), viewer)]
    assert sum(count for _, count in counted["place"]) == len(concluded)
    assert sum(count for _, count in counted["status"]) == len(there)


@pytest.mark.parametrize("text", ["望江花园", "清溪苑小区停水三天没有人管，请尽快处理", "红烧肉 好吃"])
@pytest.mark.parametrize("vector", [True, False])
def test_facets_follow_the_query_to_the_last_document(index, text, vector):
    viewer, tuning = Viewer(name="甲"), index.tuning.petitions
    question = index.question(text)
    if not vector:
        question = replace(question, vector=None)
    ranked = index.search(question, viewer, k=len(DOCUMENTS))
    matched = {m.id for m in ranked if tuning.similar(m, question)}
    counted = dict(index.facets(["place"], viewer, questions=[question])["place"])
    expected = {p: sum(p in d.facets["place"] for d in DOCUMENTS if d.id in matched) for p in counted}
    assert counted == expected and sum(counted.values()) == len(matched)


def test_years_of_receipt_are_counted(index):
    counted = index.facets(["year"], WORKER)["year"]
    assert counted == [("2026", sum(d.day is not None for d in DOCUMENTS))]
