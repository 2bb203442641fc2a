"""Document and order numbers (文号, 令), case numbers and standards as spans (8.2), each found from its rarest sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.citing.citation import Citation
from core.citing.signs import BLANK as B
from core.citing.signs import NUMBER, number_of, without_gaps
from core.errors import InputError

_YEAR = re.compile(rf"{B}[〔\[(（【［]{B}(?P<year>(?:19|20)\d{{2}}|[12２１][０-９]{{3}}){B}年?[〕\])）】］]{B}")
_AFTER = re.compile(rf"第?{B}(?P<number>[0-9０-９]{{1,5}}+){B}号")
_OLD = re.compile(rf"(?P<issuer>[一-鿿]{{2,6}}字){B}第?{B}(?P<number>[0-9０-９]{{1,5}}+){B}号")
_CASE = re.compile(
    r"(?P<court>[一-鿿\d]{1,12}?(?:民|刑|行|执|知|商|赔|破|清|财保|仲)[一-鿿\d]{0,6}?)第?(?P<number>\d{1,6}+)号"
)
_ISSUER = re.compile(r"[一-鿿]{1,12}$")
_ORDER = re.compile(rf"令{B}第?{B}(?P<a>{NUMBER}|\d{{1,5}}+){B}号|第{B}(?P<b>{NUMBER}|\d{{1,5}}+){B}号{B}令")
_ORDERED_BY = re.compile(r"(?:国务院|主席|国|[一-鿿]{2,12}?(?:部|委|委员会|局|署|总局|会|院|府|银行))$")
_STATE = re.compile(r"^.*共和国(?=.)")
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB(?:/T|/Z|J|Z)?|DB\d{0,4}(?:/T)?|JGJ(?:/T)?|CJJ(?:/T)?|HJ(?:/T)?|WS(?:/T)?|QB(?:/T)?)\s?\d{2,6}"
    r"(?:\.\d+)?(?:\s?[-—–]{1,2}\s?(?:19|20)?\d{2})?"
)
_GLUE = re.compile(
    r"^.*(?:根据|依据|按照|依照|参照|遵照|关于|印发|下发|发布|执行|参见|详见|结合|违反|以及|属于|文件|公布的|(?<!住房)(?<!发展)(?<!工业)(?<!资源)(?<!卫生)(?<!文化)(?<!科学)(?<!人民共)和|及|与|的|见|由|以|按|为|在|是|了|至|号)(?=[一-鿿])"
)
_ISSUER_END = "发函释令字办规通告政文复电综号审议法指改建环函教卫人社土资价财税市安党委组宣纪民计预农林水交公"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def numbers_in(text: str) -> list[Citation]:
    """Document numbers, orders, case numbers and standards of `text`, by place."""
    found: list[Citation] = []
    if "号" in text:
        found += _with_year(text)
        if "令" in text:
            found += _orders(text)
    if "GB" in text or "DB" in text or "J" in text or "QB" in text or "WS" in text:
        found += (
            _cited(text, m.start(), m.end(), "standard", re.sub(r"\s", "", m[0])) for m in _STANDARD.finditer(text)
        )
    return found


def _cited(text: str, start: int, end: int, kind: str, number: str) -> Citation:
    law_kind = "named" if kind == "document_no" else "none"
    return Citation(start, end, text[start:end], kind, document_no=number, law_kind=law_kind)


def _with_year(text: str) -> Iterator[Citation]:
    """国办发〔2022〕12号, [2005]行立他字第4号 and （2021）浙05民终123号: all have a year in brackets."""
    done = 0
    for m in _YEAR.finditer(text):
        year = m["year"].translate(_WIDE)
        begin = m.start() + len(m[0]) - len(m[0].lstrip())
        if found := _AFTER.match(text, m.end()):
            start = _issuer(text, m.start(), done)
            if start < m.start() and text[m.start() - 1] in _ISSUER_END:
                number = f"{text[start : m.start()]}〔{year}〕{_plain(found['number'])}号"
                yield _cited(text, start, found.end(), "document_no", number)
                done = found.end()
        elif found := _OLD.match(text, m.end()):
            yield _cited(
                text, begin, found.end(), "document_no", f"〔{year}〕{found['issuer']}第{_plain(found['number'])}号"
            )
            done = found.end()
        elif found := _CASE.match(text, m.end()):
            number = f"（{year}）{found['court']}{int(found['number'])}号"
            yield _cited(text, begin, found.end(), "case_no", number)
            done = found.end()


def _plain(number: str) -> int:
    return int(number.translate(_WIDE))


def _issuer(text: str, end: int, done: int) -> int:
    """Where the issuer's sign that ends at `end` begins: 国办发 without the 根据 before it."""
    found = _ISSUER.search(text[max(done, end - 12) : end])
    if found is None:
        return end
    glue = _GLUE.match(found[0])
    return end - len(found[0]) + (glue.end() if glue else 0)


def _orders(text: str) -> Iterator[Citation]:
    for m in _ORDER.finditer(text):
        slice_ = text[max(0, m.start() - 14) : m.start()]
        glue = _GLUE.match(slice_)
        issuer = _ORDERED_BY.search(slice_, glue.end() if glue else 0)
        if issuer is None:
            continue
        try:
            number = number_of(m["a"] or m["b"])
        except InputError:
            continue
        start = m.start() - len(slice_) + issuer.start()
        by = _STATE.sub("", without_gaps(issuer[0]))
        yield _cited(text, start, m.end(), "document_no", f"{'国务院' if by == '国' else by}令第{number}号")
