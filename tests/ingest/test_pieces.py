"""Acts without articles are stored clause by clause, found by title or number and shown with their label."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from core.clause_labels import clause_label, leading_label, piece_label
from core.law_tree import fragments_of, parse
from ingest.articles import ingest_articles
from ingest.petitions import Desk
from ingest.pieces import pieces
from records.law import articles_of, find_regulations

REPLY = (
    "关于露天烧烤是否属于占道经营的批复\n青禾城复〔2020〕3号\n西街街道办事处：\n"
    "你单位关于露天烧烤的请示收悉。经研究，批复如下：\n"
    "一、在公共道路上设置烧烤架的，属于占道经营。\n二、下列情形除外：\n（一）自有院落；\n（二）集市。\n2020年7月1日"
)


def test_labels_are_read_from_the_first_words() -> None:
    words = ("一、甲", "（三）乙", "5.2.1 丙", "第一部分 丁", "附件2：戊", "①己", "2. 庚", "（1）辛", "A.1 壬", "5 癸")
    assert [leading_label(one) for one in words] == [
        "一",
        "（三）",
        "5.2.1",
        "第一部分",
        "附件2",
        "①",
        "2",
        "（1）",
        "A.1",
        "5",
    ]
    assert leading_label("为了管理") == ""
    assert clause_label(["二、甲", "（三）乙"]) == "二（三）"
    assert clause_label(["5 要求", "5.2 维修", "5.2.1 到场"]) == "5.2.1"
    assert piece_label("二、甲 › （三）乙", "1.丙", 9) == "二（三）1"
    assert piece_label("", "此复。", 4) == "正文第四段"


def test_a_reply_comes_in_pieces_that_hold_all_its_words() -> None:
    found = pieces(REPLY)
    assert [(a.number, a.sub) for a in found] == [(0, n) for n in range(1, 7)]
    assert [piece_label(a.path, a.text, a.sub) for a in found] == [
        "正文第一段",
        "一",
        "二",
        "二（一）",
        "二（二）",
        "正文第六段",
    ]
    assert "".join(f.text for f in fragments_of(parse(REPLY))).replace("\n", "") == REPLY.replace("\n", "")


def test_acts_without_articles_are_found_and_shown(desk: Desk, tmp_path: Path, now: datetime) -> None:
    acts, articles = tmp_path / "laws.jsonl", tmp_path / "articles.jsonl"
    rows = [
        {
            "doc_id": "a",
            "title": "关于露天烧烤的批复",
            "document_no": "青禾城复〔2020〕3号",
            "published": "2020-07-01",
            "preamble": REPLY,
        },
        {"doc_id": "b", "title": "青禾县养犬办法", "published": "2020-06-01"},
    ]
    acts.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    row = {"doc_id": "b", "title": "青禾县养犬办法", "article": "第一条", "text": "养犬应当登记。"}
    articles.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    report = ingest_articles(desk.database, articles, regulations=acts, quarantine=tmp_path, now=now)
    assert (report.new, report.articles) == (2, 1)
    with desk.database.read() as tx:
        (act,) = find_regulations(tx, "青禾城复〔2020〕3号")
        texts = articles_of(tx, act.id, 1)
    assert act.id == "regulation:关于露天烧烤的批复"
    assert [one.label for one in texts][:3] == ["正文第一段", "一", "二"]
    assert all(not one.number for one in texts)
