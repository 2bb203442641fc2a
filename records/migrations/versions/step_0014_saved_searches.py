"""Saved searches with what they have found so far."""

from __future__ import annotations

from records.migrations.columns import flag, index, key, make, moments, text, texts

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    make(
        "saved_search",
        [
            key("id"),
            *texts("person title corpus text like"),
            text("filters", "{}"),
            text("made_with"),
            *moments("created_at looked_at"),
        ],
        "id",
    )
    index("saved_search", "person")
    make("saved_search_hit", [key("search_id"), key("entity"), flag("fresh"), *moments("found_at")], "search_id entity")
    index("saved_search_hit", "entity")
