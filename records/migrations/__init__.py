"""Steps by which older records become present ones, run by alembic from `records/migrate.py`."""
