"""What a draft reply must not hold: data of third persons, gaps left open, notes of the office (答复核对)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from core.demands import Demand
from core.normal import fold, plain_letter
from core.privacy import Span, find_personal
from core.reply_finding import Finding
from core.words import content_words

_PRIVACY = "《个人信息保护法》第二十五条、第三十四条"
_CONTENT = "《信访工作条例》第三十二条第一款"
_KINDS = {
    "id_no": ("身份证号", "error"),
    "bank_card": ("银行卡号", "error"),
    "mobile": ("手机号", "warning"),
    "plate": ("车牌号", "warning"),
    "email": ("邮箱", "hint"),
    "account": ("账号", "hint"),
    "name": ("姓名", "warning"),
    "house_no": ("门牌房号", "warning"),
    "sensitive": ("敏感个人信息", "warning"),
}
"""Landlines and case numbers are left out: they are the office's own, or belong to the matter."""
_OFFICE_LINE = re.compile(r"(?:联系|咨询|办公|监督|投诉|举报|服务)(?:电话|方式|人)|联系人|承办人|经办人")
_ADDRESSEE = re.compile(
    r"^\s*(?:尊敬的|网友|信访人)?\s*[“\"]?([^\s，。：:“”\"]{2,12}?)[”\"]?\s*(?:先生|女士|同志|同学|老师)?\s*[：:]"
    r"|^\s*尊敬的([^\s，。：:“”\"]{2,8}?)(?:先生|女士|同志|同学|老师)"
)
_FIRST_LINES = 6

_GAPS = re.compile(
    r"\{\{[^{}\n]{0,40}\}\}|\{%[^{}\n]{0,60}%\}"
    r"|\[(?:身份证号|手机号|电话|银行卡号|车牌号|邮箱|账号|敏感信息)\]"
    r"|[【\[（(](?:此处|请|待|单位名称|姓名|日期|填写|插入)[^】\]）)\n]{0,20}[】\]）)]"
    r"|[×✕✖Xx＊*]{2,}(?![A-Za-z0-9])|[＿_]{2,}|[…]{3,}"
    r"|〔\s{1,6}〕|(?<!\d)\s{2,}年\s{1,6}月\s{1,6}日|\s年\s{1,6}月\s{1,6}日"
    r"|待(?:补充|核实|填|定|完善)(?=[。；，）)\]】\n]|$)|TODO|TBD|某+(?:[甲乙丙丁])?(?:局|单位|部门|公司|街道|社区|小区|领导)"
)
_NOTES = re.compile(r"（系统辅助生成，须经人工审核）|参照先例[^\n]{0,60}条文状态截至[^\n]{0,120}|注意：《[^\n]{0,240}")
_MASKED_NAME = re.compile(r"[一-鿿]某{1,2}(?![甲乙丙丁局单部公街社小领])")
_BASIS = re.compile(r"《[^《》]{2,60}》|第[一二三四五六七八九十百千零〇\d]{1,9}条")


def check_personal(text: str, *, own: Sequence[str] = ()) -> Iterator[Finding]:
    """Personal data that is not the addressee's own; `own` are names of the petitioner, where they are known."""
    mine = {*own, *_addressees(text)}
    for one in find_personal(text):
        if one.kind in _KINDS and not _is_fine(one, text, mine):
            name, severity = _KINDS[one.kind]
            yield Finding(
                severity=severity,
                code="personal_data",
                rule=_PRIVACY,
                message=f"含{name}，如属第三人信息应删去或隐去",
                start=one.start,
                end=one.end,
                quote=one.text,
            )


def _addressees(text: str) -> Iterator[str]:
    """Whom the first lines address."""
    for line in text.split("\n", _FIRST_LINES)[:_FIRST_LINES]:
        if m := _ADDRESSEE.match(line[:80]):
            yield m[1] or m[2]


