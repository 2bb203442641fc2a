"""A fixed sample of real statutes: both layouts printed back, and the same articles from docx, html and pdf."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.law_round_trip import LAYOUTS, Figures, Statute, compared, composed, statutes
from core.law_tree import articles_of, parse, printed
from ingest.texts import document_text
from tests.ingest.documents import write_all

pytestmark = pytest.mark.data
EVERY, FILES = 73, 40
"""Every so many-th document makes about 60; of those with 3 to 40 articles so many are written as files."""


@pytest.fixture(scope="module")
def sample(shared_data: Path) -> list[Statute]:
    return [one for place, one in enumerate(statutes(shared_data / "statutes")) if place % EVERY == 0]


def test_statutes_are_printed_back_and_hold_the_articles_of_the_data(sample: list[Statute]) -> None:
    assert len(sample) >= 58
    for layout in LAYOUTS:
        figures = Figures()
        for one in sample:
            compared(one, layout, figures)
        assert figures.round_trips == len(sample)
        assert figures.counts >= len(sample) - 1, figures.odd


def _plain(text: str) -> str:
    return "".join(text.split())


def test_the_same_articles_from_docx_html_and_pdf(shared_data: Path, tmp_path: Path) -> None:
    wanted = [one for one in statutes(shared_data / "statutes") if 3 <= len(one.articles) <= 40]
    step = len(wanted) // FILES
    wrong = []
    for place, one in enumerate(wanted[: step * FILES : step]):
        lines = tuple(
            line.removeprefix("## ")
            for line in composed(one, "a").removeprefix("# ").split("\n")
            if line.strip() and not line.startswith("<!--")
        )
        folder = tmp_path / str(place)
        folder.mkdir()
        expected = [
            (a.number, a.sub, _plain(a.path), _plain(a.text))
            for a in articles_of(parse("\n".join(lines)), everywhere=True)
        ]
        for file in write_all(folder, lines):
            text = document_text(file)
            tree = parse(text)
            assert printed(tree) == text
            found = [(a.number, a.sub, _plain(a.path), _plain(a.text)) for a in articles_of(tree, everywhere=True)]
            if found != expected:
                differ = next((x for x in zip(found, expected, strict=False) if x[0] != x[1]), None)
                wrong.append((one.told["title"], file.suffix, len(found), len(expected), differ))
    assert not wrong, "\n".join(map(str, wrong))
