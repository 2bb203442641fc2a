"""Warm start: heavy imports and the office are loaded before the first visitor, then kept out of collections."""

from __future__ import annotations

import gc
import importlib

from ui.wiring import the_office

HEAVY = ("pandas", "pyarrow", "streamlit.elements.arrow", "streamlit.elements.echarts_chart")


def warm_up() -> None:
    """Imports what pages need, opens the office and freezes it all: else each run pays 90 ms of collection."""
    for name in HEAVY:
        importlib.import_module(name)
    importlib.import_module("ui.frame")
    the_office()
    gc.collect()
    gc.freeze()
