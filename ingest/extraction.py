"""Facts of many rows, found in this process for short files and by all cores for long ones."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import TypeAlias

from core.errors import PetitionGraphError, Unavailable
from core.garbage import collect_rarely
from core.nouns import quick_to_pickle
from core.petition import Claim, Item, Node, Person
from ingest.linking.facts import Ready, ready
from ingest.linking.knowledge import Knowledge
from ingest.rows import Draft
from records.citations import StoredCitation
from records.link_saving import LinkRows

Rows: TypeAlias = tuple[Sequence[Draft], frozenset[str]]
Found: TypeAlias = tuple[list[Ready], frozenset[str]]

ALONE = 2
"""Batches read in this process; a file of no more than these is not worth starting others."""
_PART = 250
_AHEAD = 3
quick_to_pickle(Draft, Ready, Item, Person, Node, Claim, LinkRows, StoredCitation)


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows are read with: what the office knows, the moment of the import, and how many processes read.

    `processes` 0 keeps all work in this process; None means one for each core.
    """

    knowledge: Knowledge
    now: datetime
    processes: int | None = None


def extracted(batches: Iterable[Rows], how: Reading) -> Iterator[Found]:
    """(facts, the ids that came with them) for each batch in order. The first batches are read here while the other
    processes start.

    Raises Unavailable when a process dies, for example for want of memory, and what reading a batch raises after the
    batches before it.
    """
    broken: list[PetitionGraphError] = []
    waiting = _whole(batches, broken)
    first = list(islice(waiting, ALONE))
    following = next(waiting, None)
    count = (os.cpu_count() or 1) if how.processes is None else how.processes
    if following is None or count == 0:
        rest = first if following is None else chain(first, (following,), waiting)
        yield from ((_ready(drafts, how), more) for drafts, more in rest)
    else:
        yield from _shared(first, chain((following,), waiting), how, count)
    if broken:
        raise broken[0]


def _whole(batches: Iterable[Rows], broken: list[PetitionGraphError]) -> Iterator[Rows]:
    """The batches up to where the file breaks off: what is read ahead of the break is saved before it is told."""
    try:
        yield from batches
    except PetitionGraphError as error:
        broken.append(error)


def _ready(drafts: Sequence[Draft], how: Reading) -> list[Ready]:
    return [ready(draft, how.knowledge, now=how.now) for draft in drafts]


def _shared(first: Sequence[Rows], rest: Iterable[Rows], how: Reading, count: int) -> Iterator[Found]:
    spawn = multiprocessing.get_context("spawn")  # never fork: the index and the encoder may have threads
    pool = ProcessPoolExecutor(count, mp_context=spawn, initializer=_begin)
    packed = pickle.dumps(how)
    ahead: deque[tuple[list[Future[list[Ready]]], frozenset[str]]] = deque()

    def submit(batch: Rows) -> None:
        drafts, more = batch
        parts = [drafts[at : at + _PART] for at in range(0, len(drafts), _PART)]
        ahead.append(([pool.submit(_facts, part, packed) for part in parts], more))

    try:
        for batch in islice(rest, _AHEAD):
            submit(batch)
        yield from ((_ready(drafts, how), more) for drafts, more in first)
        for batch in rest:
            submit(batch)
            yield _done(*ahead.popleft())
        while ahead:
            yield _done(*ahead.popleft())
    except BrokenProcessPool as error:
        raise Unavailable(
            "读入时有一个进程中断，可能内存不足", "请关掉别的程序后再导入一次，已读入的不会重复"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _done(futures: Sequence[Future[list[Ready]]], more: frozenset[str]) -> Found:
    return [one for future in futures for one in future.result()], more


def _facts(drafts: Sequence[Draft], packed: bytes) -> list[Ready]:
    return _ready(drafts, _unpacked(packed))


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Reading:
    how: Reading = pickle.loads(packed)  # our own bytes from our own parent
    return how


def _begin() -> None:
    """Readies a process for reading: it ends with its parent and rarely looks for cycles, which reading never makes."""
    collect_rarely()
    _leave_with_parent()


def _leave_with_parent() -> None:
    """Ends this process when its parent is killed, which otherwise nobody would notice."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
