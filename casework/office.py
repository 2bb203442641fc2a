"""The one place that wires an office up: records, vault, graph, search and clock for app, worker and commands alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from casework.dictionary import office_dictionary
from core.errors import PetitionGraphError, SettingsError, Unavailable
from core.settings import Settings
from graph.neo4j_graph import Neo4jGraph
from graph.port import Graph
from graph.sql_store import SqlGraph
from records.database import Database, open_database
from records.vault import Vault
from search.encoder import Encoder, open_encoder
from search.index import SearchIndex

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Office:
    """An open office. Records are opened at once; encoder, index and Neo4j when they are first needed."""

    def __init__(self, settings: Settings, database: Database, vault: Vault) -> None:
        self.settings = settings
        self.database = database
        self.vault = vault
        self.model_problem = ""
        """Why there is no encoder, in Chinese; search then works on words and graph."""

    @property
    def home(self) -> Path:
        """The office's folder."""
        return self.settings.home

    @cached_property
    def encoder(self) -> Encoder | None:
        """The encoder, or None with `model_problem` set when the model is missing or damaged."""
        try:
            return open_encoder(self.settings.cache, self.settings.model_folder)
        except Unavailable as error:
            self.model_problem = error.detail
            return None

    @cached_property
    def index(self) -> SearchIndex:
        """The search index of this database, for reading; the worker alone writes it."""
        with self.database.read() as tx:
            dictionary = office_dictionary(tx)
        return SearchIndex(self.settings.index, self.encoder, self.database.uuid, dictionary=dictionary)

    def forget_index(self) -> None:
        """Opens the index afresh when it is next needed, with the dictionary as it is then."""
        index = self.__dict__.pop("index", None)
        if index is not None:
            index.close()

    @cached_property
    def graph(self) -> Graph:
        """Neo4j when the settings name one, else the embedded graph."""
        if not self.settings.neo4j_uri:
            return SqlGraph(self.database)
        return Neo4jGraph(self.settings, self.database)

    def now(self) -> datetime:
        """The present moment in Asia/Shanghai; on the settings' fixed day when one is set."""
        moment = datetime.now(SHANGHAI)
        return datetime.combine(self.today(), moment.timetz()) if self.settings.today else moment

    def today(self) -> date:
        """The day deadlines are counted from: the settings' fixed day, else the clock's."""
        if not self.settings.today:
            return datetime.now(SHANGHAI).date()
        try:
            return date.fromisoformat(self.settings.today)
        except ValueError as error:
            raise SettingsError(
                f"today = “{self.settings.today}”不是日期", "写法如 2026-11-22，或留空用系统时间"
            ) from error

    def close(self) -> None:
        """Gives back connections and files; calling it twice does no harm."""
        for name in ("index", "graph"):
            part = self.__dict__.pop(name, None)
            if part is not None:
                part.close()
        self.database.close()


def open_office(settings: Settings) -> Office:
    """The office in `settings.home`, created or migrated as needed.

    Raises SettingsError, Unavailable (locked, full or missing database) as `records.open_database` does.
    """
    database = open_database(settings.url, home=settings.home)
    try:
        return Office(settings, database, Vault(settings.keys))
    except PetitionGraphError:
        database.close()
        raise
