"""How the office stands (运行状态): what is loaded, how far the projections are, what is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.lock import worker_alive
from casework.office import Office
from casework.projections import NAMES, told_problems
from core.errors import PetitionGraphError
from core.viewer import Viewer
from graph.neo4j_graph import Neo4jGraph
from records import marks
from records.item_finding import count_items
from records.law import regulations
from records.packages import packages
from records.reviews import count_reviews
from search.documents import CORPORA, Corpus


@dataclass(frozen=True, slots=True)
class Filled:
    """How many texts of one kind have vectors."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """The share that has, 0 to 1; 1 where there is nothing to fill."""
        return self.done / self.total if self.total else 1.0


CORPUS_LABELS: Mapping[Corpus, str] = {"petitions": "来信", "articles": "法规", "members": "政策文件"}


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """One look at the office; problems are Chinese sentences, empty when there is none."""

    items: int
    regulations: int
    packages: int
    waiting: dict[str, int]
    vectors: Mapping[str, Filled]
    """来信, 法规 and 政策文件: how many of their texts have vectors."""
    model: str
    model_problem: str
    index_problem: str
    graph_name: str
    graph_problem: str
    worker_alive: bool
    doubtful: int
    worker_problems: Mapping[str, str]
    """What the running worker cannot do just now: 词语检索, 语义检索 or 关系图谱 → why."""

    @property
    def vectors_done(self) -> int:
        """Texts that have their vectors."""
        return sum(one.done for one in self.vectors.values())

    @property
    def vectors_total(self) -> int:
        """All texts."""
        return sum(one.total for one in self.vectors.values())

    @property
    def vectors_share(self) -> float:
        """Share of all texts that have their vectors, 0 to 1."""
        return Filled(self.vectors_done, self.vectors_total).share


def office_status(office: Office, viewer: Viewer) -> OfficeStatus:
    """The office as it stands now; a part that is away is told, never raised."""
    with office.database.read() as tx:
        waiting = marks.backlog(tx)
        counts = count_items(tx, viewer), len(regulations(tx)), len(packages(tx)), count_reviews(tx, viewer)
    encoder = office.encoder
    alive = worker_alive(office.home)
    told = told_problems(office) if alive else {}
    vectors, index_problem = _filled(office)
    graph_name, graph_problem = _graph(office, told.get("graph", ""), waiting["graph"])
    return OfficeStatus(
        items=counts[0],
        regulations=counts[1],
        packages=counts[2],
        doubtful=counts[3],
        waiting=waiting,
        vectors=vectors,
        model=encoder.name if encoder else "",
        model_problem=office.model_problem,
        index_problem=index_problem or told.get("words", "") or told.get("vectors", ""),
        graph_name=graph_name,
        graph_problem=graph_problem,
        worker_alive=alive,
        worker_problems={NAMES.get(name, name): detail for name, detail in told.items()},
    )


def _filled(office: Office) -> tuple[dict[str, Filled], str]:
    """Texts with vectors by kind, and what is wrong with the index."""
    found = {}
    for corpus in CORPORA:
        try:
            state = office.index.state(corpus)
        except PetitionGraphError as error:
            return {}, error.detail
        found[CORPUS_LABELS[corpus]] = Filled(state.documents - state.missing_vectors, state.documents)
    return found, ""


def _graph(office: Office, told: str, waiting: int) -> tuple[str, str]:
    """The graph's name and what is wrong with it; a server the worker cannot reach is not asked once more."""
    if told and office.settings.neo4j_uri:
        behind = f"，{waiting} 项变更等待写入" if waiting else ""
        return Neo4jGraph.name, f"{told}{behind}；登记不受影响"
    try:
        graph = office.graph.status()
    except PetitionGraphError as error:  # an address no driver can take
        return Neo4jGraph.name, error.detail
    return graph.name, "" if graph.ok else graph.detail
