from __future__ import annotations

from pathlib import Path

import pytest

from ingest.article_split import split_articles
from ingest.texts import document_lines
from tests.ingest.documents import EXPECTED, LINES, write_all


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_all(tmp_path_factory.mktemp("documents"))


def test_articles_of_the_plain_lines() -> None:
    split = split_articles(LINES)
    assert [(a.number, a.sub) for a in split.articles] == EXPECTED
    assert split.oddities == ()
    third, inserted = split.articles[2], split.articles[3]
    assert third.path == "第二章 业主和业主大会 › 第一节 业主"
    assert third.text.split("\n")[-1] == "业主行使权利时应当遵守管理规约。"
    assert inserted.text.startswith("有下列情形之一的，街道办事处")
    assert split.preamble.startswith("清河县物业服务管理办法")


def test_a_reference_at_a_line_start_is_not_an_article() -> None:
    fourth = split_articles(LINES).articles[4]
    assert fourth.text == "业主委员会违反\n第三条规定的，由街道办事处责令限期改正；逾期不改正的，予以通报。"


def test_the_same_articles_whatever_the_format(files: list[Path]) -> None:
    expected = [(a.number, a.sub, a.path, a.text) for a in split_articles(LINES).articles]
    for file in files:
        found = split_articles(document_lines(file)).articles
        assert [(a.number, a.sub, a.path, a.text) for a in found] == expected, file.suffix
