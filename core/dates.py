"""Moments and days read from the spellings met in real case lists, in Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from core.errors import InputError
from core.normal import fold
from core.numerals import to_number

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EXCEL_FIRST_DAY = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_HINT = "可用写法：2026-02-28、2026/2/28 14:58、20260228、2026年2月28日"

_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十廿卅]{1,4})[日号])?"
)
_DAY = re.compile(
    r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(\d{1,2})\s*[日号]?|月?)|(\d{2})(\d{2}))(?=$|[\sT(（]|\d{2}:?\d{2})"
)
_TIME = re.compile(
    r"[\sT]*(?P<half>上午|下午|晚上|凌晨|中午|AM|PM)?\s*(?P<h>\d{1,2})(?:[:时点]\s*(?P<m>\d{1,2})?(?:[:分]\s*(?P<s>\d{1,2})?(?P<f>\.\d+)?秒?)?|"
    r"(?P<m2>\d{2})(?P<s2>\d{2})?)?\s*(?P<half2>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|GMT|CST)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[(（]?\s*(?:星期|周)[一二三四五六日天]\s*[)）]?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def read_moment(text: str) -> datetime | None:
    """The moment written in `text`, aware, in Asia/Shanghai; None for an empty cell.

    Takes 2019/1/8 14:58:04, 2019-01-08, 20190108, 2019年1月8日, 二〇二二年五月一日, 2022年5月 (its first day),
    ISO with offset and spreadsheet serials (43501, 43501.75). Raises InputError for what is no such day.
    """
    plain = _WEEKDAY.sub(" ", fold(text)).strip()
    if not plain or plain in {"-", "/", "--", "无", "null", "NULL", "None", "nan", "NaN", "NaT"}:
        return None
    if _SERIAL.fullmatch(plain):
        return _from_serial(float(plain))
    plain = _CHINESE_DAY.sub(_in_digits, plain)
    day = _DAY.match(plain)
    if day is None:
        raise InputError(f"日期“{text}”读不懂", _HINT)
    year, month, number = (int(g or 1) for g in (day[1], day[2] or day[4], day[3] or day[5]))
    rest = plain[day.end() :].strip()
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError(f"日期“{text}”的年份不在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间", _HINT)
    try:
        return _with_time(datetime(year, month, number, tzinfo=SHANGHAI), rest)
    except (ValueError, OverflowError) as error:
        raise InputError(f"没有“{text}”这一天或这一时刻", _HINT) from error


def read_day(text: str) -> date | None:
    """The calendar day written in `text`, in Asia/Shanghai; None for an empty cell. Raises InputError."""
    moment = read_moment(text)
    return None if moment is None else local_day(moment)


def local_day(moment: datetime) -> date:
    """The day of `moment` in Asia/Shanghai; a moment without zone is taken as local."""
    return (moment if moment.tzinfo is None else moment.astimezone(SHANGHAI)).date()


def _in_digits(found: re.Match[str]) -> str:
    day = to_number(found[3]) if found[3] else 1
    return f"{to_number(found[1])}-{to_number(found[2])}-{day}"


def _from_serial(serial: float) -> datetime:
    days, part = divmod(round(serial * 86400), 86400)
    start = _EXCEL_FIRST_DAY + timedelta(days=days)
    return datetime(start.year, start.month, start.day, tzinfo=SHANGHAI) + timedelta(seconds=part)


def _with_time(day: datetime, rest: str) -> datetime:
    if not rest:
        return day
    found = _TIME.match(rest)
    if found is None:
        raise ValueError(rest)
    hour = int(found["h"])
    half = (found["half"] or found["half2"] or "").upper()
    if half in {"下午", "晚上", "PM", "中午"} and hour < 12 and not (half == "中午" and hour >= 10):
        hour += 12
    if half in {"AM", "凌晨", "上午"} and hour == 12:
        hour = 0
    minute, second = int(found["m"] or found["m2"] or 0), int(found["s"] or found["s2"] or 0)
    micro = int(float(found["f"] or 0) * 1_000_000)
    moment = day.replace(hour=hour, minute=minute, second=second, microsecond=micro)
    zone = found["zone"]
    return moment if zone is None or zone.upper() == "CST" else _zoned(moment, zone).astimezone(SHANGHAI)


def _zoned(moment: datetime, zone: str) -> datetime:
    if zone[0] not in "+-":
        return moment.replace(tzinfo=UTC)
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return moment.replace(tzinfo=timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))))
