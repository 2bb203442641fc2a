"""The loop and the table of the comparison with other systems, over a tiny corpus and a search of our own making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question, read_corpus, write_corpus
from benchmarks.peers.figures import figures, issue_figures
from benchmarks.peers.measure import Build, Limits, Search, measured
from benchmarks.peers.systems import SYSTEMS, TOPICS, setup_of
from benchmarks.peers.table import table

SIZE = 40


def _corpus() -> Corpus:
    vectors = np.eye(SIZE, dtype=np.float32)
    asked = [Question(f"第{place}件", vectors[place], frozenset({place + 1}), place) for place in range(6)]
    return Corpus(
        name="tiny",
        ids=[f"item:{place}" for place in range(SIZE)],
        texts=[f"第{place}件" for place in range(SIZE)],
        groups=np.array([WANTED_GROUP if place % 4 == 0 else 1 for place in range(SIZE)]),
        vectors=vectors,
        sets={"letters": asked},
    )


@contextmanager
def _neighbours(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Finds the document itself, then those that follow it."""

    def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
        start = int(question.vector.argmax())
        order = [*range(start, SIZE), *range(start)]
        return [place for place in order if not filtered or corpus.groups[place] == WANTED_GROUP][:k]

    def build() -> Search:
        return search

    yield build


@contextmanager
def _leaking(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Does not heed the filter."""
    yield lambda: lambda question, k, filtered: range(k)


def test_a_corpus_is_read_back_as_it_was_written(tmp_path):
    write_corpus(_corpus(), tmp_path / "tiny")
    back, first = read_corpus(tmp_path / "tiny"), _corpus()
    assert (back.ids, back.texts, back.groups.tolist()) == (first.ids, first.texts, first.groups.tolist())
    assert np.array_equal(back.vectors, first.vectors)
    for one, other in zip(back.sets["letters"], first.sets["letters"], strict=True):
        assert (one.text, one.relevant, one.itself) == (other.text, other.relevant, other.itself)
        assert np.array_equal(one.vector, other.vector)


def test_the_loop_strikes_the_asked_letter_off_and_still_gives_ten(tmp_path):
    found = measured(_neighbours, _corpus(), tmp_path, Limits(deep=True))["sets"]["letters"]
    assert found["lists"][2] == list(range(3, 13))
    assert len(found["deep"][0]) == SIZE - 1
    assert found["filtered"] == [9, 10, 10, 10, 9, 10]  # ten are in the group, the first and fifth are of them


def test_a_pass_that_takes_too_long_ends_and_says_how_far_it_came(tmp_path):
    found = measured(_neighbours, _corpus(), tmp_path, Limits(seconds=0.0))
    assert figures([found], "letters", _corpus().sets["letters"]).questions == 1


def test_a_filter_that_lets_others_through_is_no_filter(tmp_path):
    with pytest.raises(RuntimeError, match="filter"):
        measured(_leaking, _corpus(), tmp_path, Limits())


def test_figures_are_of_both_runs(tmp_path):
    run = measured(_neighbours, _corpus(), tmp_path, Limits())
    lists = run["sets"]["letters"]["lists"]
    turned = {**run, "sets": {"letters": {**run["sets"]["letters"], "lists": [lists[0][::-1], *lists[1:]]}}}
    one = figures([run, turned], "letters", _corpus().sets["letters"])
    assert (one.recall, one.second) == (1.0, 1.0)
    assert one.same == pytest.approx(5 / 6)


def test_the_best_figure_is_marked_whoever_has_it(tmp_path):
    questions = _corpus().sets["letters"]
    good = measured(_neighbours, _corpus(), tmp_path, Limits())
    poor = {**good, "sets": {"letters": {**good["sets"]["letters"], "lists": [[30]] * 6}}}
    runs = {"a": poor, "b": good}
    rows = [(name, figures([run], "letters", questions), 0.0, {"runs": [run]}) for name, run in runs.items()]
    _, _, ours, peer = table(rows, "MRR@10")
    assert ours.startswith("| a | 6 | 0.000 | 0.000 | 0.000 |")
    assert peer.startswith("| b | 6 | 0.000 | **1.000** | **1.000** |")


def test_issues_are_held_against_their_best_match_and_runs_against_each_other():
    run = {"settings": {"plain": {"groups": [[1, 2, 3], [4, 5, 9]], "seconds": 1.0, "cpu": 1.0}}}
    other = {"settings": {"plain": {"groups": [[1, 2], [4, 5, 9]], "seconds": 3.0, "cpu": 1.0}}}
    known = [({"1", "2", "3"}, set()), ({"4", "5"}, {"9"})]
    one = issue_figures([run, other], "plain", known)
    assert (one.match_f1, one.lookalikes, one.groups, one.seconds) == (pytest.approx(0.9), 1, 2, 2.0)
    assert not one.same
    assert issue_figures([run, run], "plain", known).same


@pytest.mark.parametrize("name", [*SYSTEMS, *TOPICS])
def test_every_system_says_how_it_is_set_up(name):
    assert len(setup_of(name)) > 20
