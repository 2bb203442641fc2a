"""Invented acts of an invented county for tests of citations, sweeps and checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.citations import find_citations
from core.ids import article_id, regulation_id
from core.petition import Item
from core.statute import ArticleText, Regulation, RegulationVersion
from records.citations import StoredCitation, save_citations
from records.database import Tx
from records.law import save_regulation
from tests.casework.offices import NOW

PARKING = "停车场管理条例"
PARKING_2015 = {
    1: "为了规范停车场的管理，制定本条例。",
    2: "停车场经营者应当在入口处公示收费标准，并开具票据。",
    3: "夜间停放的货车应当熄火，不得鸣笛；违反的由城市管理部门处二百元罚款。",
    4: "经营者每年向主管部门报送经营情况。\n主管部门公布抽查结果，并有下列职责：\n（一）受理投诉；\n（二）依法处罚。",
}
PARKING_2024 = {
    1: "为了规范停车场的管理，制定本条例。",
    2: "停车设施的规划由自然资源部门编制，报县人民政府批准后公布实施。",
    3: "停车场经营者应当在入口处公示收费标准，并开具电子票据。",
    4: "夜间停放的货车应当熄火，不得鸣笛；违反的由城市管理部门处二百元罚款。",
}


def save_act(tx: Tx, title: str, texts: Mapping[int, str], published: date, **more: object) -> None:
    """One version of an act, in force from its publication when nothing else is said."""
    act = regulation_id(title)
    named = {key: more.pop(key) for key in ("kind", "region", "issuer", "public", "short_titles") if key in more}
    dates = {"effective": published} | more
    version = RegulationVersion(
        regulation_id=act, source="test", source_doc_id=f"{title}{published}", title=title, published=published, **dates
    )  # type: ignore[arg-type]
    articles = [
        ArticleText(id=article_id(act, n), regulation_id=act, number=n, sub=0, text=text, ordinal=n)
        for n, text in texts.items()
    ]
    save_regulation(tx, Regulation(id=act, title=title, **named), version, articles, now=NOW)  # type: ignore[arg-type]


def save_parking(tx: Tx) -> None:
    """The parking act of 2015, and the one of 2024 with another order."""
    save_act(tx, PARKING, PARKING_2015, date(2015, 1, 1))
    save_act(tx, PARKING, PARKING_2024, date(2024, 7, 1))


def cite(tx: Tx, item: Item) -> None:
    """Stores the citations of the item's reply as an import does."""
    found = [
        StoredCitation(
            record=item.id,
            field="reply",
            start=one.start,
            end=one.end,
            quote=one.quote,
            law_text=one.law or one.law_text,
            number=one.number or None,
            kind=one.kind,
        )
        for one in find_citations(item.reply)
    ]
    save_citations(tx, [item.id], found, now=NOW)
