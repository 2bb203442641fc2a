"""How a law is named in a text: 《title》, 〈title〉, a short title without marks, an abbreviation defined before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.citing.signs import BLANK as B
from core.citing.signs import NUMBER, back_over_gaps
from core.law_titles import KnownTitles, bare_title, looks_legal, standard_title, title_key


@dataclass(frozen=True, slots=True)
class Law:
    """A law as it is named from `start` to `end`; what follows its notes in brackets stands at `ahead`."""

    start: int
    end: int
    text: str
    law: str
    kind: str
    hint: str = ""
    law_kind: str = "named"
    confidence: float = 1.0
    ahead: int = -1
    document_no: str = ""
    likely: str = ""


_TITLE = re.compile(r"[《巜]([^《》]{1,80}(?:《[^《》]{1,60}》[^《》]{0,40}|〈[^《》]{0,60}){0,2})》")
_CALLED = r"(?:以下|下)?(?:统|简)称|以下称|下称"
_NAME = r"[《“\"「『〈]?\s?([^《》“”\"「」『』〈〉()（）,，。；;\s]{1,24})\s?[》”\"」』〉]?"
DEFINING = rf"[(（]{B}(?:[^()（）《》]{{1,40}}?[，,、；;]{B})?(?:{_CALLED})"
_DEFINED = re.compile(rf"{DEFINING}(?:为|作|：|:)?{B}{_NAME}[^()（）]{{0,20}}[)）]")
_DEFINED_BARE = re.compile(rf"{B}[，,]{B}(?:以下|下)(?:统|简)?称(?:为|作)?{B}{_NAME}")
_NOTE = re.compile(rf"{B}[(（](?P<note>(?![^()（）]{{0,20}}第[^()（）]{{1,8}}条)[^()（）]{{1,60}})[)）]")
_YEAR_NOTE = re.compile(
    r"((?:19|20)\d{2}|二[〇○零][〇○零一二三四五六七八九]{2}|一九[〇○零一二三四五六七八九]{2})\s?年?"
)
_NEWEST = re.compile(r"(?:最?新(?:修订|修正|修改|颁布|公布|施行|实施|出台|版)?(?:后)?的?|现行的?)$")
_FORMER = re.compile(r"(?:原|旧|老|(?:修订|修正|修改)前的?)$")
_PART_NAME = r"(?:总则|分则|物权|合同|人格权|婚姻家庭|继承|侵权责任)编"
_AHEAD = rf"{B}(?:{_PART_NAME}{B})?(?:(?:》)?[的中之：:里]{B})?"
_PART_BEFORE = re.compile(rf"{_PART_NAME}$")
AHEAD = re.compile(_AHEAD)
_CITES_ON = re.compile(rf"{_AHEAD}(?:第{B}[(（〈]?(?:{NUMBER})|(?:{NUMBER}){B}条|[0-9０-９])")
CONTRACTS = ("合同", "协议", "协议书", "公约", "规约", "承诺书", "保险单", "保单", "投标书", "招标文件")
_CONTRACT = re.compile(
    rf"(?:合同|协议|协议书|章程|公约|规约|保单|招标文件|标书|承诺书)[》”]?(?:书|中|里|约定|的){{0,3}}(?:[(（][^()（）]{{1,20}}[)）])?{B}$"
)
_CLOSING = {"【": "】", "[": "]", "〈": "〉", "「": "」", "『": "』", "<": ">", "＜": "＞", "“": "”", '"': '"'}
SOFT_MARKS = re.escape("".join(_CLOSING))
_PLACE_BEFORE = re.compile(r"(?:省|市|自治区|自治州|县|区|盟|旗|州)(?:人民政府)?(?:实施|贯彻)?$")
_UNLISTED = re.compile(r"[一-鿿]{2,40}(?:法|条例|规定|办法|细则|解释|决定|规则)$")
_BREAKS = re.compile(
    r"根据|依据|按照|依照|参照|遵照|违反|符合|适用|结合|关于(?=.{0,3}$)|按|以及|及|与|对照|执行|属于|触犯|涉嫌|援引|引用|见(?=[一-鿿]{2})|(?<=法)和|(?<=条例)和|(?<=办法)和|(?<=规定)和|(?<=条)和|不|你们?|您|我们?(?![市省县区])|其中|由|在|是|了|请|说"
)
_GENERIC = re.compile(r"(?:^|[^一-鿿本该])(条例|办法|细则)$")
"""An act's kind alone is no title: what it means is told by 以下简称 or not at all."""
_NO_TITLE = re.compile(r"^(?:本|该|此|其|之|条|款|项|关于|有关|相关|上述|下列|以上|具体|若干|第)")
_OUTER = re.compile(
    r"(?:[一-鿿]{2,20}?(?:法院|检察院|政府|委员会|部|厅|局))?(?:[、和]?[一-鿿]{2,8}检察院)?"
    r"(?:关于(?:正确)?(?:贯彻)?(?:执行|适用|实施|修改|如何适用|审理[一-鿿]{0,12})|[一-鿿]{0,12}(?:贯彻)?实施)$"
)
_OUTER_END = re.compile(
    rf"(?:{B}的?(?:若干|有关|具体应用)?(?:问题)?的?(?:若干)?(?:司法解释|解释|意见|办法|实施细则|实施办法|实施条例|细则|规定|决定|批复)"
    rf"(?:[(（](?:[一二三四五六七八]|试行|暂行)[)）])?)(?![，,：:。“])"
)
_YEARS = dict(zip("〇○零一二三四五六七八九", "0001234567890", strict=False))


