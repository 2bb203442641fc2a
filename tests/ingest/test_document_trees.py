"""The same tree from md, txt, docx, pdf and html; the traps of files that come out of Word and the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.law_tree import articles_of, parse, printed
from ingest.texts import document_text
from tests.ingest.documents import EXPECTED, LINES, write_all

SOURCE = "\n".join(LINES)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_all(tmp_path_factory.mktemp("documents"))


def test_articles_of_the_plain_lines() -> None:
    tree = parse(SOURCE)
    found = articles_of(tree)
    assert [(a.number, a.sub) for a in found] == EXPECTED
    assert tree.oddities == ()
    third, inserted = found[2], found[3]
    assert third.path == "第二章 业主和业主大会 › 第一节 业主"
    assert third.text.split("\n")[-1] == "业主行使权利时应当遵守管理规约。"
    assert inserted.text.startswith("有下列情形之一的，街道办事处")
    assert tree.text(tree.root.children[0]).startswith("清河县物业服务管理办法")


def test_a_reference_at_a_line_start_is_not_an_article() -> None:
    fourth = articles_of(parse(SOURCE))[4]
    assert fourth.text == "业主委员会违反\n第三条规定的，由街道办事处责令限期改正；逾期不改正的，予以通报。"


def test_the_same_articles_whatever_the_format(files: list[Path]) -> None:
    expected = [(a.number, a.sub, a.path, a.text) for a in articles_of(parse(SOURCE))]
    for file in files:
        text = document_text(file)
        tree = parse(text)
        assert printed(tree) == text
        assert [(a.number, a.sub, a.path, a.text) for a in articles_of(tree)] == expected, file.suffix
