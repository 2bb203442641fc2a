"""Tables of the life of common issues: their numbers and owners, what befell them, letters that arrived at them."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import key, metadata, moment, number, words

issue_register = sa.Table(
    "issue_register",
    metadata,
    key("id"),
    number("number"),
    words("level"),
    words("label"),
    words("into"),
    words("unit_id"),
    words("owner"),
    words("assigned_by"),
    moment("assigned_at"),
    moment("began_at"),
    moment("ended_at"),
    sa.Index("ix_issue_register_number", "number", unique=True),
)

issue_event = sa.Table(
    "issue_event",
    metadata,
    key("issue_id"),
    sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
    words("kind"),
    words("other"),
    number("letters"),
    words("person"),
    words("note"),
    moment("at"),
)

issue_arrival = sa.Table(
    "issue_arrival",
    metadata,
    key("issue_id"),
    key("item_id"),
    words("reason"),
    sa.Column("score", sa.Double, nullable=False, server_default="0"),
    moment("at"),
    sa.Index("ix_issue_arrival_item_id", "item_id"),
)
