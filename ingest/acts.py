"""Acts as read from a table or a data package, before their versions are dated: one noun for all sources of law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.errors import InputError
from core.hierarchy import kind_of_act
from core.numerals import NUMERAL, to_number

_LABEL = re.compile(rf"^\s*第?\s*({NUMERAL})\s*条?(?:\s*[之\-]\s*({NUMERAL}))?\s*$")
_YEAR_NOTE = re.compile(r"[（(]\s*\d{4}\s*年?\s*(?:修正|修订|修改|版|文本|公布)?(?:本|版)?\s*[)）]$")
_INNER = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》"})

KINDS: Mapping[str, str] = {
    "宪法": "constitution",
    "法律": "law",
    "法律解释": "legislative_interpretation",
    "立法解释": "legislative_interpretation",
    "修正案": "law",
    "行政法规": "administrative_regulation",
    "监察法规": "supervision_regulation",
    "地方性法规": "local_regulation",
    "部门规章": "department_rule",
    "地方政府规章": "local_government_rule",
    "规范性文件": "normative_document",
    "司法解释": "judicial_interpretation",
    "党内法规": "party_regulation",
    "修改、废止的决定": "decision",
    "修改决定": "decision",
    "有关法律问题和重大问题的决定（部分）": "decision",
}


@dataclass(frozen=True, slots=True)
class ActArticle:
    """One article of an act as its source has it; `source_id` is the id it had there."""

    number: int
    sub: int
    text: str
    path: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One version of an act as its source tells it; dates are claims until they are checked."""

    title: str
    doc_id: str
    short_titles: tuple[str, ...] = ()
    kind: str = ""
    issuer: str = ""
    document_no: str = ""
    published: date | None = None
    effective: date | None = None
    repealed: date | None = None
    status: str = ""
    region: str = ""
    preamble: str = ""
    """What stands before the first article: the header lines, or the whole text of a decision without articles."""
    articles: tuple[ActArticle, ...] = ()
    public: bool = True
    """False for a paper that must not be cited to a petitioner (不公开)."""


def act_title(text: str) -> str:
    """The title all versions of an act share: without outer marks, blanks, edition notes and 中华人民共和国."""
    bare = _YEAR_NOTE.sub("", re.sub(r"\s+", "", text).translate(_INNER))
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare = bare[1:-1]
    return bare.replace("《中华人民共和国", "《").removeprefix("中华人民共和国")


def kind_code(group: str, title: str, *, issuer: str = "", document_no: str = "", region: str = "") -> str:
    """The kind of act (domain 8.6) for a source's group; unknown groups are told by maker, number and title."""
    return KINDS.get(group) or kind_of_act(title, issuer=issuer, document_no=document_no, region=region)


def article_number(label: str) -> tuple[int, int]:
    """(253, 1) for 第二百五十三条之一, 253-1 or 253之1. Raises InputError for what is no article number."""
    found = _LABEL.match(label)
    if found is None:
        raise InputError(f"条号“{label[:20]}”读不懂", "请写成“第三十五条”“第三十五条之一”“35”或“35-1”")
    return to_number(found[1]), to_number(found[2]) if found[2] else 0
