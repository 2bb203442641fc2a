"""Stale bases: findings with their state; alignments of versions corrected by a person."""

from __future__ import annotations

from records.migrations.columns import index, key, make, moments, text, texts, whole

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _article_pair()
    _stale_basis()
    _stale_decision()


def _article_pair() -> None:
    keys = "old_regulation old_edition new_regulation new_edition old_number new_number"
    make("article_pair", [*map(key, keys.split()), *texts("person reason"), *moments("at")], keys)


def _stale_basis() -> None:
    make(
        "stale_basis",
        [
            key("id"),
            text("kind"),
            whole("rank"),
            *texts("record item_id title target label quote"),
            *moments("counts_on"),
            text("counts_by"),
            whole("version_then"),
            *texts("change status why cause"),
            text("successors", "[]"),
            text("signature"),
            whole("place"),
        ],
        "id",
    )
    index("stale_basis", "item_id")
    index("stale_basis", "place")
    index("stale_basis", "target")


def _stale_decision() -> None:
    make("stale_decision", [key("id"), *texts("item_id signature state person reason"), *moments("at")], "id")
    index("stale_decision", "item_id")
