"""Tables of what texts rest on: corrected pairs of old and new articles, stale bases, and what persons say of them."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, key, metadata, moment, number, strings, words

article_pair = sa.Table(
    "article_pair",
    metadata,
    key("old_regulation"),
    key("old_edition"),
    key("new_regulation"),
    key("new_edition"),
    key("old_number"),
    key("new_number"),
    words("person"),
    words("reason"),
    moment("at"),
)

stale_basis = sa.Table(
    "stale_basis",
    metadata,
    key("id"),
    words("kind"),
    number("rank"),
    words("record"),
    words("item_id", index=True),
    words("title"),
    words("target", index=True),
    words("label"),
    words("quote"),
    day("counts_on"),
    words("counts_by"),
    number("version_then"),
    words("change"),
    words("status"),
    words("why"),
    words("cause"),
    strings("successors"),
    words("signature"),
    number("place"),
    sa.Index("ix_stale_basis_place", "place"),
)

stale_decision = sa.Table(
    "stale_decision",
    metadata,
    key("id"),
    words("item_id", index=True),
    words("signature"),
    words("state"),
    words("person"),
    words("reason"),
    moment("at"),
)