def marked(text: str, at: int, titles: KnownTitles, defined: dict[str, str]) -> Law | None:
    """The title in 《》 that opens at `at`: a law, a contract (kind contract), or a column; None when never closed."""
    m = _TITLE.match(text, at)
    if m is None:
        return None
    inner = m[1].replace("《", "〈").replace("》", "〉")
    if outer := _outer(text, at, m, titles):
        return outer
    known = title_key(inner) in defined or inner in titles
    ahead, hint = _notes(text, m.end(), inner, defined)
    law = Law(at, m.end(), m[1], _meant(inner, defined), "named", hint or _hint_before(text, at), ahead=ahead)
    if not known and bare_title(inner).endswith(CONTRACTS):
        return replace(law, kind="contract_clause", law_kind="none")
    if known or looks_legal(inner) or _CITES_ON.match(text, m.end()):
        return law
    return replace(law, kind="column", law_kind="none")


def _outer(text: str, at: int, inner: re.Match[str], titles: KnownTitles) -> Law | None:
    """The act around a title: 某省实施《土地管理法》办法, 关于适用《合同法》若干问题的解释; None for a plain title."""
    end = _OUTER_END.match(text, inner.end())
    if end is None or not _CITES_ON.match(text, end.end()):
        return None
    before = _OUTER.search(text[max(0, at - 40) : at])
    cut = (
        max((m.end() for m in _BREAKS.finditer(before[0]) if m[0] not in ("适用", "执行")), default=0) if before else 0
    )
    start = at - len(before[0]) + cut if before else at
    name = text[start : end.end()].replace("《", "〈").replace("》", "〉")
    if start == at and name not in titles and not end[0].startswith(("办法", "细则", "实施", "若干")):
        return None
    return Law(start, end.end(), name, standard_title(name), "named", ahead=end.end())


def soft_marked(text: str, at: int, titles: KnownTitles, defined: Mapping[str, str]) -> Law | None:
    """The title in 〈〉 「」 『』 <> “” that opens at `at` and has an article after it; None for other quotations."""
    close = text.find(_CLOSING[text[at]], at + 1, at + 90)
    while close > 0:
        inner = text[at + 1 : close].strip("<>")
        if _CITES_ON.match(text, close + 1):
            if title_key(inner) in defined or inner in titles or (len(inner) < 50 and _UNLISTED.search(inner)):
                return Law(
                    at, close + 1, inner, _meant(inner, defined), "named", _hint_before(text, at), ahead=close + 1
                )
            return None
        close = text.find(_CLOSING[text[at]], close + 1, at + 90)
    return None


def unmarked(text: str, end: int, titles: KnownTitles, defined: Mapping[str, str]) -> Law | None:
    """The law whose name without marks ends at `end`, notes in brackets and 的 left out; None when there is none."""
    end, hint = _back(text, end)
    start = titles.start_of(text, end)
    short = _defined_before(text, end, defined)
    if short >= 0 and (start < 0 or short <= start):
        name = text[short:end]
        return Law(short, end, name, defined[title_key(name)], "alias", hint, "alias")
    if start < 0:
        return None
    longer = titles.longer_at(text, start, end)
    if longer >= 0:
        name = text[longer:end]
        return Law(longer, end, name, bare_title(name), "unlisted", hint, "alias", 0.5)
    name = text[start:end]
    if not title_key(name).endswith(("法", "法典")) and _PLACE_BEFORE.search(text[max(0, start - 6) : start]):
        return None
    return Law(start, end, name, standard_title(name), "alias", hint or _hint_before(text, start), "alias")


