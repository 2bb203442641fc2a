"""Names under review: aliases and spellings that wait for a person."""

from __future__ import annotations

from records.migrations.columns import index, key, key_number, make, moments, real, text, texts, whole

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    make(
        "name_proposal",
        [
            key("id"),
            *texts("kind spelling target known rule"),
            real("score", "0"),
            text("state"),
            *moments("valid_from valid_to created_at"),
        ],
        "id",
    )
    index("name_proposal", "state")
    make(
        "name_sighting",
        [key("proposal_id"), key("item_id"), key("field"), key_number("start"), whole("end")],
        "proposal_id item_id field start",
    )
    index("name_sighting", "item_id")
    make(
        "name_decision",
        [key("proposal_id"), key_number("ordinal"), *texts("action person reason"), whole("letters"), *moments("at")],
        "proposal_id ordinal",
    )
