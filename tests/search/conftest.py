"""The real encoder, opened once."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Unavailable
from core.settings import load_settings
from search.encoder import OnnxEncoder
from search.model import prepare_model
from tests.conftest import absent


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The folder with the prepared model; skipped, or failed in CI, where it cannot be had."""
    cache = load_settings().cache
    try:
        prepare_model(cache)
    except Unavailable as error:
        absent(f"the encoder's model cannot be had: {error.detail}")
    return cache


@pytest.fixture(scope="session")
def encoder(model_cache: Path) -> OnnxEncoder:
    return OnnxEncoder(prepare_model(model_cache))
