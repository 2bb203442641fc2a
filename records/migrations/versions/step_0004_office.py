"""The office: units, places, mappings, jobs, accounts, audit chain, identity vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.migrations.columns import flag, index, key, key_number, make, moments, text, texts, whole

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _meta()
    _unit()
    _unit_change()
    _alias()
    _place()
    _mapping()
    _office_setting()
    _job()
    _account()
    _login_session()
    _login_attempt()
    _audit()
    _person()
    _person_key()


def _meta() -> None:
    make("meta", [key("name"), text("value")], "name")


def _unit() -> None:
    make("unit", [key("id"), *texts("code name"), text("aliases", "[]"), *texts("level kind parent region_code")], "id")
    index("unit", "name")


def _unit_change() -> None:
    make(
        "unit_change",
        [key("old_unit"), key("new_unit"), *moments("on", nullable=False), *texts("kind basis")],
        "old_unit new_unit",
    )


def _alias() -> None:
    make(
        "alias",
        [key("kind"), key("alias"), key("target"), *moments("valid_from valid_to"), text("person"), *moments("at")],
        "kind alias target",
    )


def _place() -> None:
    make("place", [key("id"), *texts("name kind stem"), text("aliases", "[]"), *texts("region_code parent")], "id")
    index("place", "stem")


def _mapping() -> None:
    make(
        "mapping",
        [key("source"), text("columns", "{}"), text("headers", "[]"), text("person"), *moments("at")],
        "source",
    )


def _office_setting() -> None:
    make("office_setting", [key("name"), text("value", "{}"), text("person"), *moments("at")], "name")


def _job() -> None:
    make(
        "job",
        [
            key("id"),
            sa.Column("ordinal", sa.BigInteger, nullable=False),
            text("kind"),
            text("args", "{}"),
            *texts("owner state"),
            whole("done"),
            whole("total"),
            text("message"),
            text("result", "{}"),
            text("worker"),
            whole("attempts"),
            flag("cancel_asked"),
            *moments("submitted_at started_at heartbeat_at finished_at"),
            sa.UniqueConstraint("ordinal", name="uq_job_ordinal"),
        ],
        "id",
    )
    index("job", "state")


def _account() -> None:
    make(
        "account",
        [
            key("name"),
            *texts("display_name password_hash role unit_id"),
            flag("disabled"),
            *moments("created_at password_at"),
        ],
        "name",
    )


def _login_session() -> None:
    make(
        "login_session",
        [
            key("token_hash"),
            *texts("account client"),
            *moments("created_at seen_at"),
            *moments("expires_at", nullable=False),
        ],
        "token_hash",
    )
    index("login_session", "account")


def _login_attempt() -> None:
    make(
        "login_attempt",
        [
            sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
            *texts("account client"),
            flag("ok"),
            *moments("at", nullable=False),
        ],
        "id",
    )
    op.create_index("ix_login_attempt_account", "login_attempt", ["account", "at"])


def _audit() -> None:
    make(
        "audit",
        [
            key_number("seq"),
            *texts("at person role unit_id action object query_hash reason"),
            whole("result_count", None),
            *texts("client prev_hash hash"),
            sa.UniqueConstraint("prev_hash", name="uq_audit_prev_hash"),
            sa.UniqueConstraint("hash", name="uq_audit_hash"),
        ],
        "seq",
    )
    index("audit", "object")


def _person() -> None:
    make(
        "person",
        [
            key("ref"),
            sa.Column("name", sa.LargeBinary, nullable=True),
            sa.Column("id_no", sa.LargeBinary, nullable=True),
            sa.Column("phone", sa.LargeBinary, nullable=True),
            sa.Column("address", sa.LargeBinary, nullable=True),
            sa.Column("account", sa.LargeBinary, nullable=True),
        ],
        "ref",
    )


def _person_key() -> None:
    make("person_key", [key("kind"), key("digest"), key("ref"), *texts("name_digest id_digest")], "kind digest ref")
    index("person_key", "ref")
