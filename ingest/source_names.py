"""The name of a source, taken from a file's name so that next month's export of the same list finds it again."""

from __future__ import annotations

import re
from pathlib import Path

from core.ids import slug

_SUFFIXES = re.compile(r"\.(?:gz|csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods|jsonl|ndjson|json)$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*[-_.年]?\s*(?:(?:0?[1-9]|1[0-2])\s*[-_.月]?\s*(?:(?:0?[1-9]|[12]\d|3[01])\s*日?)?)?(?:\s*[至到~-]\s*)?"
)
_COPY = re.compile(r"[（(]\s*\d+\s*[)）]|[-_ ]*(?:副本|复件|copy|最新|最终版?)\s*\d*", re.IGNORECASE)
_EDGES = " _-.—–至到~"


def source_name(file: Path) -> str:
    """The stem of `file` without endings, dates and copy marks: `2026年5月信访件(1).xlsx` → `信访件`."""
    stem = file.name
    while _SUFFIXES.search(stem):
        stem = _SUFFIXES.sub("", stem)
    bare = _COPY.sub("", _DATE.sub("", stem)).strip(_EDGES)
    return slug(bare or stem) or "petitions"
