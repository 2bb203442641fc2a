"""What was learned, kept in the office's home as plain arrays (npz, no pickle), so that it is learned once.

A file is named by what it was learned for and carries a fingerprint of each row it was learned from. It answers for
exactly these rows, or, where a screen cannot wait, for rows that hardly differ.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.ids import short_hash

FOLDER = "learned"
_FORM = "5"
"""Goes up when what is stored changes; older files are then learned anew."""
NEW_ROWS = 0.02
"""Share of rows that may be new or labelled otherwise while a screen still uses what was learned before."""
MOST_FILES = 8


def fingerprints(rows: Sequence[tuple[str, str]]) -> NDArray[np.uint64]:
    """A sorted number for each (id, label)."""
    found = [int(short_hash(*row, length=16), 16) for row in rows]
    return np.array(sorted(found), dtype=np.uint64)


def name_of(*parts: str) -> str:
    """The file name of what is learned for these: kind, encoder, fields."""
    return f"{parts[0]}-{short_hash(_FORM, *parts, length=16)}.npz"


def load(folder: Path, name: str) -> dict[str, NDArray[Any]] | None:
    """The arrays, or None where there are none or the file is damaged (it is learned anew then)."""
    try:
        with (folder / name).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None


def fits(parts: Mapping[str, NDArray[Any]], ids: NDArray[np.uint64], rows: NDArray[np.uint64], *, near: bool) -> bool:
    """Whether it was learned from these rows; with `near`, from rows all still there and hardly different."""
    if np.array_equal(parts["rows"], rows):
        return True
    gone = np.setdiff1d(parts["ids"], ids)
    new = len(np.setdiff1d(rows, parts["rows"]))
    return near and not len(gone) and new <= NEW_ROWS * len(rows)


def save(folder: Path, name: str, parts: Mapping[str, NDArray[Any]]) -> None:
    """Stores the arrays; the file appears whole or not at all, the oldest of many go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.{os.getpid()}.part"
    with part.open("wb") as file:
        np.savez(file, allow_pickle=False, **parts)
    part.replace(folder / name)
    kept = sorted(folder.glob("*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[MOST_FILES:]:
        old.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Deletes everything learned; what was erased or hidden must not live on in weights."""
    for file in [*folder.glob("*.npz"), *folder.glob("*.part")]:
        file.unlink(missing_ok=True)
