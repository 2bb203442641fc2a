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


_TOKEN = re.compile(
    rf"第?(?P<dotted>(?:[A-Z]|{_NUM})(?:\.[0-9]{{1,3}}){{1,5}})条?"
    rf"|(?P<annex>附(?:件|表|录)?(?:{_NUM})?)(?=第|[（(]|{_CN}|$)"
    rf"|第(?P<division>(?:{_CN}|{_NUM})(?:篇|编|章|节))|第(?P<part>{_CN}|{_NUM})部分"
    rf"|第?(?P<bracket>[（(〈<]\s?(?:{_CN}|{_NUM})\s?[）)〉>])项?"
    rf"|(?:正文)?第(?P<paragraph>{_CN})(?:自然段|段)|第?(?P<bare>{_CN}|{_NUM})[条项目、．.]?|(?P<ring>[①-⑳])"
)
_CITED = re.compile(r"《(?P<title>.{1,120})》\s*(?:[（(](?P<number>[^（）()]{4,40}号)[）)])?\s*(?P<clause>.{1,40})$")


def read_label(text: str) -> str:
    """The label a clause is stored under: 二（三） for 第二部分第（三）项 and for 二(三); empty for other text."""
    plain, at, found = re.sub(r"\s+", "", text), 0, ""
    while at < len(plain):
        m = _TOKEN.match(plain, at)
        if m is None or m.end() == at:
            return ""
        at = m.end()
        found += _canonical(m)
    return found


def _canonical(m: re.Match[str]) -> str:
    if m["division"]:
        return f"第{m['division']}"
    if m["bracket"]:
        return f"（{m['bracket'][1:-1]}）"
    if m["paragraph"]:
        return f"正文第{m['paragraph']}段"
    return m["dotted"] or m["annex"] or m["part"] or m["bare"] or m["ring"]


def read_clause_citation(text: str) -> tuple[str, str, str] | None:
    """(title, document number, label) of 《…通知》（…〔2023〕5号）第二部分第（三）项; None for other text."""
    m = _CITED.match(text.strip())
    label = read_label(m["clause"]) if m else ""
    return (m["title"], m["number"] or "", label) if m and label else None


def clause_citation(title: str, document_no: str, label: str) -> str:
    """How a clause is cited in writing: 《…通知》（青政办〔2023〕5号）第二部分第（三）项."""
    number = f"（{document_no}）" if document_no else ""
    return f"《{title}》{number}{formal_label(label)}"


def formal_label(label: str) -> str:
    """第二部分第（三）项第1目 for 二（三）1, 第5.2.1条 for 5.2.1, 第三自然段 for 正文第三段."""
    if label.startswith("正文第"):
        return f"第{label.removeprefix('正文第').removesuffix('段')}自然段"
    if re.fullmatch(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3}){1,5}", label):
        return f"第{label}条"
    found = ""
    for m in _TOKEN.finditer(label):
        if m["bracket"]:
            found += f"第{m['bracket']}项"
        elif m["bare"]:
            found += f"第{m['bare']}部分" if not m["bare"][0].isdigit() else f"第{m['bare']}目"
        else:
            found += m[0]
    return found
