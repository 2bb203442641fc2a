"""Tables of casework: common issues, decisions, batches, measures, documents, deliveries, drafts, reviews."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, flag, key, metadata, moment, number, strings, structure, words

common_issue = sa.Table(
    "common_issue",
    metadata,
    key("id"),
    words("level"),
    words("label"),
    words("state", index=True),
    words("parent", index=True),
    sa.Column("rank", sa.Double, nullable=False, server_default="0"),
    flag("qualified"),
    words("why_not"),
    day("first_on"),
    day("last_on"),
    structure("facts"),
    words("label_person"),
    words("confirmed_by"),
    moment("confirmed_at"),
    moment("updated_at"),
)

issue_member = sa.Table(
    "issue_member",
    metadata,
    key("issue_id"),
    key("item_id"),
    words("role"),
    words("reason"),
    sa.Column("score", sa.Double),
    words("person"),
    words("person_reason"),
    moment("at"),
    sa.Index("ix_issue_member_item_id", "item_id"),
)

pair_decision = sa.Table(
    "pair_decision",
    metadata,
    key("kind"),
    key("one"),
    key("other"),
    words("decision"),
    words("person"),
    words("reason"),
    moment("at"),
)

review = sa.Table(
    "review",
    metadata,
    key("id"),
    words("kind"),
    words("subject", index=True),
    words("other"),
    structure("evidence"),
    words("state"),
    words("decision"),
    words("person"),
    words("reason"),
    moment("created_at"),
    moment("decided_at"),
    sa.Index("ix_review_kind_state", "kind", "state"),
)

measure = sa.Table(
    "measure",
    metadata,
    key("id"),
    words("title"),
    words("text"),
    words("unit_id"),
    words("document_no"),
    day("adopted_on", nullable=False),
    words("kind"),
    strings("articles"),
)

batch = sa.Table(
    "batch",
    metadata,
    key("id"),
    words("issue_id", index=True),
    words("title"),
    words("state"),
    words("step"),
    words("cause"),
    words("measure_id"),
    words("document_type"),
    words("wording"),
    words("prepared_by"),
    words("checked_by"),
    moment("checked_at"),
    words("checked_note"),
    structure("plan"),
    number("version"),
    moment("created_at"),
    moment("updated_at"),
)

batch_member = sa.Table(
    "batch_member",
    metadata,
    key("batch_id"),
    key("item_id"),
    words("decision"),
    words("reason_code"),
    words("reason"),
    words("state"),
    words("claim_id"),
    structure("fields"),
    structure("result"),
    structure("undo"),
    words("person"),
    moment("at"),
    sa.Index("ix_batch_member_item_id", "item_id"),
)

document = sa.Table(
    "document",
    metadata,
    key("id"),
    words("kind"),
    words("title"),
    words("text"),
    words("item_id", index=True),
    words("batch_id", index=True),
    words("unit_id"),
    words("addressee_ref"),
    strings("articles"),
    strings("item_ids"),
    words("state"),
    words("person"),
    moment("created_at"),
    moment("issued_at"),
    structure("extra"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    key("document_id"),
    sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
    moment("at", nullable=False),
    words("method"),
    words("result"),
    words("person"),
    words("note"),
)

draft = sa.Table(
    "draft",
    metadata,
    key("id"),
    words("item_id", index=True),
    words("kind"),
    words("text"),
    structure("basis"),
    words("person"),
    number("version"),
    moment("updated_at"),
)
