"""Law structure: what persons said about the split of documents."""

from __future__ import annotations

from records.migrations.columns import key, make, moments, texts

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    make(
        "split_correction",
        [key("document"), key("anchor"), *texts("action words person reason"), *moments("at")],
        "document anchor",
    )
