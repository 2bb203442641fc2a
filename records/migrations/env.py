"""Run by alembic: applies steps on the connection that `records/migrate.py` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
