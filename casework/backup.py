"""One file that holds an office (备份): records, keys, templates and settings, consistent while the office is in use.

The search index and Neo4j are derived and not in it: they are rebuilt from the records after a restore.
"""

from __future__ import annotations

import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from casework.lock import worker_lock
from casework.office import Office
from core.errors import Conflict, InputError, Unavailable
from core.settings import Settings

_KEPT = ("keys", "templates", "settings.toml")
_RECORDS = "office.db"


def backup(office: Office, target: Path) -> Path:
    """`target`, a compressed archive of the office as it is now; it appears whole or not at all.

    Raises Unavailable for an office on PostgreSQL, which is backed up with its own tools.
    """
    source = office.database.file
    if source is None:
        raise Unavailable("PostgreSQL 上的资料请用数据库自己的工具备份", "例如：pg_dump；另请备份资料夹里的 keys/")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / _RECORDS
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)
        with tarfile.open(fresh, "w:gz") as archive:
            archive.add(copy, _RECORDS)
            for name in _KEPT:
                if (office.home / name).exists():
                    archive.add(office.home / name, name)
    fresh.chmod(0o600)
    fresh.replace(target)
    return target


def restore(settings: Settings, source: Path) -> Path:
    """The home folder after the archive was unpacked into it.

    Raises Conflict when an office is there already, InputError for a file that is no backup of ours.
    """
    if (settings.home / _RECORDS).exists():
        raise Conflict(f"{settings.home} 里已有资料", "请恢复到一个空文件夹：--home 新文件夹")
    with worker_lock(settings.home):
        try:
            with tarfile.open(source, "r:gz") as archive:
                if _RECORDS not in archive.getnames():
                    raise InputError("这不是本系统的备份", "请选择用 backup 命令生成的文件", file=str(source))
                archive.extractall(settings.home, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            raise InputError(f"备份文件读不开：{error}", "请核对文件是否完整", file=str(source)) from error
    return settings.home
