"""The next generation of the index (新一代检索库): made beside the one in use, then put in its place in one step.

The one in use answers all the while, and goes on where the next cannot be made or is not wanted. After the switch the
old folder goes, so that nothing erased can linger in it; what a way back needs, the vectors by the model before, stays
in the records, where erasing a petition reaches it.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from casework.jobs import Progress, Stopped
from casework.office import FOLDER, LOOK_FOR_SETTINGS, Office
from casework.search_changes import Switch
from core.errors import Unavailable
from core.words import Dictionary
from records.database import Tx
from records.marks import backlog
from records.office_settings import put_setting, setting
from records.search_changes import SearchChange
from records.vectors import forget_erased
from search.encoder import Encoder
from search.index import SearchIndex
from search.projector import fill_beside, take_over

_UNHARMED = "原来的检索库没有改动，照常检索；已编好的向量都留着，再运行一次会接着来"


def all_have_vectors(office: Office, again: str) -> None:
    """Returns when the index in use is whole; `again` is the command for later.

    Raises Unavailable while it waits for vectors: two unfinished indexes cannot be compared.
    """
    with office.database.read() as tx:
        waiting = backlog(tx)["vectors"] if office.encoder else 0
    if waiting:
        raise Unavailable(f"还有 {waiting} 条没有语义向量，现在比较不出好坏", f"编完后请运行：{again}")


@contextmanager
def next_generation(
    office: Office, dictionary: Dictionary, encoder: Encoder | None, progress: Progress, doing: str
) -> Iterator[SearchIndex]:
    """The filled index beside the one in use; unless it was put in use, nothing is left of it afterwards.

    Raises Unavailable, with the index in use as it was, when it cannot be written; Stopped when a person asked to.
    """
    clean(office)
    folder = office.home / f"{office.settings.index.name}-{secrets.token_hex(4)}"
    fresh = SearchIndex(folder, encoder, office.database.uuid, dictionary=dictionary, tuning=office.index.tuning)
    try:
        try:
            fresh.open_for_writing()
            fill_beside(office.database, fresh, told=_telling(progress, doing), encode=True)
        except (Unavailable, OSError) as error:
            why = error.detail if isinstance(error, Unavailable) else f"检索库写不进去：{error.strerror}"
            raise Unavailable(f"新的检索库没有做成：{why}", f"请检查磁盘空间和文件夹权限。{_UNHARMED}") from error
        yield fresh
    finally:
        fresh.close()
        clean(office)


def _telling(progress: Progress, doing: str) -> Callable[[int, int], None]:
    begun = time.monotonic()

    def told(done: int, total: int) -> None:
        left = (time.monotonic() - begun) / max(done, 1) * (total - done)
        if not progress(done, total, f"{doing}，约余 {left / 60:.0f} 分钟"):
            raise Stopped

    return told


def put_in_use(
    office: Office, fresh: SearchIndex, change: Callable[[Switch], SearchChange], also: Switch
) -> SearchChange:
    """The change with the index `fresh` in use; `change` runs the transaction, `also` writes what else belongs to it.

    What changed while figures were made is brought in while no mark is applied; its vectors follow as marks.
    """
    lacking: set[str] = set()

    def switch(tx: Tx, value: Mapping[str, Any]) -> None:
        also(tx, value)
        put_setting(tx, FOLDER, fresh.folder.name, now=office.now())
        take_over(office.database, fresh, tx, lacking)

    with office.writing_index:
        lacking |= fill_beside(office.database, fresh, told=lambda *_: None)
        fresh.close()
        done = change(switch)
        office.forget_index()
    time.sleep(2 * LOOK_FOR_SETTINGS)  # other processes look for another index at most so much later
    return done


def clean(office: Office) -> None:
    """Folders of indexes that are not in use go, and vectors made of a letter while it was being erased.

    For whoever has the worker's place.
    """
    with office.database.read() as tx:
        used = str(setting(tx, FOLDER, default=office.settings.index.name))
    for folder in (office.settings.index, *office.home.glob(f"{office.settings.index.name}-*")):
        if folder.name != used:
            shutil.rmtree(folder, ignore_errors=True)
    with office.database.write() as tx:
        forget_erased(tx)
