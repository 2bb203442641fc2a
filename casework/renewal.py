"""Making the projections anew from the records: the index with today's dictionary, and the graph in Neo4j."""

from __future__ import annotations

from dataclasses import dataclass

from casework.dictionary import set_dictionary
from casework.office import Office
from core.errors import PetitionGraphError
from graph.neo4j_graph import Neo4jGraph
from graph.projector import rebuild_graph
from search.projector import mark_for_search


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """How many entities were marked to be indexed afresh, and why Neo4j could not be cleared, empty when it was."""

    entities: int
    graph_problem: str = ""


def renew(office: Office) -> Renewed:
    """What was done: everything marked, the index emptied, Neo4j cleared. For whoever has the worker's place.

    The records are written first: while they are locked the old index stays as it is and goes on answering.
    A Neo4j that is away or holds another database's graph is left alone, and said.
    """
    with office.writing_index:
        set_dictionary(office.database, now=office.now())
        office.forget_index()
        entities = mark_for_search(office.database)
        office.index.wipe()
    try:
        _renew_graph(office)
    except PetitionGraphError as error:
        return Renewed(entities=entities, graph_problem=error.detail)
    return Renewed(entities=entities)


def _renew_graph(office: Office) -> None:
    if isinstance(office.graph, Neo4jGraph):
        with office.writing_graph:
            office.graph.verify()  # the graph of another office is not cleared in passing
            rebuild_graph(office.database, office.graph)
