"""neo4j-graphrag's HybridRetriever on a real Neo4j."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.peers.corpus import WANTED_GROUP, Corpus, Question
from benchmarks.peers.measure import Build, Search

PACKAGES = ("neo4j-graphrag", "neo4j")
SETUP = (
    "Neo4j 5.26 on the same machine, full-text index with the analyzer `cjk`, vector index (cosine), "
    "`HybridRetriever` with its default ranker, signs of Lucene escaped, letters cut at 900 "
    "characters since it refuses longer ones (TooManyClauses); it has no filter, so filtering is a `WHERE` "
    "in `HybridCypherRetriever`, after the search; memory and processor time with the server's"
)
WORDS, MEANING = "document_words", "document_meaning"
AT_ONCE = 1000
LONGEST = 900
"""Characters of a question; Lucene refuses more than 1,024 pairs of characters."""
_SIGNS = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_FILTERED = f"WITH node, score WHERE node.belongs = {WANTED_GROUP} RETURN node.place AS place, score"


@contextmanager
def engine(corpus: Corpus, work: Path) -> Iterator[Build]:
    """Searches words and vectors in the server noted in the work folder."""
    import neo4j
    from neo4j_graphrag.retrievers import HybridCypherRetriever, HybridRetriever

    server = json.loads((work / "server.json").read_text(encoding="utf-8"))
    with neo4j.GraphDatabase.driver(server["uri"], auth=(server["user"], server["password"])) as driver:

        def build() -> Search:
            _fill(driver, corpus)
            plain = HybridRetriever(driver, MEANING, WORDS, return_properties=["place"])
            narrowed = HybridCypherRetriever(driver, MEANING, WORDS, retrieval_query=_FILTERED)

            def search(question: Question, k: int, filtered: bool) -> Sequence[int]:
                retriever = narrowed if filtered else plain
                found = retriever.get_search_results(
                    query_text=_SIGNS.sub(r"\\\1", question.text[:LONGEST]),
                    query_vector=question.vector.tolist(),
                    top_k=k,
                )
                return [_place(record) for record in found.records][:k]

            return search

        yield build


def _place(record: Any) -> int:  # noqa: ANN401 - a record of the driver
    told = record.data()
    return int(told["place"] if "place" in told else told["node"]["place"])


def _fill(driver: Any, corpus: Corpus) -> None:  # noqa: ANN401 - the driver of neo4j
    size = corpus.vectors.shape[1]
    rows = [
        {"place": place, "text": text, "belongs": group, "vector": vector}
        for place, (text, group, vector) in enumerate(
            zip(corpus.texts, corpus.groups.tolist(), corpus.vectors.tolist(), strict=True)
        )
    ]
    for start in range(0, len(rows), AT_ONCE):
        driver.execute_query(
            "UNWIND $rows AS row CREATE (n:Document {place: row.place, text: row.text, belongs: row.belongs}) "
            "WITH n, row CALL db.create.setNodeVectorProperty(n, 'vector', row.vector)",
            rows=rows[start : start + AT_ONCE],
        )
    driver.execute_query(
        f"CREATE FULLTEXT INDEX {WORDS} FOR (n:Document) ON EACH [n.text] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )
    driver.execute_query(
        f"CREATE VECTOR INDEX {MEANING} FOR (n:Document) ON n.vector OPTIONS {{indexConfig: "
        f"{{`vector.dimensions`: {size}, `vector.similarity_function`: 'cosine'}}}}"
    )
    driver.execute_query("CALL db.awaitIndexes(3600)")