def unlisted(text: str, end: int) -> Law | None:
    """A title without marks that no list has but that ends like an act: 清河县物业管理办法第三条, 条例第三条."""
    end, hint = _back(text, end)
    before = text[max(0, end - 42) : end]
    found = _UNLISTED.search(before)
    cuts = (m.end() for m in _BREAKS.finditer(found[0]) if m.end() <= len(found[0]) - 2) if found else ()
    name = found[0][max(cuts, default=0) :] if found else ""
    if not name and (alone := _GENERIC.search(before)):
        name = alone[1]
    if not name or _NO_TITLE.match(name):
        return None
    return Law(end - len(name), end, name, bare_title(name), "unlisted", hint, "alias", 0.6)


def contract_before(text: str, at: int) -> bool:
    """True when a contract, charter or the like is named directly before `at`: 合同第十二条."""
    return _CONTRACT.search(text[max(0, at - 40) : at]) is not None


def define(text: str, at: int, titles: KnownTitles, defined: dict[str, str]) -> int:
    """Remembers the abbreviation that the bracket at `at` gives to the title before it; the place after it, or -1."""
    m = _DEFINED.match(text, at)
    if m is None:
        return -1
    law = unmarked(text, at, titles, defined) or unlisted(text, at)
    if law is not None:
        defined[title_key(m[1])] = law.law
    return m.end()


def _meant(title: str, defined: Mapping[str, str]) -> str:
    return defined.get(title_key(title)) or standard_title(title)


def _notes(text: str, end: int, inner: str, defined: dict[str, str]) -> tuple[int, str]:
    """Where the text goes on after notes in brackets behind a title, and the edition they or the title name."""
    hint = _edition(inner)
    law = _meant(inner, defined)
    for _ in range(3):
        if m := _DEFINED.match(text, end) or _DEFINED_BARE.match(text, end):
            defined[title_key(m[1])] = law
        elif m := _NOTE.match(text, end):
            hint = hint or _edition(f"({m['note']})")
        else:
            break
        end = m.end()
    return end, hint


def _edition(text: str) -> str:
    """The edition that ends a title: the year, or the word when there is none."""
    found = re.search(r"[(（]([^()（）]{1,20})[)）]\s*$", text)
    if found is None:
        return ""
    if year := _YEAR_NOTE.match(found[1]):
        digits = "".join(_YEARS.get(c, c) for c in year[1])
        return digits if "号" not in found[1] else ""
    return found[1] if found[1] in ("试行", "暂行", "修订", "修正", "草案", "征求意见稿", "新版") else ""


def _hint_before(text: str, start: int) -> str:
    before = text[max(0, start - 8) : start]
    if _NEWEST.search(before):
        return "newest"
    return "former" if _FORMER.search(before) else ""


def _back(text: str, end: int) -> tuple[int, str]:
    """The place before blanks, 的 and one note in brackets that end at `end`, and the edition the note names."""
    end = back_over_gaps(text, end)
    if end and text[end - 1] in "的中":
        end = back_over_gaps(text, end - 1)
    if end and text[end - 1] == "编" and (part := _PART_BEFORE.search(text[max(0, end - 6) : end])):
        end = back_over_gaps(text, end - len(part[0]))
    if end and text[end - 1] in ")）":
        note = re.search(r"[(（][^()（）]{1,60}[)）]$", text[max(0, end - 62) : end])
        if note and not note[0].startswith(("（一", "(一")):
            return back_over_gaps(text, end - len(note[0])), _edition(note[0])
    return end, ""


def _defined_before(text: str, end: int, defined: Mapping[str, str]) -> int:
    """Where the longest defined abbreviation that ends at `end` begins; -1 when there is none."""
    tail = text[max(0, end - 26) : end]
    best = max((len(name) for name in defined if tail.endswith(name)), default=0)
    before = text[end - best - 1 : end - best]
    return end - best if best and before not in ("本", "该") else -1
