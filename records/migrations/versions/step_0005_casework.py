"""Casework: common issues, reviews, batches, measures, documents, drafts."""

from __future__ import annotations

from records.migrations.columns import flag, index, key, key_number, make, moments, real, text, texts, whole

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _common_issue()
    _issue_member()
    _pair_decision()
    _review()
    _measure()
    _batch()
    _batch_member()
    _document()
    _delivery()
    _draft()


def _common_issue() -> None:
    make(
        "common_issue",
        [
            key("id"),
            *texts("level label state parent"),
            real("rank", "0"),
            flag("qualified"),
            text("why_not"),
            *moments("first_on last_on"),
            text("facts", "{}"),
            *texts("label_person confirmed_by"),
            *moments("confirmed_at updated_at"),
        ],
        "id",
    )
    index("common_issue", "parent")
    index("common_issue", "state")


def _issue_member() -> None:
    make(
        "issue_member",
        [
            key("issue_id"),
            key("item_id"),
            *texts("role reason"),
            real("score"),
            *texts("person person_reason"),
            *moments("at"),
        ],
        "issue_id item_id",
    )
    index("issue_member", "item_id")


def _pair_decision() -> None:
    make(
        "pair_decision",
        [key("kind"), key("one"), key("other"), *texts("decision person reason"), *moments("at")],
        "kind one other",
    )


def _review() -> None:
    make(
        "review",
        [
            key("id"),
            *texts("kind subject other"),
            text("evidence", "{}"),
            *texts("state decision person reason"),
            *moments("created_at decided_at"),
        ],
        "id",
    )
    index("review", "kind", "state")
    index("review", "subject")


def _measure() -> None:
    make(
        "measure",
        [
            key("id"),
            *texts("title text unit_id document_no"),
            *moments("adopted_on", nullable=False),
            text("kind"),
            text("articles", "[]"),
        ],
        "id",
    )


def _batch() -> None:
    make(
        "batch",
        [
            key("id"),
            *texts("issue_id title state step cause measure_id document_type wording prepared_by checked_by"),
            *moments("checked_at"),
            text("checked_note"),
            text("plan", "{}"),
            whole("version"),
            *moments("created_at updated_at"),
        ],
        "id",
    )
    index("batch", "issue_id")


def _batch_member() -> None:
    make(
        "batch_member",
        [
            key("batch_id"),
            key("item_id"),
            *texts("decision reason_code reason state claim_id"),
            text("fields", "{}"),
            text("result", "{}"),
            text("undo", "{}"),
            text("person"),
            *moments("at"),
        ],
        "batch_id item_id",
    )
    index("batch_member", "item_id")


def _document() -> None:
    make(
        "document",
        [
            key("id"),
            *texts("kind title text item_id batch_id unit_id addressee_ref"),
            text("articles", "[]"),
            text("item_ids", "[]"),
            *texts("state person"),
            *moments("created_at issued_at"),
            text("extra", "{}"),
        ],
        "id",
    )
    index("document", "batch_id")
    index("document", "item_id")


def _delivery() -> None:
    make(
        "delivery",
        [
            key("document_id"),
            key_number("ordinal"),
            *moments("at", nullable=False),
            *texts("method result person note"),
        ],
        "document_id ordinal",
    )


def _draft() -> None:
    make(
        "draft",
        [
            key("id"),
            *texts("item_id kind text"),
            text("basis", "{}"),
            text("person"),
            whole("version"),
            *moments("updated_at"),
        ],
        "id",
    )
    index("draft", "item_id")
