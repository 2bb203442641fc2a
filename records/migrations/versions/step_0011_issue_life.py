"""The life of common issues: numbers and owners, events, arrivals."""

from __future__ import annotations

from records.migrations.columns import index, key, key_number, make, moments, real, text, texts, whole

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    make(
        "issue_register",
        [
            key("id"),
            whole("number"),
            *texts("level label into unit_id owner assigned_by"),
            *moments("assigned_at began_at ended_at"),
        ],
        "id",
    )
    index("issue_register", "number", unique=True)
    make(
        "issue_event",
        [
            key("issue_id"),
            key_number("ordinal"),
            *texts("kind other"),
            whole("letters"),
            *texts("person note"),
            *moments("at"),
        ],
        "issue_id ordinal",
    )
    make("issue_arrival", [key("issue_id"), key("item_id"), text("reason"), real("score", "0"), *moments("at")],
         "issue_id item_id")  # fmt: skip
    index("issue_arrival", "item_id")
