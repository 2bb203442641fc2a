"""A number of the version before, cited for what it no longer says, is told with where its content stands now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casework.draft_check import check_draft
from casework.office import Office
from tests.casework.acts import save_parking
from tests.casework.offices import PREPARER, office_with

ON = date(2026, 11, 20)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = office_with(tmp_path, [])
    with office.database.write() as tx:
        save_parking(tx)
    yield office
    office.close()


def told(office: Office, text: str) -> list[str]:
    return [one.message for one in check_draft(office, PREPARER, text, on=ON).findings if one.code == "old_number"]


def test_an_old_number_for_what_stands_elsewhere_now(office: Office) -> None:
    (message,) = told(office, "根据《停车场管理条例》第三条，夜间停放的货车应当熄火，我局已处罚款。")
    assert "2024-07-01" in message and "《停车场管理条例》第四条" in message


@pytest.mark.parametrize(
    "text",
    [
        "根据《停车场管理条例》第四条，夜间停放的货车应当熄火，我局已处罚款。",
        "根据《停车场管理条例》第三条，经营者应当公示收费标准。",
        "根据《停车场管理条例》第三条处理。",
        "根据《停车场管理条例》（2015年）第三条，夜间停放的货车应当熄火。",
        "货车夜间鸣笛的问题已转办。根据《停车场管理条例》第三条处理。",
    ],
)
def test_what_is_right_or_says_too_little_is_left_alone(office: Office, text: str) -> None:
    assert told(office, text) == []
