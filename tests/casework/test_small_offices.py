"""Offices with next to nothing to learn from: twenty petitions, or three hundred that all say the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from casework.evaluation import own_sets
from casework.office import Office
from casework.suggest import suggest_units
from casework.worker import settle
from core.errors import InputError
from core.viewer import OFFICE
from issues.discovery import discover
from search.asking import Query
from search.precedents import rank_petitions
from tests.casework.working import letters, new_office, read_in

SAME, TWENTY = 300, 20


@contextmanager
def office_of(file: Path) -> Iterator[Office]:
    with closing(new_office(file.parent / file.stem)) as office:
        assert not read_in(office, file).quarantined
        settle(office)
        yield office


def alike(file: Path) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("信访件编号", "来信日期", "标题", "内容", "承办单位"))
        rows.writerows(
            (f"S{n}", "2026-03-11", "小区停水", "清溪苑小区停水三天没人管，请处理。", "县住建局") for n in range(SAME)
        )
    return file


def test_an_office_with_twenty_petitions(tmp_path: Path) -> None:
    with office_of(letters(tmp_path / "twenty.csv", TWENTY)) as office:
        hits = rank_petitions(office.database, office.index, OFFICE, Query(text="停水"), k=TWENTY)
        assert len(hits) == TWENTY
        found = discover(office.database, office.index, OFFICE, as_of=office.today())
        assert found.letters == TWENTY
        with pytest.raises(InputError, match="的信访件只有 0 件，不足以学习"):
            suggest_units(office, OFFICE, [{"text": "小区停水"}])
        assert own_sets(office, OFFICE) == []


def test_all_petitions_say_the_same(tmp_path: Path) -> None:
    with office_of(alike(tmp_path / "same.csv")) as office:
        hits = rank_petitions(office.database, office.index, OFFICE, Query(text="清溪苑停水"), k=SAME)
        assert [hit.item.id for hit in hits] == sorted(hit.item.id for hit in hits), "ties stand by id"
        assert len(hits) == SAME and len({hit.score for hit in hits}) == 1
        found = discover(office.database, office.index, OFFICE, as_of=office.today())
        assert [len(event.item_ids) for event in found.events] == [SAME] and not found.patterns
        with pytest.raises(InputError, match="的 300 件信访件都是同一种，不足以学习"):
            suggest_units(office, OFFICE, [{"text": "小区停水"}])
