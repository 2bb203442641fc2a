"""Law: regulations, versions, articles, facts, packages, citations."""

from __future__ import annotations

from alembic import op

from records.migrations.columns import flag, index, key, key_number, make, moments, text, texts, whole

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""
    _regulation()
    _regulation_name()
    _regulation_version()
    _article_text()
    _version_fact()
    _package()
    _package_member()
    _citation()


def _regulation() -> None:
    make(
        "regulation",
        [
            key("id"),
            text("title"),
            text("short_titles", "[]"),
            *texts("kind issuer region"),
            flag("public", default=True),
        ],
        "id",
    )
    index("regulation", "title")


def _regulation_name() -> None:
    make("regulation_name", [key("name"), key("regulation_id")], "name regulation_id")


def _regulation_version() -> None:
    make(
        "regulation_version",
        [
            key("regulation_id"),
            key_number("version_no"),
            *texts("source source_doc_id title document_no"),
            *moments("published effective ended"),
            *texts("ended_by end_kind text_kind"),
            *moments("checked_on"),
            *texts("source_status text_hash"),
        ],
        "regulation_id version_no",
    )
    index("regulation_version", "document_no")
    op.create_index("ix_regulation_version_source", "regulation_version", ["source", "source_doc_id"])


def _article_text() -> None:
    make(
        "article_text",
        [
            key("id"),
            key_number("version_no"),
            text("regulation_id"),
            whole("number"),
            whole("sub"),
            *texts("text path"),
            whole("ordinal"),
            text("source_id"),
        ],
        "id version_no",
    )
    op.create_index("ix_article_text_regulation_id", "article_text", ["regulation_id", "version_no", "ordinal"])
    index("article_text", "source_id")


def _version_fact() -> None:
    make(
        "version_fact",
        [
            key("regulation_id"),
            key("published"),
            text("document_no"),
            *moments("effective ended"),
            *texts("ended_by end_kind"),
            *moments("checked_on"),
            text("note"),
        ],
        "regulation_id published",
    )


def _package() -> None:
    make(
        "package",
        [
            key("id"),
            *texts("title region issuer"),
            *moments("published effective repealed"),
            text("replaces", "[]"),
            text("content_hash"),
        ],
        "id",
    )


def _package_member() -> None:
    make(
        "package_member",
        [
            key("package_id"),
            key_number("ordinal"),
            *texts("role title file regulation_id document_no"),
            flag("public", default=True),
            *texts("text_kind text"),
        ],
        "package_id ordinal",
    )
    index("package_member", "document_no")
    index("package_member", "regulation_id")


def _citation() -> None:
    make(
        "citation",
        [
            key("digest"),
            *texts("record field"),
            whole("start"),
            whole("end"),
            *texts("quote law_text"),
            whole("number", None),
            whole("sub"),
            whole("paragraph", None),
            whole("item", None),
            *texts("document_no kind target verdict"),
            flag("resolved"),
        ],
        "digest",
    )
    index("citation", "record")
    index("citation", "target")
