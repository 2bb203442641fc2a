"""Older records are brought up to date after a backup copy; a new database and an upgraded one are the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from core.errors import SettingsError, Unavailable
from core.viewer import OFFICE
from records import migrate
from records.database import open_database
from records.items import count_items, save_items
from tests.records.office import an_item

STEPS = Path(migrate.__file__).parent / "migrations"


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.attributes["connection"] = connection
    return config


def _made_by_steps(url: str, step: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), step)
    engine.dispose()


def test_the_last_step_is_the_one_that_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.PRESENT


def _sqlite_schema(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return [(name, " ".join(sql.split()).replace("( ", "(").replace(" )", ")")) for name, sql in rows]


def test_created_at_once_or_step_by_step_is_the_same_on_sqlite(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'new.db'}").close()
    _made_by_steps(f"sqlite:///{tmp_path / 'steps.db'}", "head")
    new, steps = _sqlite_schema(tmp_path / "new.db"), _sqlite_schema(tmp_path / "steps.db")
    assert len(new) > 60
    assert new == steps


def _postgres_schema(url: str) -> list[str]:
    engine = sa.create_engine(url)
    asked = (
        "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    )
    with engine.connect() as connection:
        rows = [str(tuple(row)) for text in asked for row in connection.execute(sa.text(text))]
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
        connection.commit()
    engine.dispose()
    return sorted(rows)


@pytest.mark.service
def test_created_at_once_or_step_by_step_is_the_same_on_postgresql(postgres_url: str) -> None:
    open_database(postgres_url).close()
    new = _postgres_schema(postgres_url)
    _made_by_steps(postgres_url, "head")
    assert len(new) > 400
    assert new == _postgres_schema(postgres_url)


def test_an_older_file_is_copied_and_then_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    _made_by_steps(f"sqlite:///{file}", "0004")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO item (id, source, source_id) VALUES ('item:a:1', 'a', '1')")
        connection.execute("INSERT INTO item_text (item_id, content_masked) VALUES ('item:a:1', '旧文件里的信')")
        connection.execute("INSERT INTO meta (name, value) VALUES ('uuid', 'known')")
        connection.commit()
    before = _sqlite_schema(file)
    database = open_database(f"sqlite:///{file}")
    assert database.uuid == "known"
    with database.write() as tx:
        assert count_items(tx, OFFICE) == 1
        assert save_items(tx, [an_item("2")]).new == 1
        assert migrate.step_of(tx) == migrate.PRESENT
    database.close()
    copies = [one for one in tmp_path.iterdir() if one.suffix == ".bak"]
    assert [one.name for one in copies] == [f"office.db.before-{migrate.PRESENT}.bak"]
    assert _sqlite_schema(copies[0]) == before
    with closing(sqlite3.connect(copies[0])) as connection:
        assert connection.execute("SELECT content_masked FROM item_text").fetchall() == [("旧文件里的信",)]


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    _made_by_steps(f"sqlite:///{file}", "0004")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE draft (in_the_way TEXT)")
    before = _sqlite_schema(file)
    with pytest.raises(Unavailable):
        open_database(f"sqlite:///{file}")
    assert _sqlite_schema(file) == before


@pytest.mark.service
def test_an_older_postgresql_database_is_brought_up_to_date(postgres_url: str) -> None:
    _made_by_steps(postgres_url, "0002")
    database = open_database(postgres_url)
    with database.write() as tx:
        assert save_items(tx, [an_item("2")]).new == 1
    database.close()


def test_records_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    open_database(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(SettingsError, match="更新版本"):
        open_database(f"sqlite:///{file}")


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (id TEXT)")
    with pytest.raises(SettingsError, match="别的程序"):
        open_database(f"sqlite:///{file}")
