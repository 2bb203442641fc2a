"""Tables of petitions: item (register row), its texts, matter, claim, handling event, tombstone, assignment."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, flag, key, metadata, moment, number, strings, structure, words

RESTRICTED = sa.text("restricted <> ''")

item = sa.Table(
    "item",
    metadata,
    key("id"),
    words("source"),
    words("source_id", index=True),
    words("item_no", index=True),
    words("channel"),
    moment("received_at", index=True),
    moment("registered_at"),
    words("claim_class"),
    words("purpose"),
    words("cause"),
    words("issue_code", index=True),
    sa.Column("issue_confidence", sa.Double),
    words("class_text"),
    words("region_code"),
    words("region_text"),
    words("place_text"),
    words("petitioner_ref", index=True),
    number("person_count", 1),
    sa.Column("affected_count", sa.BigInteger),
    flag("is_joint_letter"),
    flag("is_group_visit"),
    flag("is_anonymous"),
    flag("is_urgent"),
    words("state"),
    day("due_on"),
    words("unit_id", index=True),
    words("unit_text"),
    words("respondent_text"),
    words("outcome"),
    words("rating"),
    moment("replied_at"),
    words("matter_id", index=True),
    words("repeat_of"),
    words("restricted"),
    words("content_hash"),
    words("source_file"),
    sa.Column("source_row", sa.BigInteger),
    flag("concluded"),
    flag("erased"),
    strings("held"),
)
sa.Index("ix_item_restricted", item.c.id, sqlite_where=RESTRICTED, postgresql_where=RESTRICTED)

item_text = sa.Table(
    "item_text",
    metadata,
    key("item_id"),
    words("title"),
    words("content"),
    words("title_masked"),
    words("content_masked"),
    words("reply"),
    words("reply_masked"),
    structure("extra"),
)

matter = sa.Table(
    "matter",
    metadata,
    key("id"),
    words("title"),
    words("issue_code"),
    words("region_code"),
    day("first_received_on"),
    day("last_received_on"),
    number("item_count"),
    words("state"),
    words("responsible_unit"),
    flag("resolved"),
    day("resolved_on"),
    words("resolution_type"),
)

claim = sa.Table(
    "claim",
    metadata,
    key("id"),
    words("item_id", index=True),
    number("ordinal"),
    words("text"),
    words("claim_class"),
    words("issue_code"),
    words("route"),
    words("outcome"),
    number("start"),
    number("end"),
)

handling_event = sa.Table(
    "handling_event",
    metadata,
    key("digest"),
    words("item_id", index=True),
    moment("at", nullable=False),
    words("event"),
    words("unit_id"),
    words("from_state"),
    words("to_state"),
    words("person"),
    words("note"),
    words("document_id"),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    key("item_id"),
    words("basis"),
    strings("persons"),
    moment("at", nullable=False),
)

assignment = sa.Table(
    "assignment",
    metadata,
    key("person"),
    key("item_id"),
    words("by_person"),
    moment("at", nullable=False),
)
