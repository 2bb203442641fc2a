"""Citations of law, documents, cases and standards as spans: a plain reader (domain 8.2).

Read here: 《title》 and the short titles of `laws.yaml`, with 第N条之M第N款第N项 in Chinese, Arabic or full-width
digits, lists, ranges and inheriting lists, an abbreviation defined in the text (以下简称《条例》), a bare 第N条
later in the same sentence, document and order numbers, case numbers, standards, contract clauses, columns (栏目).

Left to the full resolver, which knows the containing document and the stored law: self words (本法, 本条例),
bare 第N条 without a law before them in the sentence, 前款 前条 该条, chapters, provisos, editions, and whether the
cited article exists and is in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.article_lists import Target, read_articles
from core.errors import InputError
from core.law_titles import bare_title, looks_legal, standard_title, title_pattern
from core.numerals import NUMERAL, to_chinese, to_number


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited target; a list of articles gives one citation each. 0 and "" stand for what is not written.

    `law_text` is the law as written, `law` the short title it stands for; kind is one of named, alias,
    document_no, case_no, standard, contract_clause, column.
    """

    start: int
    end: int
    quote: str
    kind: str
    law_text: str = ""
    law: str = ""
    number: int = 0
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    document_no: str = ""

    @property
    def label(self) -> str:
        """How the citation is shown: 《信访工作条例》第三十一条第六项."""
        if not self.number:
            return self.document_no or f"《{self.law}》"
        tail = f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        tail += f"第{to_chinese(self.item)}项" if self.item else ""
        return f"《{self.law}》{article_label(self.number, self.sub)}{tail}"


def article_label(number: int, sub: int = 0) -> str:
    """第三十五条之一 for (35, 1). Raises InputError outside 1..9999."""
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(sub)}" if sub else "")


_TITLE = re.compile(r"《([^《》]{1,80}(?:《[^《》]{1,60}》[^《》]{0,40})?)》")
_DEFINED = re.compile(r"\s*[(（]\s*以下(?:统|简)?称(?:为)?[：:]?\s*[《“\"]?([^《》“”\"()（）]{1,20})[》”\"]?\s*[)）]")
_ARTICLE_AHEAD = re.compile(rf"\s*(?:[(（][^()（）]{{1,20}}[)）])?\s*第?\s*(?:{NUMERAL})\s*条")
_BARE = re.compile(rf"第\s*(?:{NUMERAL})\s*条(?![建意线])")
_STOP = re.compile(r"[。！？!?\n]")
_CONTRACT = re.compile(
    rf"(?:合同|协议|协议书|章程|公约|规约)》?(?:书|中|的|约定|约定的|[(（][^()（）]{{1,20}}[)）])*\s*第\s*({NUMERAL})\s*条"
)
_YEAR = r"\s*[〔\[(（【［]\s*((?:19|20)\d{2})\s*[〕\])）】］]\s*"
_DOCUMENT = re.compile(rf"([一-鿿]{{1,12}}){_YEAR}第?\s*(\d{{1,5}})\s*号")
_OLD_DOCUMENT = re.compile(rf"{_YEAR}([一-鿿]{{2,6}}字)第?\s*(\d{{1,5}})\s*号")
_ORDER = re.compile(
    rf"(国务院|主席|[一-鿿]{{2,10}}?(?:部|委|局|署|会|院|府))(?:令\s*第?\s*({NUMERAL}|\d+)\s*号|第\s*({NUMERAL}|\d+)\s*号令)"
)
_CASE = re.compile(
    rf"{_YEAR}([一-鿿\d]{{1,10}}?(?:民|刑|行|执|知|商|赔|破|清|财保|仲)[一-鿿\d]{{0,6}}?)第?\s*(\d{{1,6}})\s*号"
)
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB(?:/T|/Z|J|Z)?|DB\d{0,2}(?:/T)?|JGJ(?:/T)?|CJJ(?:/T)?|HJ(?:/T)?|WS(?:/T)?|QB(?:/T)?)\s?\d{2,6}(?:\.\d+)?(?:\s?[-—–]+\s?(?:19|20)?\d{2})?"
)
_GLUE = re.compile(
    r"^.*?(?:根据|依据|按照|依照|参照|遵照|关于|印发|下发|发布|执行|参见|详见|结合|违反|以及|属于|文件|和|及|与|的|见|由|以|按|为|在|是|了|至|号)(?=[一-鿿])"
)
_ISSUER_END = "发函释令字办规通告政文复电综号审议法指改建环函教卫人社土资价财税市安党委组宣纪民计预农林水交公"


def find_citations(text: str, extra_titles: Iterable[str] = ()) -> list[Citation]:
    """Citations in `text` ordered by start; `extra_titles` are short titles of the office's own documents."""
    found: list[Citation] = []
    if "号" in text:
        found += _numbers(text)
    if "GB" in text or "DB" in text or "J" in text:
        found += (_plain(m, "standard", re.sub(r"\s", "", m[0])) for m in _STANDARD.finditer(text))
    if "《" in text or "条" in text:
        found += _laws(text, tuple(extra_titles))
    return sorted(found, key=lambda c: (c.start, c.end, c.number, c.sub, c.paragraph, c.item))


