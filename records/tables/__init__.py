"""All tables of the records, one `MetaData`."""

from __future__ import annotations

from records.tables import casework, graph, law, office, petitions
from records.tables.columns import metadata

__all__ = ["casework", "graph", "law", "metadata", "office", "petitions"]
