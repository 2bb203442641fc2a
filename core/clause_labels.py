"""How a clause (条款) of a paper without 第N条 is cited: 二（三）1, 5.2.1, 附件一, 第三自然段 (domain 8.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.numerals import to_chinese

PATH_MARK = " › "
_CN = "[零〇一二三四五六七八九十百]{1,5}"
_NUM = "[0-9０-９]{1,3}"
_LABEL = re.compile(
    rf"(第\s?(?:{_CN}|{_NUM})\s?(?:部分|篇|编|章|节)(?=[\s　：:]|$)"
    rf"|附\s?(?:件|表|录|图)?\s?(?:{_CN}|{_NUM})?(?=[:：]|$)"
    rf"|(?:[A-Z]|{_NUM})(?:\.[0-9]{{1,3}}){{1,5}}|[（(〈<]\s?(?:{_CN}|{_NUM})\s?[）)〉>]|(?:{_CN}|{_NUM})[、．.)）]"
    rf"|[①-⑳]|{_NUM}(?=[ 　]))"
)


def leading_label(words: str) -> str:
    """The number a line of a paper begins with, as it is cited: 一 for 一、, （三）, 5.2.1; empty without one."""
    m = _LABEL.match(words.lstrip())
    return m[1].rstrip("、．.") if m else ""


def clause_label(chain: Sequence[str], *, ordinal: int = 0) -> str:
    """The label of the last of `chain`, the first lines from the outermost clause down.

    Decimal numbers stand alone (5.2.1); text without any number is cited by its place: 正文第三段.
    """
    labels = [leading_label(words) for words in chain]
    if labels and labels[-1][:1].isascii() and "." in labels[-1]:
        return labels[-1]
    if not labels or not labels[-1]:
        return f"正文第{to_chinese(ordinal)}段" if 1 <= ordinal <= 9999 else "正文"
    return "".join(labels)


def piece_label(path: str, text: str, ordinal: int) -> str:
    """The label of a stored piece of a paper from the headings above it and its own first words."""
    return clause_label([*(part for part in path.split(PATH_MARK) if part), text[:40]], ordinal=ordinal)
