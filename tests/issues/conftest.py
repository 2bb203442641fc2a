"""The real encoder for the tests over whole case lists."""

from tests.search.conftest import encoder, model_cache  # noqa: F401
