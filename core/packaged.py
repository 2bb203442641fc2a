"""Data files that lie beside the code of this room."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=16)
def packaged_yaml(name: str) -> Any:  # noqa: ANN401 - the shape is that of the file
    """The content of `core/<name>`; read once and to be left unchanged by callers."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("core").joinpath(name).read_text(encoding="utf-8"), Loader=loader)
