"""`python -m benchmarks.peers [--only NAME…] [--corpora NAME…]`: the product beside other systems, in one table.

Makes each peer's environment, writes the corpora once, runs each system twice over each corpus, one at a time, and
writes `benchmarks/results/peers.md`. Systems measured alone take their places among what was kept of the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence

from benchmarks.peers.corpus import Corpus, read_corpus
from benchmarks.peers.data import corpus_folder
from benchmarks.peers.figures import Found, figures, issue_figures
from benchmarks.peers.running import found, run
from benchmarks.peers.systems import ALL_ARTICLES, EVERYWHERE, LETTERS, SOME_ARTICLES, SYSTEMS, TOPICS, setup_of
from benchmarks.peers.table import issue_table, table, versions_line
from benchmarks.quality_offices import rows
from benchmarks.report import RESULTS, machine
from core.settings import prepare_process

SECONDS = 150.0
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


def main(systems: Sequence[str], corpora: Sequence[str], seconds: float) -> int:
    """Runs what is wanted and writes the table; 1 when a system could not be run, which the table says."""
    failed = []
    for corpus in corpora:
        for name in systems:
            if corpus in (SYSTEMS | TOPICS)[name].corpora:
                sys.stdout.write(f"{name}, {corpus}\n")
                try:
                    run(name, corpus, seconds)
                except subprocess.CalledProcessError as error:
                    failed.append(f"{name} over {corpus}: ended with {error.returncode}")
    text = "\n".join([*_lines(seconds), *failed, ""])
    (RESULTS / "peers.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return bool(failed)


def _lines(seconds: float) -> Iterator[str]:
    kept = {(name, corpus): found(name, corpus) for name in SYSTEMS | TOPICS for corpus in EVERYWHERE}
    there = {key: one for key, one in kept.items() if one is not None}
    yield from ("# The product beside other systems", "", f"{machine()}, {_when(list(there.values()))}.", "")
    yield from (NOTES.format(seconds=seconds), "")
    for corpus, set_, second, title in SECTIONS:
        measured = [(name, there[name, corpus]) for name in SYSTEMS if (name, corpus) in there]
        if measured and measured[0][0] == "ours":
            data = read_corpus(corpus_folder(corpus))
            asked = data.sets[set_]
            yield from (f"## {title}", "", f"{len(asked)} questions, {len(data.ids):,} documents.", "")
            rows_ = [(SYSTEMS[name].label, figures(one["runs"], set_, asked), one) for name, one in measured]
            yield from (*table(rows_, second), "")
    yield from _issues({name: there[name, LETTERS] for name in TOPICS if (name, LETTERS) in there})
    yield from ("## How each is set up", "")
    told = dict.fromkeys(name for name, _ in there)
    yield from (f"- {(SYSTEMS | TOPICS)[name].label}: {setup_of(name)}." for name in told)
    yield from ("", f"Versions: {versions_line({f'{n} {c}': one for (n, c), one in there.items()})}.")


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
    return [
        tuple({place_of[str(id_)] for id_ in row[part] if str(id_) in place_of} for part in ("ids", "lookalikes"))
        for row in rows("teddy2020c/hot_issues_dev.jsonl")
    ]


if __name__ == "__main__":
    prepare_process()
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--only", nargs="+", choices=list(SYSTEMS | TOPICS), default=list(SYSTEMS | TOPICS))
    told.add_argument("--corpora", nargs="+", choices=EVERYWHERE, default=EVERYWHERE)
    told.add_argument("--seconds", type=float, default=SECONDS, help="after so many a pass stops asking")
    given = told.parse_args()
    sys.exit(main(given.only, given.corpora, given.seconds))
