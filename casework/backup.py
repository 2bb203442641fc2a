"""One file that holds an office (备份): records, keys, templates, settings, trained models; consistent while in use.

The search index and Neo4j are derived and not in it: they are rebuilt from the records after a restore.
"""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path

from casework.lock import worker_lock
from casework.office import MODELS, Office
from core.errors import Conflict, InputError, Unavailable
from core.settings import Settings

_KEPT = ("keys", "templates", "settings.toml", MODELS)
_RECORDS = "office.db"


def backup(office: Office, target: Path) -> Path:
    """`target`, a compressed archive of the office as it is now; it appears whole or not at all.

    Raises Unavailable for an office on PostgreSQL, which is backed up with its own tools, and for a full disk.
    """
    source = office.database.file
    if source is None:
        raise Unavailable("PostgreSQL 上的资料请用数据库自己的工具备份", "例如：pg_dump；另请备份资料夹里的 keys/")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            packed = _pack(office.home, source, Path(folder))
            packed.chmod(0o600)
            packed.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"备份写不进去：{target}（{error}）", "请检查文件夹的写权限和磁盘空间") from error
    return target


def _pack(home: Path, source: Path, folder: Path) -> Path:
    copy, packed = folder / _RECORDS, folder / "packed.tar.gz"
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
        live.backup(kept)
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(copy, _RECORDS)
        for name in _KEPT:
            if (home / name).exists():
                archive.add(home / name, name, filter=_finished)
    return packed


def _finished(part: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without what a training at work has not finished."""
    name = Path(part.name).name
    return None if name == "checkpoints" or name.startswith("fold-") or name.endswith(".lock") else part


def restore(settings: Settings, source: Path) -> Path:
    """The home folder after the archive was unpacked into it.

    Raises Conflict when an office is there already, InputError for a file that is no backup of ours.
    """
    if (settings.home / _RECORDS).exists():
        raise Conflict(f"{settings.home} 里已有资料", "请恢复到一个空文件夹：--home 新文件夹")
    with worker_lock(settings.home), tempfile.TemporaryDirectory(dir=settings.home) as folder:
        try:
            with tarfile.open(source, "r:gz") as archive:
                if _RECORDS not in archive.getnames():
                    raise InputError("这不是本系统的备份", "请选择用 backup 命令生成的文件", file=str(source))
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
            raise InputError(f"备份文件读不开：{error}", "请核对文件是否完整", file=str(source)) from error
        for name in (*_KEPT, _RECORDS):  # the records last: without them the folder counts as empty
            if (Path(folder) / name).is_dir():
                shutil.copytree(Path(folder) / name, settings.home / name, dirs_exist_ok=True)
            elif (Path(folder) / name).exists():
                (Path(folder) / name).replace(settings.home / name)
    return settings.home
