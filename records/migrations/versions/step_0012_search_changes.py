"""Changes of how search orders its answers: what was compared, what came of it, who switched it on and off."""

from __future__ import annotations

from records.migrations.columns import index, key, make, moments, text, texts

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the table."""
    make(
        "search_change",
        [
            key("id"),
            *texts("kind state decision"),
            *(text(name, "{}") for name in ("before", "after", "compared", "datasets")),
            *texts("note version person"),
            *moments("at", nullable=False),
            *texts("applied_by apply_reason"),
            *moments("applied_at"),
            *texts("undone_by undo_reason"),
            *moments("undone_at"),
        ],
        "id",
    )
    index("search_change", "kind")
