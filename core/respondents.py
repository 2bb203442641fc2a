"""Those complained about (被反映对象) that a letter names: firms, developers, property firms, schools, hospitals, banks.

Only organisations: names of persons are never returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.left_edge import trim_left
from core.normal import fold


@dataclass(frozen=True, slots=True)
class RespondentMention:
    """An organisation named at `text[start:end]`; `name` is its canonical form, `stem` the name without legal suffix."""

    name: str
    kind: str
    start: int
    end: int
    stem: str = ""


_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "property_firm",
        (
            "物业管理有限责任公司",
            "物业服务有限公司",
            "物业管理有限公司",
            "物业有限公司",
            "物业服务公司",
            "物业管理公司",
            "物业公司",
            "物业",
        ),
    ),
    (
        "developer",
        (
            "房地产开发有限责任公司",
            "房地产开发有限公司",
            "房地产有限公司",
            "房地产开发公司",
            "房地产公司",
            "置业有限公司",
            "置业公司",
            "地产公司",
            "开发商",
            "置业",
            "房地产",
            "地产",
        ),
    ),
    ("bank", ("农村商业银行", "商业银行", "银行", "信用社")),
    (
        "firm",
        (
            "股份有限公司",
            "有限责任公司",
            "集团有限公司",
            "有限公司",
            "集团公司",
            "分公司",
            "总公司",
            "子公司",
            "公司",
            "集团",
            "厂",
            "搅拌站",
        ),
    ),
    ("school", ("职业技术学院", "幼儿园", "小学", "中学", "学校", "学院", "大学", "培训中心", "培训机构", "驾校")),
    ("hospital", ("卫生服务中心", "卫生院", "医院", "诊所")),
    ("shop", ("健身房", "健身中心", "美容院", "4S店", "4s店", "超市", "酒店", "酒吧", "KTV", "ktv", "饭店")),
)
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS for suffix in suffixes}
_SUFFIX = re.compile("|".join(sorted(map(re.escape, _KIND_OF), key=lambda s: (-len(s), s))))
_LEGAL = re.compile(
    r"(?:物业管理|物业服务|物业|房地产开发|房地产|置业|集团)?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司|公司|集团)$"
)
_GENERIC = re.compile(
    r"^(?:[一二三四五六七八九十两几多各该本此这那某家个所全省市县区镇乡村]|小区|我们?|前期|原|新|旧|开发|建筑|建设|工程|劳务|中介|旅游|保险|装修|公立|民办|私立|公办|附近|国有|中央|附属|担保|投资|民营|私人|房产|商品|外包|派遣|运营|小额|贷款)+$"
)


def find_respondents(text: str) -> list[RespondentMention]:
    """Organisations with a name of their own in `text`, in order; 物业公司 or 开发商 alone names nobody."""
    folded = fold(text)
    found: list[RespondentMention] = []
    for m in _SUFFIX.finditer(folded):
        start = trim_left(folded, m.start(), found[-1].end if found else 0)
        own = folded[start : m.start()]
        if len(own) < 2 or _GENERIC.match(own):
            continue
        name = folded[start : m.end()]
        if found and found[-1].end == start and not found[-1].kind == _KIND_OF[m[0]]:
            continue
        found.append(RespondentMention(name, _KIND_OF[m[0]], start, m.end(), _stem(name, m[0])))
    return found


def _stem(name: str, suffix: str) -> str:
    stem = _LEGAL.sub("", name) or name
    return stem if len(stem) >= 2 else name
