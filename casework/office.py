"""The one place that wires an office up: records, vault, graph, search and clock for app, worker and commands alike."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from casework import tuning
from casework.dictionary import SETTING, office_dictionary
from core.errors import PetitionGraphError, SettingsError, Unavailable
from core.settings import Settings
from graph.neo4j_graph import Neo4jGraph
from graph.port import Graph
from graph.sql_store import SqlGraph
from records.database import Database, Tx, open_database
from records.office_settings import setting, setting_at
from records.vault import Vault
from search.encoder import Encoder, open_encoder
from search.index import SearchIndex

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
FOLDER = "search.folder"
"""The setting with the name of the folder of the index in use, where it is not the first one."""
QUESTION_MODEL, LETTER_MODEL = "search.question_model", "search.letter_model"
"""The settings with the names of the models trained here and switched on; empty for the product's own."""
MODELS, MODEL = "models", "model"
"""The folder of the models trained here, and in each the folder with the files that run."""
LOOK_FOR_MODEL = 20.0
LOOK_FOR_SETTINGS = 1.0
"""Seconds after which a long-lived process looks again whether a model came, or another dictionary or tuning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Names of the models trained here that questions to the law and letters are read with; empty for none."""

    questions: str = ""
    letters: str = ""


class Office:
    """An open office. Records are opened at once; encoder, index and Neo4j when they are first needed."""

    def __init__(self, settings: Settings, database: Database, vault: Vault) -> None:
        self.settings = settings
        self.database = database
        self.vault = vault
        self.model_problem = ""
        """Why there is no encoder, in Chinese; search then works on words and graph."""
        self.writing_index = threading.RLock()
        self.writing_graph = threading.RLock()
        """Held by the thread of this process that writes the index, or Neo4j, just now."""
        self._opening = threading.RLock()
        self._encoder: Encoder | None = None
        self._index: SearchIndex | None = None
        self._dictionary_of: datetime | None = None
        self._tuning_of: datetime | None = None
        self._models = Models()
        self._looked: dict[str, float] = {}

    @property
    def home(self) -> Path:
        """The office's folder."""
        return self.settings.home

    @property
    def inbox(self) -> Path:
        """The folder of uploaded files that wait to be read in."""
        return self.settings.home / "inbox"

    @property
    def encoder(self) -> Encoder | None:
        """The encoder, or None with `model_problem` set while the model is missing or damaged; looked for again."""
        with self._opening:
            if self._encoder is None and self._due("model", LOOK_FOR_MODEL):
                with self.database.read() as tx:
                    models = models_in_use(tx)
                self._read_with(models)
            return self._encoder

    def _read_with(self, models: Models) -> None:
        """A damaged question model gives way to the product's own; letters in the index are read by theirs alone."""
        self._models, self.model_problem, self._encoder = models, "", None
        for tried in dict.fromkeys((models, Models(letters=models.letters))):
            try:
                self._encoder = self.encoder_with(tried)
                return
            except Unavailable as error:
                self.model_problem = error.detail

    def encoder_with(self, models: Models) -> Encoder:
        """An encoder that reads with these models. Raises Unavailable when one is missing or damaged."""
        own = {what: self.home / MODELS / name / MODEL for what, name in asdict(models).items() if name}
        return open_encoder(self.settings.cache, self.settings.model_folder, **own)

    @property
    def index(self) -> SearchIndex:
        """The search index of this database, for reading; the worker alone writes it.

        Another object than before once the index was made anew with another dictionary or model, the model has come,
        or another tuning was switched on.
        """
        with self._opening:
            if self._index is None or self._index.encoder is not self.encoder:
                return self._opened()
            if not self._due("settings", LOOK_FOR_SETTINGS):
                return self._index
            with self.database.read() as tx:
                same = (setting_at(tx, SETTING), models_in_use(tx)) == (self._dictionary_of, self._models)
                tuning_of = setting_at(tx, tuning.SETTING)
                if same and tuning_of != self._tuning_of:
                    self._tuning_of, self._index = tuning_of, self._index.tuned(tuning.office_tuning(tx))
            return self._index if same else self._opened()

    def _opened(self) -> SearchIndex:
        """Folder, dictionary and models are read at one moment: a switch changes them together."""
        self.forget_index()
        encoder = self.encoder
        with self.database.read() as tx:
            models = models_in_use(tx)
            self._dictionary_of, dictionary = setting_at(tx, SETTING), office_dictionary(tx)
            self._tuning_of, figures = setting_at(tx, tuning.SETTING), tuning.office_tuning(tx)
            where = self.home / str(setting(tx, FOLDER, default=self.settings.index.name))
        if models != self._models:
            self._read_with(models)
            encoder = self._encoder
        self._index = SearchIndex(where, encoder, self.database.uuid, dictionary=dictionary, tuning=figures)
        return self._index

    def _due(self, what: str, pause: float) -> bool:
        now, last = time.monotonic(), self._looked.get(what)
        if last is not None and now < last + pause:
            return False
        self._looked[what] = now
        return True

    def forget_index(self) -> None:
        """Opens the index afresh when it is next needed, with the dictionary as it is then."""
        with self._opening:
            if self._index is not None:
                self._index.close()
                self._index = None

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
        self.forget_index()
        graph = self.__dict__.pop("graph", None)
        if graph is not None:
            graph.close()
        self.database.close()


def models_in_use(tx: Tx) -> Models:
    """The models that were switched on."""
    return Models(
        questions=str(setting(tx, QUESTION_MODEL, default="")), letters=str(setting(tx, LETTER_MODEL, default=""))
    )


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
