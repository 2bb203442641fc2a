"""The graph and its upkeep: nodes, links, evidence, marks, projections, vectors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.migrations.columns import index, key, key_number, make, moments, real, text, texts, whole

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _node()
    _link()
    _evidence()
    _mark()
    _projection()
    _vector()
    _vector_owner()


def _node() -> None:
    make("node", [key("id"), *texts("kind name region"), *moments("on"), text("props", "{}")], "id")
    index("node", "kind", "name")


def _link() -> None:
    make(
        "link",
        [
            key("source"),
            key("kind"),
            key("target"),
            real("score", "-1000000000.0"),
            text("made_by"),
            *moments("made_at"),
            *texts("revoked_by revoked_why"),
            *moments("revoked_at"),
        ],
        "source kind target",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_target", "link", ["target", sa.text("score DESC"), "kind", "source"])


def _evidence() -> None:
    make(
        "evidence",
        [
            key_number("digest"),
            *texts("source kind target record field"),
            whole("start"),
            whole("end"),
            text("quote"),
            real("score"),
            *texts("rule person note"),
            *moments("made_at"),
        ],
        "digest",
    )
    index("evidence", "record")
    index("evidence", "source")


def _mark() -> None:
    make(
        "mark",
        [key("consumer"), key_number("lane"), key("entity"), whole("mark")],
        "consumer lane entity",
        sqlite_with_rowid=False,
    )


def _projection() -> None:
    make("projection", [key("consumer"), *texts("generation database_uuid"), *moments("at")], "consumer")


def _vector() -> None:
    make("vector", [key("encoder"), key("hash"), sa.Column("data", sa.LargeBinary, nullable=False)], "encoder hash")


def _vector_owner() -> None:
    make("vector_owner", [key("hash"), key("entity")], "hash entity", sqlite_with_rowid=False)
    index("vector_owner", "entity")