def _is_fine(one: Span, text: str, mine: set[str]) -> bool:
    if one.kind == "name":
        before = text[max(0, one.start - 12) : one.start]
        return any(one.text in name or name in one.text for name in mine) or bool(_OFFICE_LINE.search(before))
    if one.kind == "mobile":
        return bool(_OFFICE_LINE.search(text[max(0, one.start - 20) : one.start]))
    return False


def check_gaps(text: str) -> Iterator[Finding]:
    """Placeholders that were not filled, masks left over from a precedent, and the office's own notes."""
    for m in _GAPS.finditer(text):
        yield _gap(m, "placeholder", "error", "留有未填写的空白或占位符")
    for m in _NOTES.finditer(text):
        yield _gap(m, "office_note", "error", "留有内部提示，发出前应删去")
    for m in _MASKED_NAME.finditer(text):
        yield _gap(m, "masked_name", "warning", "留有隐去的姓名（可能来自先例）")


def _gap(m: re.Match[str], code: str, severity: str, message: str) -> Finding:
    return Finding(
        severity=severity, code=code, rule="文书规范", message=message, start=m.start(), end=m.end(), quote=m[0]
    )


def check_basis_named(text: str, *, opinion: bool) -> Iterator[Finding]:
    """An opinion that names no basis at all."""
    if opinion and not _BASIS.search(text):
        at = len(text.rstrip())
        yield Finding(
            severity="error", code="no_basis", rule=_CONTENT, message="处理意见没有写明依据", start=at, end=at
        )


def check_demands(text: str, demands: Sequence[Demand]) -> Iterator[Finding]:
    """The demands of the letter that the draft does not touch, by the words that carry each of them."""
    folded = fold(text)
    said = [_carrying(one.text) for one in demands]
    for number, (one, words) in enumerate(zip(demands, said, strict=True), 1):
        others = {word for place, several in enumerate(said, 1) if place != number for word in several}
        own = [word for word in words if word not in others] or words
        hits = [word for word in own if _touched(word, folded)]
        if own and len(hits) < _enough(len(own)):
            short = one.text if len(one.text) <= 40 else one.text[:40] + "…"
            at = len(text.rstrip())
            which = f"第 {number} 项诉求" if len(demands) > 1 else "来信的诉求"
            yield Finding(
                severity="warning",
                code="demand_unanswered",
                rule=_CONTENT,
                message=f"没有回应{which}：{short}",
                start=at,
                end=at,
                quote=short,
                suggestion="未提到：" + "、".join([word for word in own if word not in hits][:6]),
            )


def _carrying(text: str) -> list[str]:
    """The words of a demand that carry its matter, each once, the longer first."""
    words = dict.fromkeys(word for word in content_words(plain_letter(text)) if len(word) > 1 and not word.isdigit())
    return sorted(words, key=lambda word: -len(word))[:40]


def _enough(count: int) -> int:
    """How many of a demand's words show that it was touched: one of a few, two of more, three of a whole letter's."""
    return 1 if count <= 6 else 2 if count <= 24 else 3


def _touched(word: str, text: str) -> bool:
    """True when the word, or for a long one most of it, stands in the text."""
    if word in text:
        return True
    return len(word) >= 4 and any(word[i : i + 3] in text for i in range(len(word) - 2))


def nearest(quote: str, text: str) -> tuple[int, int, float]:
    """Where `text` is most like `quote`, by characters, and how alike (0 to 1)."""
    matcher = SequenceMatcher(None, text, quote, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size >= 2]
    if not blocks:
        return 0, 0, 0.0
    longest = max(blocks, key=lambda b: b.size)
    start = max(0, longest.a - longest.b)
    end = min(len(text), start + len(quote))
    near = [b for b in blocks if start - 8 <= b.a and b.a + b.size <= end + 8]
    first, last = min(b.a for b in near), max(b.a + b.size for b in near)
    matched = sum(b.size for b in near)
    return first, last, 2 * matched / (len(quote) + last - first)
