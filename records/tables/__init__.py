"""All tables of the records, one `MetaData`."""

from __future__ import annotations

from records.tables import (
    casework,
    encoder_models,
    graph,
    issue_life,
    law,
    learning,
    names,
    office,
    petitions,
    saved_searches,
    search_changes,
    stale,
)
from records.tables.columns import metadata

__all__ = [
    "casework",
    "encoder_models",
    "graph",
    "issue_life",
    "law",
    "learning",
    "metadata",
    "names",
    "office",
    "petitions",
    "saved_searches",
    "search_changes",
    "stale",
]
