"""`python -m benchmarks.peers [--only NAME…] [--corpora NAME…]`: the product beside other systems, in one table.

Makes each peer's environment, writes the corpora once, runs each system twice over each corpus, one at a time, and
writes `benchmarks/results/peers.md`. Systems measured alone take their places among what was kept of the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence

from benchmarks.peers.corpus import Corpus, Question, read_corpus
from benchmarks.peers.data import corpus_folder
from benchmarks.peers.figures import Found, figures, issue_figures
from benchmarks.peers.running import found, run
from benchmarks.peers.systems import ALL_ARTICLES, EVERY, EVERYWHERE, LETTERS, SOME_ARTICLES, SYSTEMS, TOPICS, setup_of
from benchmarks.peers.table import Row, issue_table, table, versions_line
from benchmarks.quality_offices import rows
from benchmarks.report import RESULTS, machine

SECONDS = 60.0
SECTIONS = (
    (LETTERS, "letters", "MAP", "Whole letters of known issues → the other letters of the issue"),
    (LETTERS, "titles", "MAP", "The titles of these letters alone, typed → the other letters of the issue"),
    (SOME_ARTICLES, "questions", "MRR@10", "Lay questions → the articles that answer them, a part of all articles"),
    (ALL_ARTICLES, "questions", "MRR@10", "The same questions, all articles"),
)
NOTES = """\
All systems: the same documents, questions and vectors (bge-small-zh-v1.5, int8, no question model: that one was
trained on these questions), one vector a document, given for questions too, so no encoder is in any time. One client
asks one question after the other for ten hits; a letter does not find itself. MAP is over lists of 200 asked for in a
pass that is not timed. The filter lets through the same hundredth of all documents everywhere. Times are over both
runs; a pass ends after {seconds:.0f} s, and quality is over the questions answered till then. "Ours is × as fast"
compares questions a second with *ours, the search alone*, by the clock and by processor time. The best figure of a
column is bold, whoever has it. Memory holds the given texts and vectors as well, the same for all. The product's
weights were chosen on these labelled halves, the peers run with their defaults; what the product counted in these
very questions (how often an act is asked about) is switched off."""


def main(systems: Sequence[str], corpora: Sequence[str], seconds: float, remark: str = "") -> int:
    """Runs what is wanted and writes the table; 1 when a system could not be run, which the table says."""
    failed = []
    for corpus in corpora:
        for name in systems:
            if corpus in EVERY[name].corpora:
                sys.stdout.write(f"{name}, {corpus}\n")
                try:
                    run(name, corpus, seconds)
                except subprocess.CalledProcessError as error:
                    failed.append(f"{name} over {corpus}: ended with {error.returncode}")
    text = "\n".join([*_lines(seconds, remark), *failed, ""])
    (RESULTS / "peers.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return bool(failed)


def _lines(seconds: float, remark: str) -> Iterator[str]:
    kept = {(name, corpus): found(name, corpus) for name in EVERY for corpus in EVERYWHERE}
    there = {key: one for key, one in kept.items() if one is not None}
    yield from ("# The product beside other systems", "", f"{machine()}, {_when(list(there.values()))}.", "")
    yield from (NOTES.format(seconds=seconds), "")
    yield from (remark, "") if remark else ()
    for corpus, set_, second, title in SECTIONS:
        measured = [(name, there[name, corpus]) for name in SYSTEMS if (name, corpus) in there]
        if measured and measured[0][0] == "ours":
            data = read_corpus(corpus_folder(corpus))
            asked = data.sets[set_]
            yield from (f"## {title}", "", f"{len(asked)} questions, {len(data.ids):,} documents.", "")
            yield from (*table([_row(name, one, measured[0][1], set_, asked) for name, one in measured], second), "")
    yield from _issues({name: there[name, LETTERS] for name in TOPICS if (name, LETTERS) in there})
    yield from ("## How each is set up", "")
    told = dict.fromkeys(name for name, _ in there)
    yield from (f"- {EVERY[name].label}: {setup_of(name)}." for name in told)
    yield from ("", f"Versions: {versions_line({f'{n} {c}': one for (n, c), one in there.items()})}.")


def _row(name: str, kept: Found, ours: Found, set_: str, asked: Sequence[Question]) -> Row:
    told = figures(kept["runs"], set_, asked)
    return SYSTEMS[name].label, told, figures(ours["runs"], set_, asked[: told.questions]).recall, kept


def _when(every: Sequence[Found]) -> str:
    return ", ".join(sorted({f"commit {one['commit']} of {one['date']}" for one in every}))


def _issues(kept: dict[str, Found]) -> Iterator[str]:
    if not kept:
        return
    corpus = read_corpus(corpus_folder(LETTERS))
    known = known_issues(corpus)
    rows_ = [
        (f"{TOPICS[name].label}, {setting}", issue_figures(one["runs"], setting, known), one["runs"][0]["peak_mb"])
        for name, one in kept.items()
        for setting in one["runs"][0]["settings"]
    ]
    yield from ("## Common issues", "", f"{len(known)} known issues with look-alikes, {len(corpus.ids):,} letters.", "")
    yield from (*issue_table(rows_), "")


def known_issues(corpus: Corpus) -> list[tuple[set[str], set[str]]]:
    """Members and look-alikes of each known issue, by place in the corpus as text."""
    place_of = {id_.rpartition(":")[2]: str(place) for place, id_ in enumerate(corpus.ids)}

    def places(ids: Sequence[int]) -> set[str]:
        return {place_of[str(id_)] for id_ in ids if str(id_) in place_of}

    known = rows("teddy2020c/hot_issues_dev.jsonl")
    return [(places(row["ids"]), places(row["lookalikes"])) for row in known]


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--only", nargs="*", default=list(EVERY), help="these; without a name the table alone")
    told.add_argument("--corpora", nargs="+", choices=EVERYWHERE, default=EVERYWHERE)
    told.add_argument("--seconds", type=float, default=SECONDS, help="after so many a pass stops asking")
    told.add_argument("--remark", default="", help="a sentence on how it was measured, for the table")
    given = told.parse_args()
    if unknown := set(given.only) - set(EVERY):
        told.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(EVERY)}")
    sys.exit(main(given.only, given.corpora, given.seconds, given.remark))
