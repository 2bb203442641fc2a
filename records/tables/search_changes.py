"""The table of changes of how search orders its answers, each with the comparison it was judged by."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import key, metadata, moment, structure, words

search_change = sa.Table(
    "search_change",
    metadata,
    key("id"),
    words("kind", index=True),
    words("state"),
    words("decision"),
    structure("before"),
    structure("after"),
    structure("compared"),
    structure("datasets"),
    words("note"),
    words("version"),
    words("person"),
    moment("at", nullable=False),
    words("applied_by"),
    words("apply_reason"),
    moment("applied_at"),
    words("undone_by"),
    words("undo_reason"),
    moment("undone_at"),
)
