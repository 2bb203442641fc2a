"""Facts of many rows, found in this process for short files and by all cores for long ones."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import chain

from core.errors import Unavailable
from ingest.linking.facts import Facts, facts_of
from ingest.linking.knowledge import Knowledge
from ingest.rows import Draft

ALONE = 2
"""Batches read in this process before others are started: below that, starting them costs more than it saves."""
_PART = 250
_AHEAD = 3


def extracted(
    batches: Iterable[tuple[Sequence[Draft], frozenset[str]]], knowledge: Knowledge, *, processes: int | None = None
) -> Iterator[tuple[list[Facts], frozenset[str]]]:
    """(facts, the ids that came with them) for each batch in order; `processes` 0 keeps all work in this process.

    Raises Unavailable when a process dies, for example for want of memory.
    """
    waiting = iter(batches)
    for _, (drafts, more) in zip(range(ALONE), waiting, strict=False):
        yield [facts_of(draft, knowledge) for draft in drafts], more
    count = (os.cpu_count() or 1) if processes is None else processes
    following = next(waiting, None)
    if following is None:
        return
    rest = chain((following,), waiting)
    if count == 0:
        yield from (([facts_of(draft, knowledge) for draft in drafts], more) for drafts, more in rest)
    else:
        yield from _shared(rest, pickle.dumps(knowledge), count)


def _shared(
    batches: Iterable[tuple[Sequence[Draft], frozenset[str]]], packed: bytes, count: int
) -> Iterator[tuple[list[Facts], frozenset[str]]]:
    spawn = multiprocessing.get_context("spawn")  # never fork: the index and the encoder may have threads
    pool = ProcessPoolExecutor(count, mp_context=spawn, initializer=_leave_with_parent)
    ahead: list[tuple[list[Future[list[Facts]]], frozenset[str]]] = []
    try:
        for drafts, more in batches:
            parts = [drafts[at : at + _PART] for at in range(0, len(drafts), _PART)]
            ahead.append(([pool.submit(_facts, part, packed) for part in parts], more))
            if len(ahead) >= _AHEAD:
                yield _done(*ahead.pop(0))
        for futures, more in ahead:
            yield _done(futures, more)
    except BrokenProcessPool as error:
        raise Unavailable(
            "读入时有一个进程中断，可能内存不足", "请关掉别的程序后再导入一次，已读入的不会重复"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _done(futures: Sequence[Future[list[Facts]]], more: frozenset[str]) -> tuple[list[Facts], frozenset[str]]:
    return [facts for future in futures for facts in future.result()], more


def _facts(drafts: Sequence[Draft], packed: bytes) -> list[Facts]:
    knowledge = _unpacked(packed)
    return [facts_of(draft, knowledge) for draft in drafts]


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Knowledge:
    knowledge: Knowledge = pickle.loads(packed)  # our own bytes from our own parent
    return knowledge


def _leave_with_parent() -> None:
    """Ends this process when its parent is killed, which otherwise nobody would notice."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