def _plain(m: re.Match[str], kind: str, document_no: str) -> Citation:
    return Citation(m.start(), m.end(), m[0], kind, document_no=document_no)


def _numbers(text: str) -> Iterator[Citation]:
    taken: list[tuple[int, int]] = []
    for m in _CASE.finditer(text):
        if "他字" not in m[0]:
            taken.append(m.span())
            yield _plain(m, "case_no", f"（{m[1]}）{m[2]}{int(m[3])}号")
    for m in _DOCUMENT.finditer(text):
        if any(a < m.end() and m.start() < b for a, b in taken) or m[1][-1] not in _ISSUER_END:
            continue
        issuer = _GLUE.sub("", m[1])
        start = m.end(1) - len(issuer)
        yield Citation(
            start, m.end(), text[start : m.end()], "document_no", document_no=f"{issuer}〔{m[2]}〕{int(m[3])}号"
        )
    for m in _OLD_DOCUMENT.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in taken):
            yield _plain(m, "document_no", f"〔{m[1]}〕{m[2]}第{int(m[3])}号")
    for m in _ORDER.finditer(text):
        issuer = _GLUE.sub("", m[1])
        start = m.end(1) - len(issuer)
        number = f"{issuer}令第{to_number(m[2] or m[3])}号"
        yield Citation(start, m.end(), text[start : m.end()], "document_no", document_no=number)


@dataclass(frozen=True, slots=True)
class _Law:
    start: int
    end: int
    text: str
    law: str
    kind: str


def _laws(text: str, extra: tuple[str, ...]) -> Iterator[Citation]:
    defined: dict[str, str] = {}
    laws = sorted(_mentions(text, defined, extra), key=lambda law: law.start)
    done = -1
    for at, law in enumerate(laws):
        targets = read_articles(text, law.end) if law.kind != "column" else []
        if not targets:
            if law.kind != "alias":
                yield Citation(law.start, law.end, text[law.start : law.end], law.kind, law.text, law.law)
            done = law.end
        for number, target in enumerate(targets):
            yield _of(text, law, target, law.start if number == 0 else target.start)
            done = target.end
        if law.kind != "column":
            until = laws[at + 1].start if at + 1 < len(laws) else len(text)
            yield from _later(text, law, done, until)
    yield from _clauses(text)


def _of(text: str, law: _Law, t: Target, start: int) -> Citation:
    return Citation(
        start, t.end, text[start : t.end], law.kind, law.text, law.law, t.number, t.sub, t.paragraph, t.item
    )


def _later(text: str, law: _Law, at: int, until: int) -> Iterator[Citation]:
    """Bare 第N条 after `law` in the same sentence still speak of it."""
    stop = _STOP.search(text, at, until)
    until = stop.start() if stop else until
    while m := _BARE.search(text, at, until):
        if _CONTRACT.search(text, max(0, m.start() - 8), m.end()):
            at = m.end()
            continue
        targets = read_articles(text, m.start())
        for target in targets:
            yield _of(text, law, target, target.start)
        at = targets[-1].end if targets else m.end()


def _mentions(text: str, defined: dict[str, str], extra: tuple[str, ...]) -> Iterator[_Law]:
    spans: list[tuple[int, int]] = []
    behind = 0
    for m in _TITLE.finditer(text):
        spans.append(m.span())
        if m.start() < behind:
            continue
        inner = m[1].replace("《", "〈").replace("》", "〉")
        end = m.end()
        if short := _DEFINED.match(text, end):
            defined[bare_title(short[1])] = standard_title(inner, defined)
            end = behind = short.end()
        known = bare_title(inner) in defined or looks_legal(inner) or _ARTICLE_AHEAD.match(text, end) is not None
        if inner.rstrip("）)").endswith(("合同", "协议", "协议书", "公约")):
            continue
        yield _Law(m.start(), end, m[1], standard_title(inner, defined), "named" if known else "column")
    yield from _unmarked(text, defined, extra, spans)


def _unmarked(
    text: str, defined: Mapping[str, str], extra: tuple[str, ...], spans: list[tuple[int, int]]
) -> Iterator[_Law]:
    if "条" not in text:
        return
    angled = text.replace("<", "〈").replace(">", "〉")
    for m in _alias_pattern((*extra, *defined)).finditer(angled):
        if any(a <= m.start() < b for a, b in spans) or _ARTICLE_AHEAD.match(text, m.end()) is None:
            continue
        yield _Law(m.start(), m.end(), m["name"], standard_title(m["name"], defined), "alias")


@lru_cache(maxsize=32)
def _alias_pattern(extra: tuple[str, ...]) -> re.Pattern[str]:
    return title_pattern(extra)


def _clauses(text: str) -> Iterator[Citation]:
    for m in _CONTRACT.finditer(text):
        try:
            yield Citation(m.start(), m.end(), m[0], "contract_clause", number=to_number(m[1]))
        except InputError:
            continue
