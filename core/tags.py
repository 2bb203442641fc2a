"""Free tags (标签、热词) that a source gives its items in a column of its own; a second axis beside the classes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.masking import mask

_COLUMN = re.compile(r"标签|热词|关键词|关键字|热点问题|主题词|^(?:hot_?words|tags?|keywords?)$", re.IGNORECASE)
_PARTS = re.compile(r"[、，,;；|/#\s]+")
_LONGEST = 20
MOST = 12


def tags_of(columns: Mapping[str, str]) -> tuple[str, ...]:
    """The tags among the columns that no field of the record took, masked, in order, each once."""
    told = [part for name, text in columns.items() if _COLUMN.search(name.strip()) for part in _PARTS.split(text)]
    short = (mask(part).text for part in told if 1 < len(part) <= _LONGEST and not part.isdigit())
    return tuple(dict.fromkeys(short))[:MOST]
