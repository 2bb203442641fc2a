"""All tables of the records, one `MetaData`."""

from __future__ import annotations

from records.tables import casework, graph, law, learning, names, office, petitions, stale
from records.tables.columns import metadata

__all__ = ["casework", "graph", "law", "learning", "metadata", "names", "office", "petitions", "stale"]
