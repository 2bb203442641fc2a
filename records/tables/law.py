"""Tables of law: regulation, version, article, article text, version facts, package, member, citation."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, flag, key, metadata, moment, number, strings, words

regulation = sa.Table(
    "regulation",
    metadata,
    key("id"),
    words("title", index=True),
    strings("short_titles"),
    words("kind"),
    words("issuer"),
    words("region"),
    sa.Column("public", sa.Boolean, nullable=False, server_default=sa.true()),
)

regulation_name = sa.Table(
    "regulation_name",
    metadata,
    key("name"),
    key("regulation_id"),
)

regulation_version = sa.Table(
    "regulation_version",
    metadata,
    key("regulation_id"),
    sa.Column("version_no", sa.BigInteger, primary_key=True, autoincrement=False),
    words("source"),
    words("source_doc_id"),
    words("title"),
    words("document_no", index=True),
    day("published"),
    day("effective"),
    day("ended"),
    words("ended_by"),
    words("end_kind"),
    words("text_kind"),
    day("checked_on"),
    words("source_status"),
    words("text_hash"),
    sa.Index("ix_regulation_version_source", "source", "source_doc_id"),
)

article_text = sa.Table(
    "article_text",
    metadata,
    key("id"),
    sa.Column("version_no", sa.BigInteger, primary_key=True, autoincrement=False),
    words("regulation_id"),
    number("number"),
    number("sub"),
    words("text"),
    words("path"),
    number("ordinal"),
    words("source_id", index=True),
    sa.Index("ix_article_text_regulation_id", "regulation_id", "version_no", "ordinal"),
)

version_fact = sa.Table(
    "version_fact",
    metadata,
    key("regulation_id"),
    key("published"),
    words("document_no"),
    day("effective"),
    day("ended"),
    words("ended_by"),
    words("end_kind"),
    day("checked_on"),
    words("note"),
)

version_detail = sa.Table(
    "version_detail",
    metadata,
    key("regulation_id"),
    sa.Column("version_no", sa.BigInteger, primary_key=True, autoincrement=False),
    day("adopted"),
    words("words_hash"),
    number("articles"),
)

version_reading = sa.Table(
    "version_reading",
    metadata,
    key("regulation_id"),
    sa.Column("version_no", sa.BigInteger, primary_key=True, autoincrement=False),
    key("field"),
    key("origin"),
    words("value"),
    words("quote"),
    words("place"),
)

repeal_clause = sa.Table(
    "repeal_clause",
    metadata,
    key("regulation_id"),
    key("by_regulation"),
    key("by_source"),
    key("by_doc"),
    words("by_title"),
    day("on"),
    flag("follows"),
    words("quote"),
    words("place"),
    sa.Index(None, "by_regulation", "by_source", "by_doc"),
)

date_check = sa.Table(
    "date_check",
    metadata,
    key("regulation_id"),
    key("published"),
    day("effective"),
    day("ended"),
    words("ended_by"),
    words("end_kind"),
    words("person"),
    moment("at"),
    words("note"),
)

required_act = sa.Table(
    "required_act",
    metadata,
    key("title"),
    words("topic"),
    words("person"),
    moment("at"),
)

split_correction = sa.Table(
    "split_correction",
    metadata,
    key("document"),
    key("anchor"),
    words("action"),
    words("words"),
    words("person"),
    words("reason"),
    moment("at"),
)

package = sa.Table(
    "package",
    metadata,
    key("id"),
    words("title"),
    words("region"),
    words("issuer"),
    day("published"),
    day("effective"),
    day("repealed"),
    strings("replaces"),
    words("content_hash"),
)

package_member = sa.Table(
    "package_member",
    metadata,
    key("package_id"),
    sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
    words("role"),
    words("title"),
    words("file"),
    words("regulation_id", index=True),
    words("document_no", index=True),
    sa.Column("public", sa.Boolean, nullable=False, server_default=sa.true()),
    words("text_kind"),
    words("text"),
)

citation = sa.Table(
    "citation",
    metadata,
    key("digest"),
    words("record", index=True),
    words("field"),
    number("start"),
    number("end"),
    words("quote"),
    words("law_text"),
    sa.Column("number", sa.BigInteger),
    number("sub"),
    sa.Column("paragraph", sa.BigInteger),
    sa.Column("item", sa.BigInteger),
    words("document_no"),
    words("kind"),
    words("target", index=True),
    words("verdict"),
    flag("resolved"),
)
