"""Nouns of the reference reader: a citation (引用) and the place it is read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited target; a list of articles gives one citation each. 0 and "" stand for what is not written (8.3).

    `law_text` is the law as written, `law` the title it stands for; `kind` is one of named, alias, unlisted (a title
    without 《》 that no list has), self (本法, 前款), bare (no law can be told), document_no, case_no, standard,
    contract_clause, column. `law_kind` says where the law comes from: named, alias, self, inherited or none.
    """

    start: int
    end: int
    quote: str
    kind: str
    law_text: str = ""
    law: str = ""
    number: int = 0
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    document_no: str = ""
    version_hint: str = ""
    """The edition the text names: a year (2012), newest (新修订的), 试行, 修订 and the like."""
    subitem: int = 0
    proviso: bool = False
    unit_scope: str = ""
    """第三编第二十四章 where parts above the article are named."""
    relative: str = ""
    """The word that counts from the citing place: 前款, 前条, 本条, 该条."""
    range_group: int = 0
    """The same number for all targets of one range (第十条至第十四条); 0 outside ranges."""
    confidence: float = 1.0
    law_kind: str = "none"
    problem: str = ""
    """Why the number cannot be read (第1百条), in Chinese; else empty."""

    likely: str = ""
    """The law 本法 may mean where the containing document is not known; a candidate, never an answer."""

    @property
    def is_law(self) -> bool:
        """False for columns, contracts, cases and standards."""
        return self.kind not in NOT_LAW

    @property
    def label(self) -> str:
        """How the citation is shown: 《信访工作条例》第三十一条第六项."""
        if not self.number:
            return self.document_no or f"《{self.law}》{self.unit_scope}"
        return f"《{self.law}》{article_label(self.number, self.sub)}{tail_label(self)}"


NOT_LAW = frozenset({"case_no", "standard", "contract_clause", "column"})


def article_label(number: int, sub: int = 0) -> str:
    """第三十五条之一 for (35, 1), 正文第五段 for (0, 5) of a paper without articles. Raises InputError beyond 9999."""
    if not number and sub:
        return f"正文第{to_chinese(sub)}段"
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(sub)}" if sub else "")


def tail_label(one: Citation) -> str:
    """第一款第（三）项 as it follows the article: 第一款第三项第2目, 但书."""
    tail = f"第{to_chinese(one.paragraph)}款" if one.paragraph else ""
    tail += f"第{to_chinese(one.item)}项" if one.item else ""
    tail += f"第{one.subitem}目" if one.subitem else ""
    return tail + ("但书" if one.proviso else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a text stands: what 本法, 前款 and a bare 第N条 in it mean.

    `law` is the title of the containing document, `article` … `item` the place of the citing words in it;
    `last_law` the law named before the text begins; `defined` abbreviations that hold in it (以下简称);
    `region` and `day` belong to the matter and decide between laws of one name.
    """

    law: str = ""
    article: int = 0
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    last_law: str = ""
    defined: Mapping[str, str] = field(default_factory=dict)
    region: str = ""
    day: date | None = None


NOWHERE = Context()
