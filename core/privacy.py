"""Personal data found in free text, as spans with validators (domain rules for masking; 个人信息保护法 28).

Every finder first asks a cheap question (is there such a character at all?), because most letters hold nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.addresses import find_house_numbers
from core.normal import fold
from core.personal_names import find_names
from core.sensitive import find_sensitive


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data at `text[start:end]` of the raw text; `valid` says whether its check digit or form holds."""

    kind: str
    start: int
    end: int
    text: str
    valid: bool = True


_LONG_NUMBER = re.compile(r"[\d*)][\d*()\- ]{4}[\d*]")
_ID = re.compile(
    r"(?<![\dA-Za-z])(?:\d[ -]?){6}(?:(?:18|19|20)(?:[ -]?\d){9}[ -]?[\dXx]|(?:\d[ -]?){11}[Xx])(?![\dA-Za-z])"
)
_OLD_ID = re.compile(r"(?<!\d)[1-9]\d{5}(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_STARRED_ID = re.compile(r"(?<!\d)\d{6}[\dxX*]{0,8}\*{4,}[\dxX*]{0,8}(?!\d)")
_CARD = re.compile(r"(?<![\dA-Za-z.])\d(?:[ -]?\d){15,18}(?![\dA-Za-z])")
_MOBILE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[ -]?"
    r"(?:\d{4}[ -]?\d{4}|\d{3}[ -]?\d{5}|\*{4}[ -]?\d{4}|[\d*]{0,4}\*{3,8}\d{0,4})(?![\d*])"
)
_LANDLINE = re.compile(r"(?<![\d.])(?:\(0\d{2,3}\)|0\d{2,3})[ -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?:-\d{1,5})?(?!\d)")
_CALLED = re.compile(
    r"(?:电话|座机|传真|固话|致电|拨打|手机|联系方式|热线)(?:号码|号)?[:是为 ]{0,3}(\d(?:[ -]?\d){6,11})(?![\d年元])"
)
_CHINESE_MOBILE = re.compile(r"[一幺][三四五六七八九][零〇一幺二三四五六七八九]{9}(?![零〇一幺二三四五六七八九])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Za-z][·. -]?"
    r"(?=[A-Za-z]{0,5}[\d*])[A-HJ-NP-Za-hj-np-z\d*]{5,6}(?![A-Za-z\d])"
)
_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CHAT = re.compile(
    r"(?:微信|薇信|V信|v信|wechat|weixin|wx|WX|vx|VX|抖音|快手|微博|支付宝|钉钉|淘宝)(?:账号|帐号|号码|号|ID|id)?"
    r"[:：是为 ]{0,3}(?![\d]{11}(?!\d))([A-Za-z][\w-]{5,19}|\d{6,12})",
    re.ASCII,
)
_QQ = re.compile(r"(?:QQ|qq|Qq|扣扣|企鹅)(?:群|账号|帐号|号码|号)*[:：是为 ]{0,3}(\d{5,11})(?!\d)")
_CASE = re.compile(
    r"[(〔\[【](?:19|20)\d{2}[)〕\]】]\s*[^\s，。；、()〔〕《》]{0,14}?"
    r"(?:民|刑|行|执|知|商|赔|破|调|清|仲|劳|受案|立案|罚|拘|复决|复议|诉前|申|监|再|抗|裁|公)[^\s，。；、()《》\d]{0,8}?第?\s*(\d{1,6})\s*(?:-\d+|之[一二三四五]|\+)?号"
)
_CASE_BEFORE = re.compile(
    r"(?:仲案字|仲裁字|仲案|受案字|立案字|罚决字|行罚|刑拘|拘决|复决字|认字|工伤认|工认|事故认定|认定书)[^\d\s]{0,3}[(〔\[【]?(?:19|20)\d{2}[)〕\]】]?\s*第?\s*(\d{1,8})\s*号"
)
_NUMBERED = re.compile(r"(?:编号|单号|工单|订单|条码|流水号|受理号|文号|序号|代码)[^\d]{0,4}$")


