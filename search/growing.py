"""The growing file of a corpus's vectors: rows in half precision with their owners, only ever added to."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import IndexMismatch, Unavailable
from search.encoder import Vectors
from search.manifest import REBUILD

Owners = NDArray[np.int32]
"""Shape (rows, 2): document number and text count."""


def append_growing(folder: Path, name: str, rows: int, vectors: Vectors, owners: Owners) -> None:
    """Adds rows after the first `rows` of the growing file, over whatever an unfinished writing left there."""
    for suffix, data in ((".f16", vectors.astype(np.float16)), (".owners", owners.astype(np.int32))):
        file = folder / f"{name}{suffix}"
        try:
            with file.open("r+b" if file.exists() else "w+b") as stream:
                stream.seek(rows * data.shape[1] * data.itemsize)
                stream.truncate()
                stream.write(data.tobytes())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise Unavailable(f"检索库写不进去：{error.strerror}", "请检查磁盘空间和文件夹权限") from error


def read_growing(folder: Path, name: str, dimension: int, start: int, end: int) -> tuple[Vectors, Owners]:
    """Rows [start, end) of the growing file as float32, with their owners."""
    vectors = _read(folder / f"{name}.f16", np.dtype(np.float16), dimension, start, end)
    owners = _read(folder / f"{name}.owners", np.dtype(np.int32), 2, start, end)
    return vectors.astype(np.float32), owners.astype(np.int32)


def _read(file: Path, kind: np.dtype, width: int, start: int, end: int) -> NDArray[np.generic]:
    if end <= start:
        return np.empty((0, width), dtype=kind)
    try:
        flat = np.fromfile(file, dtype=kind, count=(end - start) * width, offset=start * width * kind.itemsize)
        return flat.reshape(end - start, width)
    except (OSError, ValueError) as error:
        raise IndexMismatch(f"检索库的向量文件不完整：{file}", REBUILD) from error
