"""Tables of the graph and its upkeep: node, link, evidence, mark, projection, cached vectors."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, key, metadata, moment, number, structure, words

NO_SCORE = -1e9
"""Stored for "no score", so that such links come last on every database without a rule for nulls."""

node = sa.Table(
    "node",
    metadata,
    key("id"),
    words("kind"),
    words("name"),
    words("region"),
    day("on"),
    structure("props"),
    sa.Index("ix_node_kind_name", "kind", "name"),
)

link = sa.Table(
    "link",
    metadata,
    key("source"),
    key("kind"),
    key("target"),
    sa.Column("score", sa.Double, nullable=False, server_default=str(NO_SCORE)),
    words("made_by"),
    moment("made_at"),
    words("revoked_by"),
    words("revoked_why"),
    moment("revoked_at"),
    sqlite_with_rowid=False,
)
sa.Index("ix_link_target", link.c.target, link.c.score.desc(), link.c.kind, link.c.source)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("digest", sa.BigInteger, primary_key=True, autoincrement=False),
    words("source", index=True),
    words("kind"),
    words("target"),
    words("record", index=True),
    words("field"),
    number("start"),
    number("end"),
    words("quote"),
    sa.Column("score", sa.Double),
    words("rule"),
    words("person"),
    words("note"),
    moment("made_at"),
)

mark = sa.Table(
    "mark",
    metadata,
    key("consumer"),
    sa.Column("lane", sa.BigInteger, primary_key=True, autoincrement=False),
    key("entity"),
    number("mark"),
    sqlite_with_rowid=False,
)

projection = sa.Table(
    "projection",
    metadata,
    key("consumer"),
    words("generation"),
    words("database_uuid"),
    moment("at"),
)

vector = sa.Table(
    "vector",
    metadata,
    key("encoder"),
    key("hash"),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

vector_owner = sa.Table(
    "vector_owner",
    metadata,
    key("hash"),
    key("entity"),
    sa.Index("ix_vector_owner_entity", "entity"),
    sqlite_with_rowid=False,
)
