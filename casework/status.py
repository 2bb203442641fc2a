"""How the office stands (运行状态): what is loaded, how far the projections are, what is away."""

from __future__ import annotations

from dataclasses import dataclass

from casework.lock import worker_alive
from casework.office import Office
from core.errors import PetitionGraphError
from core.viewer import Viewer
from records import marks
from records.item_finding import count_items
from records.law import regulations
from records.packages import packages
from records.reviews import count_reviews
from search.documents import CORPORA


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """One look at the office; problems are Chinese sentences, empty when there is none."""

    items: int
    regulations: int
    packages: int
    waiting: dict[str, int]
    vectors_done: int
    vectors_total: int
    model: str
    model_problem: str
    index_problem: str
    graph_name: str
    graph_problem: str
    worker_alive: bool
    doubtful: int

    @property
    def vectors_share(self) -> float:
        """Share of texts that have their vectors, 0 to 1."""
        return self.vectors_done / self.vectors_total if self.vectors_total else 1.0


def office_status(office: Office, viewer: Viewer) -> OfficeStatus:
    """The office as it stands now; a part that is away is told, never raised."""
    with office.database.read() as tx:
        waiting = marks.backlog(tx)
        counts = count_items(tx, viewer), len(regulations(tx)), len(packages(tx)), count_reviews(tx, viewer)
    encoder = office.encoder
    done = total = 0
    index_problem = ""
    try:
        states = [office.index.state(corpus) for corpus in CORPORA]
        total = sum(state.documents for state in states)
        done = total - sum(state.missing_vectors for state in states)
    except PetitionGraphError as error:
        index_problem = error.detail
    graph = office.graph.status()
    return OfficeStatus(
        items=counts[0],
        regulations=counts[1],
        packages=counts[2],
        doubtful=counts[3],
        waiting=waiting,
        vectors_done=done,
        vectors_total=total,
        model=encoder.name if encoder else "",
        model_problem=office.model_problem,
        index_problem=index_problem,
        graph_name=graph.name,
        graph_problem="" if graph.ok else graph.detail,
        worker_alive=worker_alive(office.home),
    )
