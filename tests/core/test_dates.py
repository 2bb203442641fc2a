from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import SHANGHAI, local_day, read_day, read_moment
from core.errors import InputError


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019/1/8 14:58:04", datetime(2019, 1, 8, 14, 58, 4)),
        ("2019-01-08", datetime(2019, 1, 8)),
        ("2019.1.8", datetime(2019, 1, 8)),
        ("20190108", datetime(2019, 1, 8)),
        ("20190108145804", datetime(2019, 1, 8, 14, 58, 4)),
        ("2019年1月8日", datetime(2019, 1, 8)),
        ("2019年1月8日 14时58分", datetime(2019, 1, 8, 14, 58)),
        ("2019年1月8日 下午2点", datetime(2019, 1, 8, 14)),
        ("２０１９－０１－０８", datetime(2019, 1, 8)),
        ("二〇二二年五月一日", datetime(2022, 5, 1)),
        ("二〇二二年十二月三十一日", datetime(2022, 12, 31)),
        ("2022年5月", datetime(2022, 5, 1)),
        ("43501", datetime(2019, 2, 5)),
        ("43501.75", datetime(2019, 2, 5, 18)),
        ("2019-01-08T06:58:04Z", datetime(2019, 1, 8, 14, 58, 4)),
        ("2019-01-08T14:58:04+08:00", datetime(2019, 1, 8, 14, 58, 4)),
        ("2019-01-08 14:58:04.0", datetime(2019, 1, 8, 14, 58, 4)),
        ("2019-01-08（星期二）", datetime(2019, 1, 8)),
    ],
)
def test_usual_spellings(text, moment):
    assert read_moment(text) == moment.replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["", "  ", "-", "无", "null"])
def test_an_empty_cell_is_no_date(text):
    assert read_moment(text) is None
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-02-03 25:00", "昨天", "1234567", "2019/1/8 abc"])
def test_what_is_no_day_is_refused_with_accepted_spellings(text):
    with pytest.raises(InputError) as caught:
        read_moment(text)
    assert text in caught.value.detail
    assert "2026-02-28" in caught.value.hint


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_day_reads_back_from_each_spelling(day):
    serial = (day - date(1899, 12, 30)).days
    spellings = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    if 10000 <= serial <= 99999:
        spellings.append(str(serial))
    assert {read_day(s) for s in spellings} == {day}


def test_the_local_day_of_a_moment_in_another_zone():
    evening = read_moment("2026-01-01T23:30:00Z")
    assert evening is not None
    assert local_day(evening) == date(2026, 1, 2)
    assert local_day(evening - timedelta(hours=8)) == date(2026, 1, 1)
