"""Chinese numerals to numbers and back: 第一千二百四十二条 ↔ 1242."""

from __future__ import annotations

import re

from core.errors import InputError

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎", "一二三四五六七八九十百千一二三")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_SHORT = {"廿": "二十", "卄": "二十", "卅": "三十", "卌": "四十"}
_BLANK = re.compile(r"\s+")
_HINT = "请写成“第一百零三条”“第103条”或“第１０３条”其中一种"

NUMERAL = r"[0-9０-９]{1,4}|[零〇○一二两三四五六七八九十百千廿卅]{1,9}"
"""Pattern of one numeral as it appears in 第N条; `to_number` decides whether it is well formed."""


def to_number(text: str) -> int:
    """The number written in `text`, in Chinese (零 〇 两 廿 卅), Arabic or full-width digits.

    Digits read one by one (二〇二二) are taken as such. Raises InputError for empty text, other
    characters and mixtures such as 第1百条.
    """
    plain = _BLANK.sub("", text).translate(_WIDE)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    for short, long in _SHORT.items():
        plain = plain.replace(short, long)
    plain = plain.translate(_FORMAL)
    if not plain or any(c not in _DIGITS and c not in _UNITS and c != "万" for c in plain):
        raise InputError(f"数字“{text}”读不懂", _HINT)
    if not any(c in _UNITS or c == "万" for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    high, wan, low = plain.rpartition("万")
    if wan and (not high or "万" in high):
        raise InputError(f"数字“{text}”读不懂", _HINT)
    return (_below_wan(high, text) * 10000 if wan else 0) + (_below_wan(low, text) if low else 0)


def _below_wan(plain: str, text: str) -> int:
    total, digit, last = 0, -1, 10000
    for char in plain:
        unit = _UNITS.get(char)
        if unit is None:
            if digit > 0:
                raise InputError(f"数字“{text}”读不懂", _HINT)
            digit = _DIGITS[char]
            continue
        if unit >= last or digit == 0 or (digit < 0 and unit != 10):
            raise InputError(f"数字“{text}”读不懂", _HINT)
        total, digit, last = total + (1 if digit < 0 else digit) * unit, -1, unit
    return total + max(digit, 0)


def to_chinese(number: int) -> str:
    """`number` (1 to 9999) as it is written in 第N条: 十, 一百零三, 一千二百四十二.

    Raises InputError outside the range.
    """
    if not 1 <= number <= 9999:
        raise InputError(f"条文序号 {number} 超出范围", "可用 1 到 9999 的整数")
    digits = "零一二三四五六七八九"
    parts: list[str] = []
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(digits[digit] + name)
        elif parts and number and parts[-1] != "零":
            parts.append("零")
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text
