"""Titles and short titles of laws as data, for reading citations without 《》."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from core.packaged import packaged_yaml

_MARKS = re.compile(r"[《》\s]")
_EDITION = re.compile(r"[(（](?:\d{4}年?(?:修正|修订|版|修改)?|试行|暂行|修订|草案|征求意见稿)[)）]$")


@lru_cache(maxsize=1)
def short_titles() -> Mapping[str, str]:
    """Every title and alias of `laws.yaml` → the title it stands for."""
    titles: dict[str, list[str]] = packaged_yaml("laws.yaml")["titles"]
    return {name: title for title, aliases in titles.items() for name in (title, *aliases)}


def bare_title(text: str) -> str:
    """`text` without 《》, blanks, 中华人民共和国 and an edition note such as （2012年修正）."""
    plain = _MARKS.sub("", text).replace("<", "〈").replace(">", "〉")
    return _EDITION.sub("", plain).removeprefix("中华人民共和国")


def standard_title(text: str, defined: Mapping[str, str] | None = None) -> str:
    """The title `text` stands for: an abbreviation defined in the same text, an alias, or itself bare."""
    bare = bare_title(text)
    if defined and bare in defined:
        return defined[bare]
    return short_titles().get(bare, bare)


@lru_cache(maxsize=1)
def _legal_endings() -> tuple[str, ...]:
    return tuple(packaged_yaml("laws.yaml")["endings"].split())


def looks_legal(title: str) -> bool:
    """True when a title in 《》 ends like an act or official document, False for columns, papers, books."""
    return bare_title(title).rstrip("）)").endswith(_legal_endings())


def title_pattern(extra: Iterable[str] = ()) -> re.Pattern[str]:
    """Pattern of a known title without 《》 that stands directly before an article number."""
    names = sorted({*short_titles(), *(bare_title(t) for t in extra)} - {""}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?:中华人民共和国)?(?P<name>{'|'.join(map(re.escape, names))})")
