"""The index cut anew with another dictionary, beside the one in use, compared with it, and switched to (词典换版).

The old index answers all the while. The new one takes over in one transaction, only when the gate lets it or when
a person who said so gives a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from casework.dictionary import known_words, store_dictionary
from casework.evaluation import own_sets, where
from casework.generation import all_have_vectors, next_generation, put_in_use
from casework.jobs import Progress
from casework.office import Office
from casework.search_changes import apply_change, compared, kept
from casework.tuning_change import BY_TUNING
from core.viewer import Viewer
from core.words import Dictionary
from eval.running import surroundings
from records.search_changes import SearchChange
from records.transactions import Tx
from search.index import SearchIndex

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

    Raises Unavailable while the index in use waits for vectors, or when the new one cannot be written.
    """
    with office.database.read() as tx:
        wanted = known_words(tx)
    if wanted.version == office.index.dictionary.version:
        return Recut(switched=False, said="词典没有变化", words=len(wanted.words))
    all_have_vectors(office, "python cli.py dictionary apply")
    with next_generation(office, wanted, office.encoder, progress, "按新词典重新切词") as fresh:
        change = _compared(office, viewer, fresh, wanted)
        if change.decision == "worse" and not reason.strip():
            return Recut(switched=False, said=change.note, words=len(wanted.words), change=change)
        by = reason.strip() or (ACCEPTED if change.decision == "unproven" else "")
        done = put_in_use(
            office,
            fresh,
            lambda switch: apply_change(office, viewer, change.id, reason=by, switch=switch),
            partial(_store, office, wanted),
        )
    return Recut(switched=True, said="新词典已启用", words=len(wanted.words), change=done)


def _store(office: Office, wanted: Dictionary, tx: Tx, _: Mapping[str, Any]) -> None:
    store_dictionary(tx, wanted, now=office.now())


def _compared(office: Office, viewer: Viewer, fresh: SearchIndex, wanted: Dictionary) -> SearchChange:
    sets = [one for one in own_sets(office, viewer) if one.kind in BY_TUNING]
    after = surroundings(office.database, fresh, viewer, office.today())
    verdict = compared(where(office, viewer), after, sets)
    both = ({"version": office.index.dictionary.version}, {"version": wanted.version, "words": len(wanted.words)})
    return kept(office, viewer, KIND, both, verdict)