def find_personal(text: str, known_names: Sequence[str] = ()) -> list[Span]:
    """Personal data in `text`, ordered by start, without overlaps; offsets count characters of the raw text.

    Kinds: id_no, bank_card, mobile, landline, plate, email, account, name, house_no, sensitive, case_no.
    `known_names` (of the vault) are found wherever they stand; other names only after cue words and before titles.
    """
    folded = fold(text)
    found = [*_numbers(folded), *_accounts(folded), *_cases(folded)]
    found += find_house_numbers(folded)
    found += find_names(folded, known_names)
    found += find_sensitive(folded)
    if not found:
        return []
    return [Span(kind, start, end, text[start:end], valid) for kind, start, end, valid in _disjoint(found)]


Found = tuple[str, int, int, bool]


def _disjoint(found: list[Found]) -> Iterator[Found]:
    """Earlier finders win over later ones that overlap them; numbers were found before names."""
    taken: list[Found] = []
    for one in found:
        if all(one[2] <= start or end <= one[1] for _, start, end, _ in taken):
            taken.append(one)
    return iter(sorted(taken, key=lambda f: f[1]))


def _numbers(text: str) -> Iterator[Found]:
    if _LONG_NUMBER.search(text):
        yield from _long_numbers(text)
    if "幺" in text or "零" in text or "〇" in text or "一三" in text:
        for m in _CHINESE_MOBILE.finditer(text):
            yield "mobile", m.start(), m.end(), True
    for m in _PLATE.finditer(text):
        yield "plate", m.start(), m.end(), True


def _long_numbers(text: str) -> Iterator[Found]:
    for m in _ID.finditer(text):
        digits = _bare(m[0])
        valid = id_check_holds(digits)
        if valid or _birth(digits[6:14]) is not None or digits[-1] in "Xx":
            yield "id_no", m.start(), m.end(), valid
    for m in _OLD_ID.finditer(text):
        yield "id_no", m.start(), m.end(), _birth("19" + m[1] + m[2] + m[3]) is not None
    for m in _CARD.finditer(text):
        if not _NUMBERED.search(text, max(0, m.start() - 10), m.start()):
            kind = "landline" if m[0].startswith("0") else "bank_card"
            yield kind, m.start(), m.end(), luhn_holds(_bare(m[0])) or kind == "landline"
    for m in _MOBILE.finditer(text):
        yield "mobile", m.start(), m.end(), "*" not in m[0]
    for m in _STARRED_ID.finditer(text):
        yield "id_no", m.start(), m.end(), False
    for m in _LANDLINE.finditer(text):
        yield "landline", m.start(), m.end(), True
    for m in _CALLED.finditer(text):
        if not (m[1].startswith(("400", "800")) and len(m[1]) >= 10) and not m[1].startswith(("955", "966")):
            yield "landline", m.start(1), m.end(1), True


def _accounts(text: str) -> Iterator[Found]:
    if "@" in text:
        for m in _MAIL.finditer(text):
            yield "email", m.start(), m.end(), True
    if "信" in text or "wx" in text or "抖音" in text or "微博" in text or "支付宝" in text or "we" in text.lower():
        for m in _CHAT.finditer(text):
            yield "account", m.start(1), m.end(1), True
    if "Q" in text or "q" in text or "扣" in text or "企鹅" in text:
        for m in _QQ.finditer(text):
            yield "account", m.start(1), m.end(1), True


def _cases(text: str) -> Iterator[Found]:
    if "号" not in text or ("20" not in text and "19" not in text):
        return
    for m in _CASE.finditer(text):
        if "行立他" not in m[0]:
            yield "case_no", m.start(1), m.end(1), True
    for m in _CASE_BEFORE.finditer(text):
        yield "case_no", m.start(1), m.end(1), True


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def id_check_holds(digits: str) -> bool:
    """True when an 18-digit ID number ends in its ISO 7064 MOD 11-2 check digit and its birthday exists."""
    if len(digits) != 18 or not digits[:17].isdigit() or _birth(digits[6:14]) is None:
        return False
    total = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17].upper()


def luhn_holds(digits: str) -> bool:
    """True when `digits` end in their Luhn check digit."""
    total = 0
    for i, d in enumerate(reversed(digits)):
        n = int(d) * (1 + i % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0
