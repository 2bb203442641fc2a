"""Words of Chinese text for the peers that cannot cut it themselves: jieba's, lower-cased, without punctuation."""

from __future__ import annotations

import logging


def words(text: str) -> list[str]:
    """The words of a text in order."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in (one.strip().lower() for one in jieba.cut(text)) if any(c.isalnum() for c in word)]
