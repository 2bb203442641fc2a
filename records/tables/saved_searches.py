"""Tables of saved searches: what a person keeps asking, and what it has found so far."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import flag, key, metadata, moment, structure, words

saved_search = sa.Table(
    "saved_search",
    metadata,
    key("id"),
    words("person", index=True),
    words("title"),
    words("corpus"),
    words("text"),
    words("like"),
    structure("filters"),
    words("made_with"),
    moment("created_at"),
    moment("looked_at"),
)

saved_search_hit = sa.Table(
    "saved_search_hit",
    metadata,
    key("search_id"),
    key("entity"),
    flag("fresh"),
    moment("found_at"),
    sa.Index("ix_saved_search_hit_entity", "entity"),
)
