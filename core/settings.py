"""Settings of an office: where it lives and which services it uses, from the environment and `settings.toml`.

Called by entry points alone; everything else receives a `Settings` value.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from core.errors import SettingsError

PREFIX = "PETITION_GRAPH_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the office's files lie and which services it talks to."""

    home: Path
    database_url: str = ""
    """Empty: SQLite in the home folder. Otherwise `postgresql+psycopg://…`."""
    neo4j_uri: str = ""
    """Empty: the embedded graph. Otherwise `bolt://…` or `neo4j://…`."""
    neo4j_user: str = "neo4j"
    neo4j_password: str = ""
    neo4j_database: str = "neo4j"
    model_folder: str = ""
    """A folder with the encoder; empty: the model fetched at set-up into the cache."""
    model_cache: str = ""
    port: int = 8501
    today: str = ""
    """A fixed day (2026-11-22) instead of the clock, for demonstrations and tests."""

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the records."""
        return self.database_url or f"sqlite:///{(self.home / 'office.db').as_posix()}"

    @property
    def keys(self) -> Path:
        """Folder of the vault's two keys (mode 0600)."""
        return self.home / "keys"

    @property
    def index(self) -> Path:
        """Folder of the search index; derived, may be deleted and rebuilt."""
        return self.home / "index"

    @property
    def cache(self) -> Path:
        """Folder outside the checkout where the encoder is kept."""
        return Path(self.model_cache) if self.model_cache else Path.home() / ".cache" / "petition-graph"


def prepare_process() -> None:
    """Sets what native libraries read once at import: one thread each, and no hub is ever asked for a model.

    Called by entry points before anything else is imported; what the environment says already wins.
    """
    for name, value in (("OMP_NUM_THREADS", "1"), ("HF_HUB_OFFLINE", "1"), ("TRANSFORMERS_OFFLINE", "1")):
        os.environ.setdefault(name, value)


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that works on the same office."""
    return {**os.environ, f"{PREFIX}HOME": str(settings.home)}


def load_settings(home: str | Path | None = None) -> Settings:
    """The office's settings: `settings.toml` in the home folder, overridden by `PETITION_GRAPH_*` variables.

    Raises SettingsError for an unreadable file or an unknown name.
    """
    folder = Path(home or os.environ.get(f"{PREFIX}HOME") or Path.home() / "petition-graph").expanduser()
    settings = Settings(home=folder.resolve())
    return _with(settings, {**_from_file(folder / "settings.toml"), **_from_environment()})


def _from_file(file: Path) -> dict[str, object]:
    try:
        return dict(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"设置文件 {file} 读不懂：{error}", '请按 TOML 写法改正，例如：neo4j_uri = "bolt://127.0.0.1:7687"'
        ) from error
    except OSError as error:
        raise SettingsError(f"设置文件 {file} 打不开：{error.strerror}", "请检查读取权限；它应是一个文件") from error


def _from_environment() -> dict[str, object]:
    names = {f.name for f in fields(Settings)} - {"home"}
    return {name: os.environ[PREFIX + name.upper()] for name in names if PREFIX + name.upper() in os.environ}


def _with(settings: Settings, values: dict[str, object]) -> Settings:
    known = {f.name for f in fields(Settings)} - {"home"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise SettingsError(f"不认识的设置项：{'、'.join(unknown)}", f"可用的设置项：{'、'.join(sorted(known))}")
    for name, value in values.items():
        if isinstance(value, (list, dict)):
            raise SettingsError(f"设置项 {name} 应是一个文字或数字", f'例如：{name} = "…"')
    if "port" in values:
        values["port"] = _port(values["port"])
    return replace(settings, **{k: v if k == "port" else str(v) for k, v in values.items()})  # type: ignore[arg-type]


def _port(value: object) -> int:
    text = str(value).strip()
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise SettingsError(f"端口 {value} 不是 1 到 65535 的数字", "例如：port = 8501")
    return int(text)
