"""Encoder models trained in this office, and the petitions each was trained on."""

from __future__ import annotations

from records.migrations.columns import index, key, make, moments, text, texts

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates both tables."""
    make(
        "encoder_model",
        [
            key("name"),
            *texts("kind sha256"),
            text("card", "{}"),
            *texts("person"),
            *moments("at", nullable=False),
            *moments("outdated_at"),
        ],
        "name",
    )
    make("encoder_example", [key("model"), key("item_id")], "model item_id")
    index("encoder_example", "item_id")
