"""The question model that comes with the product, trained from nothing (`make model`).

`python -m benchmarks.lay_questions [--home FOLDER] [--out FOLDER]` loads the public articles into an office, trains on
the public questions (dev rows only) with the command's own code, and writes the adapter with its card; the counts of
`core/asked_acts.yaml` come from the same rows. Takes about an hour on 2 cores.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.offices import shared
from casework.encoder_training import ADAPTER_FOLDER, CARD, Training, models_folder, train_question_model
from casework.office import Office, open_office
from casework.worker import settle
from core.ids import article_id
from core.settings import Settings
from core.viewer import OFFICE
from eval.gold import Ask, GoldSet
from ingest.articles import ingest_articles
from records.named_ids import article_names
from search.model import ADAPTER, ADAPTER_CONFIG, LAY_QUESTIONS
from search.training import Plan

NAME = "lay-questions"
PARTS = 5
ASKED_ACTS = Path(__file__).resolve().parent.parent / "core" / "asked_acts.yaml"
_HEAD = """\
# How often public questions and replies turn to an act (法律被问到的次数); `python -m benchmarks.lay_questions` counts:
# lay questions with their articles, web consultations with their legal basis, replies to petitions that cite an act.
# Titles and counts only. An act that is asked about often is likelier to hold the answer to the next question.
"""
Row = dict[str, Any]


def main() -> None:
    """Loads, counts, trains, and puts adapter and card in their place."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--home", type=Path, default=Path(".office-lay-questions"))
    read.add_argument("--out", type=Path, default=LAY_QUESTIONS)
    wanted = read.parse_args()
    count_acts()
    office = open_office(Settings(home=wanted.home, today="2026-11-22"))
    try:
        load_articles(office)
        sets = [known(office, one) for one in (stard(), scenes())]
        train_question_model(office, OFFICE, Training(name=NAME, sets=sets, plan=Plan(), parts=PARTS), _tell)
        _put_in_place(models_folder(office) / NAME, wanted.out)
    finally:
        office.close()


def _tell(done: int, steps: int, left: float) -> None:
    sys.stderr.write(f"step {done} of {steps}, {left / 60:.0f} min left\n")


def load_articles(office: Office) -> None:
    """Puts the public articles into the office, words and vectors; quick when they are there already."""
    ingest_articles(office.database, shared("stard/corpus.jsonl.gz"), quarantine=office.home / "q", now=office.now())
    settle(office)


def _put_in_place(made: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for file in (made / ADAPTER_FOLDER / ADAPTER, made / ADAPTER_FOLDER / ADAPTER_CONFIG, made / CARD):
        shutil.copyfile(file, out / file.name)


def rows(name: str) -> Iterator[Row]:
    """The rows of a shared file."""
    with gzip.open(shared(name), "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def stard() -> GoldSet:
    """Lay questions with the ids of the articles that answer them."""
    return GoldSet(
        name="stard",
        kind="ranking",
        corpus="articles",
        asks=tuple(
            _ask(row["id"], row["query"], map(str, row["relevant"])) for row in rows("stard/queries_dev.jsonl.gz")
        ),
    )


def scenes() -> GoldSet:
    """Scenes with the one article each was made from."""
    asks = (_ask(row["id"], row["query"], _articles(row["relevant"])) for row in rows(_LAWBENCH))
    return GoldSet(name="scenes", kind="ranking", corpus="articles", asks=tuple(asks))


_LAWBENCH = "lawbench/3-2_scene_to_article_dev.jsonl.gz"


def _ask(id_: object, text: str, relevant: Iterable[str]) -> Ask:
    return Ask(id=str(id_), text=text, relevant=dict.fromkeys(relevant, 1.0))


def _articles(relevant: Iterable[Row]) -> Iterator[str]:
    return (article_id(plain(one["law"]), one["no"], one.get("sub", 0)) for one in relevant if one["no"])


def known(office: Office, gold: GoldSet) -> GoldSet:
    """The set with those questions alone of which every article is in the office."""
    with office.database.read() as tx:
        there = article_names(tx, {name for ask in gold.asks for name in ask.relevant})
    asks = tuple(ask for ask in gold.asks if ask.relevant and set(ask.relevant) <= set(there))
    return GoldSet(name=gold.name, kind=gold.kind, corpus=gold.corpus, asks=asks)


def plain(title: str) -> str:
    """The title without the country's name."""
    return title.replace("中华人民共和国", "").strip("《》")


def count_acts() -> None:
    """Writes how often each act is asked about in the public rows."""
    act_of = {row["id"]: row["law"] for row in rows("stard/corpus.jsonl.gz")}
    counts = Counter(plain(act_of[id_]) for row in rows("stard/queries_dev.jsonl.gz") for id_ in row["relevant"])
    told = (one["law"] for row in rows("lawbench/3-8_consultation_dev.jsonl.gz") for one in row["relevant"])
    counts.update(map(plain, told))
    cited = (one for row in rows("teddy2020c/replies_dev.jsonl.gz") for one in row["cites"])
    counts.update(plain(one["law"]) for one in cited if one["in_statutes"])
    lines = sorted(((-count, title) for title, count in counts.items() if title))
    body = "".join(f"{json.dumps(title, ensure_ascii=False)}: {-count}\n" for count, title in lines)
    ASKED_ACTS.write_text(_HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main()
