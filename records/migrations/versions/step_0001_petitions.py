"""Petitions: items, texts, matters, claims, handling events, tombstones, assignments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.migrations.columns import flag, index, key, make, moments, real, text, texts, whole

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _item()
    _item_text()
    _matter()
    _claim()
    _handling_event()
    _tombstone()
    _assignment()


def _item() -> None:
    make(
        "item",
        [
            key("id"),
            *texts("source source_id item_no channel"),
            *moments("received_at registered_at"),
            *texts("claim_class purpose cause issue_code"),
            real("issue_confidence"),
            *texts("class_text region_code region_text place_text petitioner_ref"),
            whole("person_count", 1),
            whole("affected_count", None),
            flag("is_joint_letter"),
            flag("is_group_visit"),
            flag("is_anonymous"),
            flag("is_urgent"),
            text("state"),
            *moments("due_on"),
            *texts("unit_id unit_text respondent_text outcome rating"),
            *moments("replied_at"),
            *texts("matter_id repeat_of restricted content_hash source_file"),
            whole("source_row", None),
            flag("concluded"),
            flag("erased"),
            text("held", "[]"),
        ],
        "id",
    )
    index("item", "issue_code")
    index("item", "item_no")
    index("item", "matter_id")
    index("item", "petitioner_ref")
    index("item", "received_at")
    there = sa.text("restricted <> ''")
    op.create_index("ix_item_restricted", "item", ["id"], sqlite_where=there, postgresql_where=there)
    index("item", "source_id")
    index("item", "unit_id")


def _item_text() -> None:
    make(
        "item_text",
        [key("item_id"), *texts("title content title_masked content_masked reply reply_masked"), text("extra", "{}")],
        "item_id",
    )


def _matter() -> None:
    make(
        "matter",
        [
            key("id"),
            *texts("title issue_code region_code"),
            *moments("first_received_on last_received_on"),
            whole("item_count"),
            *texts("state responsible_unit"),
            flag("resolved"),
            *moments("resolved_on"),
            text("resolution_type"),
        ],
        "id",
    )


def _claim() -> None:
    make(
        "claim",
        [
            key("id"),
            text("item_id"),
            whole("ordinal"),
            *texts("text claim_class issue_code route outcome"),
            whole("start"),
            whole("end"),
        ],
        "id",
    )
    index("claim", "item_id")


def _handling_event() -> None:
    make(
        "handling_event",
        [
            key("digest"),
            text("item_id"),
            *moments("at", nullable=False),
            *texts("event unit_id from_state to_state person note document_id"),
        ],
        "digest",
    )
    index("handling_event", "item_id")


def _tombstone() -> None:
    make("tombstone", [key("item_id"), text("basis"), text("persons", "[]"), *moments("at", nullable=False)], "item_id")


def _assignment() -> None:
    make(
        "assignment",
        [key("person"), key("item_id"), text("by_person"), *moments("at", nullable=False)],
        "person item_id",
    )
