"""The log of a corpus's documents: one line a change, read in pieces, so that a million documents take little room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from core.errors import IndexMismatch
from search.manifest import REBUILD

_AT_ONCE = 1 << 22
Codes: TypeAlias = list[tuple[str, str]]


class Entry(NamedTuple):
    """One line of the log: the state of one document from here on."""

    number: int
    id: str
    version: str
    texts: int
    alive: bool
    day: int
    until: int
    length: int
    facets: tuple[tuple[str, tuple[str, ...]], ...]

    def line(self) -> str:
        """The entry as one line of JSON."""
        facets = {name: list(values) for name, values in self.facets}
        state = [self.number, self.id, self.version, self.texts, int(self.alive), self.day, self.until]
        return json.dumps([*state, self.length, facets], ensure_ascii=False, separators=(",", ":")) + "\n"


def entry_of(line: Sequence[Any]) -> Entry:
    """The entry that a line of the log, read as JSON, stands for."""
    number, id_, version, count, alive, day, until, length, facets = line
    packed = tuple((name, tuple(values)) for name, values in facets.items())
    return Entry(number, id_, version, count, bool(alive), day, until, length, packed)


@dataclass(frozen=True, slots=True)
class Log:
    """A stretch of the log: codes given out before it, if it was rewritten, and its entries, to be gone through once.

    Going through them raises IndexMismatch where the log is not whole.
    """

    entries: Iterable[Entry] = ()
    codes: Sequence[tuple[str, str]] = ()


def read_log(file: Path, start: int, end: int) -> Log:
    """What stands between two byte offsets of the log; IndexMismatch when its beginning is not whole."""
    entries = _entries(file, start, end) if start < end else iter(())
    first = next(entries, None)
    if isinstance(first, Entry):
        return Log(chain((first,), (one for one in entries if isinstance(one, Entry))))
    return Log((one for one in entries if isinstance(one, Entry)), first or ())


def _entries(file: Path, start: int, end: int) -> Iterator[Entry | Codes]:
    """The entries, and before them the codes where the log begins with them."""
    try:
        with file.open("rb") as stream:
            stream.seek(start)
            for text in _pieces(stream, end - start):
                for line in json.loads(f"[{text.decode('utf-8').rstrip().replace(chr(10), ',')}]"):
                    told = isinstance(line, dict)
                    yield [(name, value) for name, value in line["codes"]] if told else entry_of(line)
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise IndexMismatch(f"检索库的文档表不完整：{file}", REBUILD) from error


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The next `size` bytes in pieces of whole lines; the log of a million documents would take gigabytes at once."""
    while size > 0:
        text = stream.read(min(size, _AT_ONCE))
        if text and len(text) < size:
            text += stream.readline(size - len(text))
        if not text or (len(text) == size and not text.endswith(b"\n")):
            raise ValueError("shorter than its manifest says")
        size -= len(text)
        yield text
