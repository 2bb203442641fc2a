"""Tables of names under review: what a spelling may stand for, where it was seen, what people decided."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, key, metadata, moment, number, words

name_proposal = sa.Table(
    "name_proposal",
    metadata,
    key("id"),
    words("kind"),
    words("spelling"),
    words("target"),
    words("known"),
    words("rule"),
    sa.Column("score", sa.Double, nullable=False, server_default="0"),
    words("state"),
    day("valid_from"),
    day("valid_to"),
    moment("created_at"),
    sa.Index("ix_name_proposal_state", "state"),
)

name_sighting = sa.Table(
    "name_sighting",
    metadata,
    key("proposal_id"),
    key("item_id"),
    key("field"),
    sa.Column("start", sa.BigInteger, primary_key=True, autoincrement=False),
    number("end"),
    sa.Index("ix_name_sighting_item_id", "item_id"),
)

name_decision = sa.Table(
    "name_decision",
    metadata,
    key("proposal_id"),
    sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
    words("action"),
    words("person"),
    words("reason"),
    number("letters"),
    moment("at"),
)
