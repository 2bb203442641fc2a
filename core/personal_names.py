"""Names of persons in free text: after cue words, beside titles of office, and those the vault knows. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.packaged import packaged_yaml
from core.words import is_known, tagged

_AFTER = (
    r"(?=$|[\s,，。.;；、:：!！?？()（）“”\"'\[\]<>《》/|]|男|女|身份证|电话|手机|联系|住|系|\d|现|今年|性别|年龄"
    r"|先生|女士|同志|家住|籍贯|汉族|[A-Za-z])"
)
_BEFORE = re.compile(
    r"(?:^|[\s,，。.;；、:：!！?？()（）“”\"的向给由请找与和对是称让跟把被及至致局委府院校所队员人长区市县镇村厅])$"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    labelled: re.Pattern[str]
    written: re.Pattern[str]
    called: re.Pattern[str]
    spoken: re.Pattern[str]
    kin: re.Pattern[str]
    title: re.Pattern[str]
    before_title: re.Pattern[str]
    after_title: re.Pattern[str]
    never: re.Pattern[str]
    double: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = packaged_yaml("names.yaml")
    double = table["double"].split()
    given = rf"[^{table['not_given']}\W\da-zA-Z_]{{1,2}}"
    common = "".join(c for c in table["surnames"] if c not in table["wordlike"])
    full, sure = (rf"(?:(?:{'|'.join(double)}){given}|[{chars}]{given})" for chars in (table["surnames"], common))
    labels, spoken, titles, kin = ("|".join(table[key].split()) for key in ("labels", "spoken", "titles", "kin"))
    any_name = rf"(?:{'|'.join(double)}|[{table['surnames']}])[^\W\da-zA-Z_的了是在不]{{1,2}}"
    return _Patterns(
        labelled=re.compile(rf"(?:{labels})\s*[:：]\s*({full}){_AFTER}"),
        written=re.compile(rf"(?:{labels})(?:[为是\s]|叫|名叫){{0,2}}({sure}){_AFTER}"),
        called=re.compile(rf"(?:我叫|名叫|名字叫|姓名是)\s*[:：]?\s*({sure})"),
        spoken=re.compile(rf"(?:{spoken})(?:[:：为是\s]|叫|名叫|名字叫|姓名){{0,2}}({sure}){_AFTER}"),
        kin=re.compile(rf"(?:{kin})(?:的)?(?:姓名|名字|名叫|叫做|叫|[:：]){{1,2}}(?:是|为|叫)?\s*({any_name}){_AFTER}"),
        title=re.compile(titles),
        before_title=re.compile(rf"({sure})[{table['title_before'].replace(' ', '')}]?$"),
        after_title=re.compile(rf"({sure}){_AFTER}"),
        never=re.compile("|".join(table["never"].split())),
        double=frozenset(double),
    )


def find_names(text: str, known_names: Sequence[str] = ()) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of names: known ones anywhere, others after cue words or beside titles."""
    patterns = _patterns()
    for name in known_names:
        if len(name) >= 2 and name in text:
            yield from (("name", m.start(), m.end(), True) for m in re.finditer(re.escape(name), text))
    for m in patterns.labelled.finditer(text):
        if not patterns.never.search(m[1]):
            yield "name", m.start(1), m.end(1), True
    for pattern in (patterns.called, patterns.written, patterns.spoken):
        for m in pattern.finditer(text):
            if _is_name(m[1], patterns):
                yield "name", m.start(1), m.end(1), True
    for m in patterns.kin.finditer(text):
        if not patterns.never.search(m[1]):
            yield "name", m.start(1), m.end(1), True
    for m in patterns.title.finditer(text):
        yield from _beside(text, m, patterns)


def _beside(text: str, title: re.Match[str], patterns: _Patterns) -> Iterator[tuple[str, int, int, bool]]:
    """The name directly before or after a title: 吴大壮书记, 法官李小满，"""
    start = title.start()
    for length in (3, 2, 4):
        name = patterns.before_title.fullmatch(text, max(0, start - length), start)
        if name and _BEFORE.search(text, max(0, name.start() - 1), name.start()) and _is_name(name[1], patterns):
            yield "name", name.start(1), name.end(1), True
            break
    name = patterns.after_title.match(text, title.end())
    if name and _is_name(name[1], patterns) and not (len(name[1]) == 2 and is_known(name[1])):
        yield "name", name.start(1), name.end(1), True


def _is_name(name: str, patterns: _Patterns) -> bool:
    """False for words of the language (权益, 陈述) and for anything that holds an office or a group."""
    if patterns.never.search(name):
        return False
    return not is_known(name) or [tag[:2] for _, tag in tagged(name)] == ["nr"]


def surname(name: str) -> str:
    """The family name of `name`: its first character, or two for double surnames."""
    return name[:2] if len(name) > 2 and name[:2] in _patterns().double else name[:1]
