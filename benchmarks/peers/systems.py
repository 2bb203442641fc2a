"""The systems that are compared, by the name of their module, and the corpora each is asked over."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LETTERS, SOME_ARTICLES, ALL_ARTICLES = "letters", "articles_10000", "articles"
EVERYWHERE = (LETTERS, SOME_ARTICLES, ALL_ARTICLES)


@dataclass(frozen=True, slots=True)
class System:
    """How a system is called in the table, and where it is asked; a slow one is spared the largest corpus."""

    label: str
    corpora: tuple[str, ...] = EVERYWHERE
    server: bool = False
    """Whether it needs the Neo4j server beside it."""
    ours: bool = False


SYSTEMS: Mapping[str, System] = {
    "ours": System("ours, the search alone", ours=True),
    "ours_answers": System("ours, the whole answer", ours=True),
    "txtai_hybrid": System("txtai hybrid"),
    "neo4j_graphrag_hybrid": System("neo4j-graphrag HybridRetriever", (LETTERS, SOME_ARTICLES), server=True),
    "haystack_hybrid": System("Haystack in-memory hybrid", (LETTERS, SOME_ARTICLES)),
    "lancedb_hybrid": System("LanceDB hybrid"),
    "bm25s_jieba": System("bm25s (words alone)"),
    "sqlite_fts5": System("SQLite FTS5 (words alone)"),
}
TOPICS: Mapping[str, System] = {
    "ours_issues": System("ours, events", (LETTERS,), ours=True),
    "bertopic_issues": System("BERTopic", (LETTERS,)),
}
EVERY: Mapping[str, System] = {**SYSTEMS, **TOPICS}


def setup_of(name: str) -> str:
    """What the module says of how its system is set up, read without importing it: its vendor may not be here."""
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    said = (node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SETUP")
    return str(ast.literal_eval(next(said).value))
