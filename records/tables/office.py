"""Tables of the office itself: meta, units, aliases, places, mappings, settings, jobs, accounts, audit, vault."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import day, flag, key, metadata, moment, number, strings, structure, words

meta = sa.Table("meta", metadata, key("name"), words("value"))

unit = sa.Table(
    "unit",
    metadata,
    key("id"),
    words("code"),
    words("name", index=True),
    strings("aliases"),
    words("level"),
    words("kind"),
    words("parent"),
    words("region_code"),
)

unit_change = sa.Table(
    "unit_change",
    metadata,
    key("old_unit"),
    key("new_unit"),
    day("on", nullable=False),
    words("kind"),
    words("basis"),
)

alias = sa.Table(
    "alias",
    metadata,
    key("kind"),
    key("alias"),
    key("target"),
    day("valid_from"),
    day("valid_to"),
    words("person"),
    moment("at"),
)

place = sa.Table(
    "place",
    metadata,
    key("id"),
    words("name"),
    words("kind"),
    words("stem", index=True),
    strings("aliases"),
    words("region_code"),
    words("parent"),
)

mapping = sa.Table(
    "mapping",
    metadata,
    key("source"),
    structure("columns"),
    strings("headers"),
    words("person"),
    moment("at"),
)

office_setting = sa.Table(
    "office_setting",
    metadata,
    key("name"),
    structure("value"),
    words("person"),
    moment("at"),
)

job = sa.Table(
    "job",
    metadata,
    key("id"),
    sa.Column("ordinal", sa.BigInteger, nullable=False, unique=True),
    words("kind"),
    structure("args"),
    words("owner"),
    words("state", index=True),
    number("done"),
    number("total"),
    words("message"),
    structure("result"),
    words("worker"),
    number("attempts"),
    flag("cancel_asked"),
    moment("submitted_at"),
    moment("started_at"),
    moment("heartbeat_at"),
    moment("finished_at"),
)

account = sa.Table(
    "account",
    metadata,
    key("name"),
    words("display_name"),
    words("password_hash"),
    words("role"),
    words("unit_id"),
    flag("disabled"),
    moment("created_at"),
    moment("password_at"),
)

login_session = sa.Table(
    "login_session",
    metadata,
    key("token_hash"),
    words("account", index=True),
    words("client"),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at", nullable=False),
)

login_attempt = sa.Table(
    "login_attempt",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    words("account"),
    words("client"),
    flag("ok"),
    moment("at", nullable=False),
    sa.Index("ix_login_attempt_account", "account", "at"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    words("at"),
    words("person"),
    words("role"),
    words("unit_id"),
    words("action"),
    words("object", index=True),
    words("query_hash"),
    words("reason"),
    sa.Column("result_count", sa.BigInteger),
    words("client"),
    words("prev_hash", unique=True),
    words("hash", unique=True),
)

person = sa.Table(
    "person",
    metadata,
    key("ref"),
    sa.Column("name", sa.LargeBinary),
    sa.Column("id_no", sa.LargeBinary),
    sa.Column("phone", sa.LargeBinary),
    sa.Column("address", sa.LargeBinary),
    sa.Column("account", sa.LargeBinary),
)

person_key = sa.Table(
    "person_key",
    metadata,
    key("kind"),
    key("digest"),
    key("ref"),
    words("name_digest"),
    words("id_digest"),
    sa.Index("ix_person_key_ref", "ref"),
)
