"""Corrections of splits and clauses of papers on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from core.law_tree import Correction
from core.statute import ArticleText, Member, Package, Regulation, RegulationVersion
from records.audit import audit_rows
from records.clauses import find_clauses
from records.database import Database
from records.law import articles_of, save_regulation
from records.law_saving import replace_articles
from records.packages import save_package
from records.splits import SplitCorrection, corrections_of, drop_correction, put_correction, split_corrections
from records.transactions import Tx
from tests.records.office import CLERK, NOW

DOCUMENT = "package:deng/办法.txt"


def _said(action: str, anchor: str = "a" * 16, later: int = 0) -> SplitCorrection:
    at = NOW + timedelta(seconds=later)
    return SplitCorrection(document=DOCUMENT, anchor=anchor, action=action, words="第四条", person="王", at=at)


def test_a_line_has_one_correction_and_it_can_be_taken_back(any_database: Database) -> None:
    with any_database.write() as tx:
        put_correction(tx, CLERK, _said("join"))
        put_correction(tx, CLERK, _said("split", later=1))
        put_correction(tx, CLERK, _said("heading", anchor="b" * 16, later=2))
    with any_database.read() as tx:
        assert [one.action for one in corrections_of(tx, DOCUMENT)] == ["split", "heading"]
        assert split_corrections(tx) == {DOCUMENT: [Correction("a" * 16, "split"), Correction("b" * 16, "heading")]}
        assert corrections_of(tx, "package:deng/别的.txt") == []
    with any_database.write() as tx:
        assert drop_correction(tx, CLERK, DOCUMENT, "a" * 16, now=NOW)
        assert not drop_correction(tx, CLERK, DOCUMENT, "a" * 16, now=NOW)
        actions = [row.action for row in audit_rows(tx) if row.action.startswith("split.")]
    assert sorted(actions) == ["split.heading", "split.join", "split.split", "split.undo"]


def _act(tx: Tx, *texts: tuple[int, str, str], public: bool = True) -> list[ArticleText]:
    act = Regulation(id="regulation:路灯意见", title="路灯意见", public=public)
    version = RegulationVersion(
        regulation_id=act.id,
        source="package:deng",
        source_doc_id="意见.txt",
        title=act.title,
        document_no="清政发〔2024〕8号",
        effective=date(2024, 4, 1),
    )
    articles = [
        ArticleText(
            id=f"article:路灯意见:0-{n}", regulation_id=act.id, number=0, sub=n, text=text, path=path, ordinal=n
        )
        for n, path, text in texts
    ]
    save_regulation(tx, act, version, articles, now=NOW)
    return articles


def test_articles_give_way_to_a_corrected_split(any_database: Database) -> None:
    with any_database.write() as tx:
        first, second = _act(tx, (1, "", "一、登记。"), (2, "", "二、派单。"))
        assert replace_articles(tx, "regulation:路灯意见", ("package:deng", "意见.txt"), [first], now=NOW)
        assert not replace_articles(tx, "regulation:路灯意见", ("package:deng", "别的.txt"), [first], now=NOW)
        assert [one.text for one in articles_of(tx, "regulation:路灯意见", 1)] == ["一、登记。"]
        _act(tx, (1, "", "一、登记。"), (2, "", "二、派单。"))
        assert len(articles_of(tx, "regulation:路灯意见", 1)) == 2, "the next import compares anew"
        assert second.label == "二"


def test_clauses_are_found_by_title_and_by_number(any_database: Database) -> None:
    notice = Member(role="notice", title="取暖通知", file="a.md", document_no="清政办〔2022〕7号", public=False)
    with any_database.write() as tx:
        _act(tx, (1, "", "二、派单"), (2, "二、派单", "（一）当日派单。"), public=False)
        package = Package(id="package:heat", title="取暖", members=(notice,))
        save_package(
            tx, package, {"a.md": "取暖通知\n一、标准\n（一）四百元。\n（二）五百元。\n二、时间\n十一月。"}, now=NOW
        )
    with any_database.read() as tx:
        (clause,) = find_clauses(tx, "《路灯意见》二（一）", date(2024, 5, 1))
        assert (clause.text, clause.public) == ("（一）当日派单。", False)
        assert clause.citation == "《路灯意见》（清政发〔2024〕8号）第二部分第（一）项"
        (clause,) = find_clauses(tx, "《通知》（清政办[2022]7号）第一部分第（二）项", date(2024, 5, 1))
        assert (clause.text, clause.public, clause.record) == ("（二）五百元。", False, "package:heat@0.3")
        assert find_clauses(tx, "《取暖通知》九", date(2024, 5, 1)) == []
        assert find_clauses(tx, "没有这样的引用", date(2024, 5, 1)) == []
