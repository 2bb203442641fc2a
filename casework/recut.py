"""The index cut anew with another dictionary, beside the one in use, compared with it, and switched to (词典换版).

The old index answers all the while. The new one takes over in one transaction, only when the gate lets it or when
a person who said so gives a reason; then the old folder goes, so that nothing erased can linger in it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.dictionary import known_words, store_dictionary
from casework.evaluation import own_sets, where
from casework.jobs import Progress, Stopped
from casework.office import FOLDER, LOOK_FOR_SETTINGS, Office
from casework.search_changes import apply_change, compared, kept
from casework.tuning_change import BY_TUNING
from core.errors import Unavailable
from core.viewer import Viewer
from core.words import Dictionary
from eval.running import surroundings
from records.marks import backlog
from records.office_settings import put_setting, setting
from records.search_changes import SearchChange
from records.transactions import Tx
from search.index import SearchIndex
from search.projector import fill_beside, take_over

KIND = "dictionary"
ACCEPTED = "词由具名的人逐个采纳，本办评测集还不够比较"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recut:
    """What came of it: whether the new dictionary is in use, and the change with its table."""

    switched: bool
    said: str
    words: int
    change: SearchChange | None = None


def recut(office: Office, viewer: Viewer, progress: Progress, *, reason: str = "") -> Recut:
    """Cuts, compares and switches; for whoever has the worker's place. `reason` overrides a worse comparison.

    Raises Unavailable while the index in use waits for vectors: two unfinished indexes cannot be compared.
    """
    with office.database.read() as tx:
        wanted, waiting = known_words(tx), backlog(tx)["vectors"] if office.encoder else 0
    if wanted.version == office.index.dictionary.version:
        return Recut(switched=False, said="词典没有变化", words=len(wanted.words))
    if waiting:
        raise Unavailable(
            f"还有 {waiting} 条没有语义向量，现在比较不出好坏", "编完后请运行：python cli.py dictionary apply"
        )
    fresh = _beside(office, wanted)
    try:
        fresh.open_for_writing()
        fill_beside(office.database, fresh, told=_telling(progress))
        change = _compared(office, viewer, fresh, wanted)
        if change.decision == "worse" and not reason.strip():
            return Recut(switched=False, said=change.note, words=len(wanted.words), change=change)
        by = reason.strip() or (ACCEPTED if change.decision == "unproven" else "")
        done = _switched(office, viewer, fresh, (change, wanted), by)
    finally:
        fresh.close()
        _clean(office)
    return Recut(switched=True, said="新词典已启用", words=len(wanted.words), change=done)


def _telling(progress: Progress) -> Callable[[int], None]:
    def told(done: int) -> None:
        if not progress(done, 0, "按新词典重新切词"):
            raise Stopped

    return told


def _folder(office: Office, version: str) -> Path:
    return office.home / f"{office.settings.index.name}-{version}"


def _beside(office: Office, wanted: Dictionary) -> SearchIndex:
    folder = _folder(office, wanted.version)
    shutil.rmtree(folder, ignore_errors=True)
    return SearchIndex(folder, office.encoder, office.database.uuid, dictionary=wanted, tuning=office.index.tuning)


def _compared(office: Office, viewer: Viewer, fresh: SearchIndex, wanted: Dictionary) -> SearchChange:
    sets = [one for one in own_sets(office, viewer) if one.kind in BY_TUNING]
    after = surroundings(office.database, fresh, viewer, office.today())
    verdict = compared(where(office, viewer), after, sets)
    both = ({"version": office.index.dictionary.version}, {"version": wanted.version, "words": len(wanted.words)})
    return kept(office, viewer, KIND, both, verdict)


def _switched(
    office: Office, viewer: Viewer, fresh: SearchIndex, both: tuple[SearchChange, Dictionary], reason: str
) -> SearchChange:
    """What changed while the figures were made is brought in while no mark is applied; then one transaction."""
    change, wanted = both
    lacking: set[str] = set()

    def switch(tx: Tx, _: Mapping[str, Any]) -> None:
        store_dictionary(tx, wanted, now=office.now())
        put_setting(tx, FOLDER, _folder(office, wanted.version).name, now=office.now())
        take_over(office.database, fresh, tx, lacking)

    with office.writing_index:
        lacking |= fill_beside(office.database, fresh, told=lambda _: None)
        fresh.close()
        done = apply_change(office, viewer, change.id, reason=reason, switch=switch)
        office.forget_index()
    time.sleep(2 * LOOK_FOR_SETTINGS)  # other processes look for another index at most so much later
    return done


def _clean(office: Office) -> None:
    """Folders of indexes that are not in use go."""
    with office.database.read() as tx:
        used = str(setting(tx, FOLDER, default=office.settings.index.name))
    for folder in (office.settings.index, *office.home.glob(f"{office.settings.index.name}-*")):
        if folder.name != used:
            shutil.rmtree(folder, ignore_errors=True)
