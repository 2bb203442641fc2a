"""Readable, stable ids: `item:<source>:<source id>`, `article:<regulation>:35-1`, `unit:…`, `issue:…`."""

from __future__ import annotations

import hashlib
import re

_UNSAFE = re.compile(r"[\s:：/\\@]+")


def slug(text: str) -> str:
    """`text` without blanks, colons, slashes and @, fit to be one part of an id."""
    return _UNSAFE.sub("_", text.strip()).strip("_")


def short_hash(*parts: str, length: int = 16) -> str:
    """The first `length` hex digits of the SHA-256 over `parts`, kept apart by a unit separator."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def item_id(source: str, source_id: str) -> str:
    """Id of one petition item (信访件); `source` is the registered mapping, not a file name.

    A number that cannot stand in an id as it is gets a few digits of its hash, so that `1/2` and `1_2` stay two.
    """
    name = slug(source_id)
    number = name if name == source_id else f"{name}~{short_hash(source_id, length=8)}"
    return f"item:{slug(source)}:{number}"


def content_source_id(content_hash: str, occurrence: int) -> str:
    """Source id for a row that carries none: content hash and how often it was seen before (from 0)."""
    return f"h{content_hash[:16]}-{occurrence}"


def matter_id(seed: str) -> str:
    """Id of a matter (信访事项), named after its first item."""
    return f"matter:{short_hash(seed)}"


def petitioner_id(ref: str) -> str:
    """Id of a petitioner node (信访人); `ref` is the vault's pseudonym."""
    return f"petitioner:{ref}"


def unit_id(code: str) -> str:
    """Id of a unit (单位) by its code or canonical name."""
    return f"unit:{slug(code)}"


def place_id(name: str) -> str:
    """Id of a place (地点) by its canonical name."""
    return f"place:{slug(name)}"


def respondent_id(name: str) -> str:
    """Id of a respondent (被反映单位) by its canonical name."""
    return f"respondent:{slug(name)}"


def issue_class_id(code: str) -> str:
    """Id of a class of the issue taxonomy (问题分类)."""
    return f"class:{code}"


def common_issue_id(seed: str) -> str:
    """Id of a common issue (共性问题), an event or a pattern, named after its first known members."""
    return f"issue:{short_hash(seed, length=12)}"


def package_id(folder: str) -> str:
    """Id of a policy package (政策包)."""
    return f"package:{slug(folder)}"


def regulation_id(title: str) -> str:
    """Id of a regulation (法规) by its short title; spans all versions."""
    return f"regulation:{slug(title.removeprefix('中华人民共和国').strip('《》'))}"


def article_id(regulation: str, number: int, sub: int = 0) -> str:
    """Id of an article (条), spanning versions: `article:民法典:1043`, `article:刑法:253-1`."""
    name = regulation.removeprefix("regulation:")
    return f"article:{name}:{number}-{sub}" if sub else f"article:{name}:{number}"


def kind_of(node_id: str) -> str:
    """The kind part of an id, the text before its first colon."""
    return node_id.partition(":")[0]
