"""Fixtures of the browser tests."""

from tests.chromium import chromium  # noqa: F401
