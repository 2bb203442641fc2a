"""Learning in use: judgments of hits and pairs, typed queries, proposed words, bridges to legal terms."""

from __future__ import annotations

from records.migrations.columns import index, key, make, moments, real, text, texts, whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _questions()
    _words()


def _questions() -> None:
    make(
        "judgment",
        [
            key("id"),
            *texts("person asked hit verdict text origin"),
            *moments("at", nullable=False),
            *moments("undone_at"),
            text("undone_by"),
        ],
        "id",
    )
    index("judgment", "asked")
    index("judgment", "hit")
    make(
        "typed_query",
        [
            key("id"),
            key("corpus"),
            text("text"),
            whole("times"),
            whole("similar"),
            *moments("first_at last_at"),
        ],
        "id corpus",
    )


def _words() -> None:
    make(
        "word_proposal",
        [
            key("id"),
            *texts("kind word standard state"),
            whole("frequency"),
            real("cohesion", "0"),
            real("freedom", "0"),
            *texts("person reason"),
            *moments("created_at decided_at"),
        ],
        "id",
    )
    index("word_proposal", "state")
    make("word_sighting", [key("proposal_id"), key("seen_in")], "proposal_id seen_in")
    index("word_sighting", "seen_in")
    make(
        "bridge",
        [
            key("everyday"),
            key("legal"),
            real("weight", "0"),
            *texts("source state"),
            text("examples", "[]"),
            *texts("person reason"),
            *moments("created_at decided_at"),
        ],
        "everyday legal",
    )
    index("bridge", "state")
