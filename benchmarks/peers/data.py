"""The corpora of the comparison, made once from our own records and encoder into the cache folder.

Texts are masked as the product holds them; letters recognised as accusations are in no search, so in no corpus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers.corpus import Corpus, Question, Vectors, write_corpus
from benchmarks.peers.offices import CACHE, Remembering, documents, group_of, grouped, office_of, vectors_of
from benchmarks.quality_offices import rows
from casework.office import Office
from core.viewer import OFFICE
from records.law import article_histories
from records.named_ids import article_ids, item_ids
from search.documents import Corpus as Kind
from search.documents import Document
from search.letters import law_question_vector, question_vector
from search.sources import entity_of

KINDS: Mapping[str, Kind] = {"letters": "petitions", "articles_10000": "articles", "articles": "articles"}
"""The corpora by name, each with what kind of documents it holds."""
SIZES = {"articles_10000": 10_000}


def corpus_folder(name: str) -> Path:
    """The folder of a corpus, written first when it is not there."""
    folder = CACHE / "data" / name
    if not folder.exists():
        with office_of(KINDS[name]) as office:
            encoder = Remembering()
            made = _letters(office, encoder) if name == "letters" else _articles(office, encoder, name)
            write_corpus(made, folder)
    return folder


def documents_in(office: Office, name: str) -> list[Document]:
    """The documents of a corpus in the order of their places; of a part of the articles all that answer are in it."""
    found = documents(office, KINDS[name], SIZES.get(name), _answering(office) if name in SIZES else frozenset())
    return [document for document in found if not document.facets.get("restricted")]


def with_vectors(office: Office, encoder: Remembering, name: str) -> list[tuple[Document, Vectors]]:
    """The documents of a corpus in their groups, each with all its vectors."""
    several = [grouped(document) for document in documents_in(office, name)]
    return list(zip(several, vectors_of(office, encoder, KINDS[name], several), strict=True))


def _answering(office: Office) -> frozenset[str]:
    names = {str(id_) for row in rows("stard/queries_dev.jsonl.gz") for id_ in row["relevant"]}
    with office.database.read() as tx:
        return frozenset(article_ids(tx, names).values())


def _letters(office: Office, encoder: Remembering) -> Corpus:
    """Letters of known issues as questions, whole and by their title alone; the others of the issue answer them."""
    several = documents_in(office, "letters")
    first = _first_vectors(vectors_of(office, encoder, "petitions", several))
    place_of = {document.id: place for place, document in enumerate(several)}
    whole, titles = [], []
    for issue in rows("teddy2020c/hot_issues_dev.jsonl"):
        with office.database.read() as tx:
            known = item_ids(tx, OFFICE, map(str, issue["ids"]))
        places = sorted(place_of[id_] for ids in known.values() for id_ in ids)
        for place in places if len(places) > 1 else ():
            others, title = frozenset(places) - {place}, several[place].title
            vector = question_vector(encoder, Document(id="", text=title))
            whole.append(Question(_text(several[place]), first[place], others, place))
            titles.append(Question(title, vector, others, place))
    return _corpus("letters", several, first, {"letters": whole, "titles": titles})


def _articles(office: Office, encoder: Remembering, name: str) -> Corpus:
    several = documents_in(office, name)
    first = _first_vectors(vectors_of(office, encoder, "articles", several))
    place_of = places_by_source(office, [document.id for document in several])
    asked = []
    for row in rows("stard/queries_dev.jsonl.gz"):
        answers = frozenset(place_of[str(id_)] for id_ in row["relevant"])
        asked.append(Question(row["query"], law_question_vector(encoder, Document(id="", text=row["query"])), answers))
    return _corpus(name, several, first, {"questions": asked})


def places_by_source(office: Office, ids: Sequence[str]) -> dict[str, int]:
    """Id in the source → place of the wording, for the documents of articles `ids` in the order of their places."""
    place_of = {id_: place for place, id_ in enumerate(ids)}
    with office.database.read() as tx:
        histories = article_histories(tx, {entity_of(id_) for id_ in ids})
    every = ((f"{id_}@{number}", text.source_id) for id_, its in histories.items() for number, text, _ in its)
    return {source: place_of[id_] for id_, source in every if id_ in place_of}


def _first_vectors(several: Sequence[Vectors]) -> Vectors:
    return np.stack([rows[0] for rows in several])


def _corpus(name: str, several: Sequence[Document], first: Vectors, sets: Mapping[str, Sequence[Question]]) -> Corpus:
    return Corpus(
        name=name,
        ids=[document.id for document in several],
        texts=[_text(document) for document in several],
        groups=np.array([group_of(document) for document in several], dtype=np.int64),
        vectors=first,
        sets={set_: _shuffled(questions) for set_, questions in sets.items()},
    )


def _shuffled(questions: Sequence[Question]) -> list[Question]:
    """The questions in a fixed order without meaning, so that the first of them are a fair sample."""
    return [questions[place] for place in np.random.default_rng(11).permutation(len(questions))]


def _text(document: Document) -> str:
    return f"{document.title}\n{document.text}" if document.title else document.text
