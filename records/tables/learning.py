"""Tables of learning in use: what people said of hits and pairs, what was typed, words and bridges proposed."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import key, metadata, moment, number, strings, words

judgment = sa.Table(
    "judgment",
    metadata,
    key("id"),
    words("person"),
    words("asked", index=True),
    words("hit", index=True),
    words("verdict"),
    words("text"),
    words("origin"),
    moment("at", nullable=False),
    moment("undone_at"),
    words("undone_by"),
)

typed_query = sa.Table(
    "typed_query",
    metadata,
    key("id"),
    key("corpus"),
    words("text"),
    number("times"),
    number("similar"),
    moment("first_at"),
    moment("last_at"),
)

word_proposal = sa.Table(
    "word_proposal",
    metadata,
    key("id"),
    words("kind"),
    words("word"),
    words("standard"),
    words("state", index=True),
    number("frequency"),
    sa.Column("cohesion", sa.Double, nullable=False, server_default="0"),
    sa.Column("freedom", sa.Double, nullable=False, server_default="0"),
    words("person"),
    words("reason"),
    moment("created_at"),
    moment("decided_at"),
)

word_sighting = sa.Table(
    "word_sighting",
    metadata,
    key("proposal_id"),
    key("seen_in"),
    sa.Index("ix_word_sighting_seen_in", "seen_in"),
)

bridge = sa.Table(
    "bridge",
    metadata,
    key("everyday"),
    key("legal"),
    sa.Column("weight", sa.Double, nullable=False, server_default="0"),
    words("source"),
    words("state", index=True),
    strings("examples"),
    words("person"),
    words("reason"),
    moment("created_at"),
    moment("decided_at"),
)
