"""Law versions: evidence of dates, repeal clauses, checks by named persons, the office's own list of acts."""

from __future__ import annotations

from records.migrations.columns import flag, index, key, key_number, make, moments, text, texts, whole

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    make(
        "version_detail",
        [key("regulation_id"), key_number("version_no"), *moments("adopted"), text("words_hash"), whole("articles")],
        "regulation_id version_no",
    )
    make(
        "version_reading",
        [
            key("regulation_id"),
            key_number("version_no"),
            key("field"),
            key("origin"),
            *texts("value quote place"),
        ],
        "regulation_id version_no field origin",
    )
    make(
        "repeal_clause",
        [
            key("regulation_id"),
            key("by_regulation"),
            key("by_source"),
            key("by_doc"),
            text("by_title"),
            *moments("on"),
            flag("follows"),
            *texts("quote place"),
        ],
        "regulation_id by_regulation by_source by_doc",
    )
    index("repeal_clause", "by_regulation", "by_source", "by_doc")
    make(
        "date_check",
        [
            key("regulation_id"),
            key("published"),
            *moments("effective ended"),
            *texts("ended_by end_kind person"),
            *moments("at"),
            text("note"),
        ],
        "regulation_id published",
    )
    make("required_act", [key("title"), *texts("topic person"), *moments("at")], "title")
