"""The manifest of one index folder: which files, how much of each, made by whom; replaced in one step.

Files only grow; what lies beyond the lengths the manifest names was written by a process that died and
does not exist for readers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import IndexMismatch, Unavailable

FORMAT = 1
NAME = "manifest.json"
REBUILD = "请运行：python cli.py rebuild（记录不受影响，检索库会重新生成）"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One finished file of vectors."""

    file: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One generation of one corpus."""

    database: str
    encoder: str = ""
    dimension: int = 0
    dictionary: str = ""
    epoch: str = ""
    """Drawn when the folder is made, so that a folder taken from elsewhere is known."""
    generation: int = 0
    table: str = "documents-0.jsonl"
    table_bytes: int = 0
    words: str = "words-0"
    growing: str = "growing-0"
    growing_rows: int = 0
    sealed: tuple[Sealed, ...] = ()

    def next(self, **changes: Any) -> Manifest:  # noqa: ANN401 - any field
        """The following generation with `changes`."""
        return replace(self, generation=self.generation + 1, **changes)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose index it must be: the database, the encoder (empty name when there is none just now), the dictionary."""

    database: str
    encoder: str = ""
    dimension: int = 0
    dictionary: str = field(default="")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`, or None when there is no index yet; IndexMismatch when it cannot be read."""
    file = folder / NAME
    try:
        values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexMismatch(f"检索库的清单读不懂：{file}", REBUILD) from error
    return _manifest(values, file)


def _manifest(values: Mapping[str, Any], file: Path) -> Manifest:
    rest = dict(values)
    if rest.pop("format", None) != FORMAT:
        raise IndexMismatch(f"检索库是另一个版本的程序做的：{file}", REBUILD)
    try:
        sealed = tuple(Sealed(**one) for one in rest.pop("sealed"))
        return Manifest(sealed=sealed, **rest)
    except (KeyError, TypeError) as error:
        raise IndexMismatch(f"检索库的清单不完整：{file}", REBUILD) from error


def check(manifest: Manifest, wanted: Identity, folder: Path) -> None:
    """Raises IndexMismatch when the index belongs to another database, encoder or dictionary."""
    if manifest.database != wanted.database:
        raise IndexMismatch(f"检索库属于另一个数据库：{folder}", REBUILD)
    if wanted.encoder and manifest.encoder and manifest.encoder != wanted.encoder:
        raise IndexMismatch(f"检索库的向量由另一个模型生成（{manifest.encoder}，现在是 {wanted.encoder}）", REBUILD)
    if manifest.dictionary != wanted.dictionary:
        raise IndexMismatch("检索库是用另一版本机词典切分的", REBUILD)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces the manifest in one step; all files it names must be on disk before."""
    target, fresh = folder / NAME, folder / f"{NAME}.new"
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    except OSError as error:
        raise Unavailable(f"检索库写不进去：{folder}（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error


def stamp(folder: Path) -> bytes:
    """The manifest as it stands, empty without one: times and inodes repeat when generations follow fast."""
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        return b""
