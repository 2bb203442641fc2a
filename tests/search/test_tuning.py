"""The figures an answer is ordered by: there and back as JSON, and what is refused in which words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InputError
from core.viewer import OFFICE
from search.ranking import Weights
from search.tuning import DEFAULT, from_json, from_stored, to_json
from tests.search.toy import filled, letters


def test_there_and_back_is_the_same() -> None:
    told = json.loads(json.dumps(to_json(DEFAULT)))
    assert from_json(told) == DEFAULT
    assert from_json({}) == DEFAULT
    assert from_json({}).version == DEFAULT.version


def test_what_is_left_out_stays_as_it_is() -> None:
    one = from_json({"petitions": {"meaning": 0.2, "reranker": {"place": 1.5}}})
    assert one.petitions.weights == Weights(0.2, DEFAULT.petitions.weights.words)
    assert one.petitions.reranker == {"place": 1.5}
    assert one.articles == DEFAULT.articles
    assert one.version != DEFAULT.version


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "不是一个 JSON 对象"),
        ({"letters": {}}, "不认识的库“letters”"),
        ({"petitions": 1}, "“petitions”的检索参数不是"),
        ({"petitions": {"meening": 0.5}}, "不认识的参数“meening”"),
        ({"petitions": {"meaning": "0.5"}}, "petitions.meaning”应是 0 到 1 的数，写的是 '0.5'"),
        ({"petitions": {"meaning": True}}, "应是 0 到 1 的数"),
        ({"petitions": {"words": 1.2}}, "应是 0 到 1 的数"),
        ({"petitions": {"words": float("nan")}}, "应是 0 到 1 的数"),
        ({"articles": {"meaning": 0, "words": 0}}, "两个权重都是 0"),
        ({"articles": {"reranker": [1]}}, "articles.reranker”不是"),
        ({"articles": {"reranker": {"act": 1e9}}}, "应是 -100 到 100 的数"),
    ],
)
def test_what_cannot_be_taken_is_said(value: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(value)
    assert words in caught.value.detail
    assert caught.value.hint


def test_one_index_answers_by_two_tunings(tmp_path: Path) -> None:
    index = filled(tmp_path, letters(40))
    words = index.tuned(replace(DEFAULT, petitions=replace(DEFAULT.petitions, weights=Weights(0.0, 1.0))))
    question = index.question("小区停水三天没有人管")
    assert {m.score == m.words for m in words.search(question, OFFICE)} == {True}
    assert {m.score == m.words for m in index.search(question, OFFICE)} == {False}
    index.apply("petitions", letters(41))
    assert words.state().documents == 41  # one folder, one writer
    index.wipe()
    assert words.state().documents == 0


def test_figures_of_an_older_version_are_left_out_of_what_was_stored() -> None:
    stored = to_json(DEFAULT) | {"letters": {"meaning": 1}}
    stored["petitions"] = stored["petitions"] | {"meaning": 0.3, "gone": 0.2}
    one = from_stored(stored)
    assert one.petitions.weights.meaning == 0.3 and one.articles == DEFAULT.articles
    with pytest.raises(InputError, match="不是一个 JSON 对象"):
        from_stored([1])
