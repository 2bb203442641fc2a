"""Rank of legal texts (效力位阶), from kind, title, maker and document number; local rules along the region chain.

Rules of domain 8.6. The product shows rank as a hint and never decides between two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KIND_LABELS: dict[str, str] = {
    "constitution": "宪法",
    "law": "法律",
    "legislative_interpretation": "法律解释",
    "administrative_regulation": "行政法规",
    "supervision_regulation": "监察法规",
    "local_regulation": "地方性法规",
    "department_rule": "部门规章",
    "local_government_rule": "地方政府规章",
    "normative_document": "规范性文件",
    "judicial_interpretation": "司法解释",
    "party_regulation": "党内法规",
    "standard": "标准",
    "decision": "决定",
}
_RANKS = {
    "constitution": 1,
    "law": 2,
    "legislative_interpretation": 2,
    "administrative_regulation": 3,
    "supervision_regulation": 3,
    "local_regulation": 4,
    "department_rule": 5,
    "local_government_rule": 5,
    "normative_document": 6,
}
_ASIDE = {"judicial_interpretation": 3, "party_regulation": 2, "standard": 7, "decision": 6}
"""Kinds that stand beside the ladder: where they are sorted, without a rank of their own."""
_COURTS = ("最高人民法院", "最高人民检察院")
_PROVINCES = tuple(
    name
    for line in (
        "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南",
        "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门",
    )
    for name in line.split()
)
_PLACE = re.compile(
    r"^([\u4e00-\u9fff]{1,8}?(?:省|自治区|特别行政区|市|自治州|自治县|县)(?:[\u4e00-\u9fff]{1,6}?[县区旗])?)"
)
_ASSEMBLY = re.compile(r"人民代表大会")
_LOCAL_GOVERNMENT = re.compile(r"(?:省|市|县|区|州|旗)人民政府|街道办事处|镇人民政府|乡人民政府")
_MINISTRY = re.compile(r"(?:部|委员会|总局|局|署|银行|办公室)$")
_RULE_TITLE = re.compile(r"(?:规定|办法|细则|规则|规范)(?:（[^（）]*）)?$")
_PAPER_TITLE = re.compile(r"(?:意见|通知|方案|公告|通告|纪要|函|指引|指南|要点|计划|问答)(?:（[^（）]*）)?$")
_ORDER = re.compile(r"令")


@dataclass(frozen=True, slots=True)
class Rank:
    """Place in the hierarchy: 1 constitution to 6 normative document; 0 for what stands beside it."""

    number: int
    kind: str

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return KIND_LABELS.get(self.kind, "其他")

    @property
    def order(self) -> tuple[int, int]:
        """Sorts the higher text first; texts beside the ladder after those they stand beside."""
        return (self.number, 0) if self.number else (_ASIDE.get(self.kind, 8), 1)


def rank_of(title: str, *, kind: str = "", issuer: str = "", document_no: str = "", region: str = "") -> Rank:
    """The rank of an act: its kind where it is known, else told from title, maker and document number."""
    found = kind if kind in KIND_LABELS else kind_of_act(title, issuer=issuer, document_no=document_no, region=region)
    return Rank(_RANKS.get(found, 0), found)


def kind_of_act(title: str, *, issuer: str = "", document_no: str = "", region: str = "") -> str:
    """The kind of an act by its maker, number and title words; empty when nothing tells."""
    bare = title.strip("《》").removeprefix("中华人民共和国")
    by_number = _by_number(document_no)
    if by_number:
        return by_number
    if bare.startswith("宪法"):
        return "constitution"
    if any(court in issuer or bare.startswith(court) for court in _COURTS):
        return "judicial_interpretation"
    if "中共中央" in issuer or "中国共产党" in bare:
        return "party_regulation"
    if issuer.startswith("全国人民代表大会"):
        return "legislative_interpretation" if bare.endswith("的解释") else "law"
    if "监察委员会" in issuer and bare.endswith("条例"):
        return "supervision_regulation"
    return _by_maker(bare, issuer, document_no, region) or _by_title(bare)


def _by_number(number: str) -> str:
    plain = re.sub(r"\s", "", number)
    if re.match(r"法释|高检发释字|法复", plain):
        return "judicial_interpretation"
    if re.match(r"中发|中办发|厅字", plain):
        return "party_regulation"
    if plain.startswith("国务院令") or "国务院令" in plain:
        return "administrative_regulation"
    if re.match(r"(?:GB|DB|HJ|JGJ|CJJ)", plain):
        return "standard"
    return "law" if plain.startswith("主席令") else ""


def _by_maker(bare: str, issuer: str, number: str, region: str) -> str:
    made_here = _LOCAL_GOVERNMENT.search(issuer) is not None or place_of(issuer) != ""
    local = bool(region) or made_here or (not issuer and place_of(bare) != "")
    if local:
        if _ASSEMBLY.search(issuer) or (not issuer and bare.endswith("条例")):
            return "local_regulation"
        return "local_government_rule" if _ORDER.search(number) and _RULE_TITLE.search(bare) else "normative_document"
    if issuer == "国务院":
        return "normative_document" if _PAPER_TITLE.search(bare) else "administrative_regulation"
    if issuer and _MINISTRY.search(issuer):
        ordered = not number or _ORDER.search(number)
        return "department_rule" if _RULE_TITLE.search(bare) and ordered else "normative_document"
    return ""


def _by_title(bare: str) -> str:
    if _PAPER_TITLE.search(bare):
        return "normative_document"
    if bare.endswith(("法典", "法")) and not bare.endswith(("办法", "方法")):
        return "law"
    return "administrative_regulation" if bare.endswith(("条例", "条例实施细则")) else ""


def place_of(text: str) -> str:
    """The place a title or region begins with (北京市, 浙江省, 清河县), or empty for a national text."""
    province = next((name for name in _PROVINCES if text.startswith(name)), "")
    found = _PLACE.match(text)
    if found and not text.startswith(("城市", "市", "省", "县", "国家", "全国", "民族自治", "自治", "社区", "地区")):
        return found[1]
    return province


def chain_of(region: str) -> tuple[str, ...]:
    """The region and those above it that its name holds, nearest first: 浙江省杭州市西湖区 → 西湖区, 杭州市, 浙江省."""
    province = next((name for name in _PROVINCES if region.startswith(name)), "")
    bare = region.removeprefix(province)
    rest = region if not province or bare[:1] in ("省", "市") or bare.startswith("自治区") else bare
    names = re.findall(r"[\u4e00-\u9fff]+?(?:省|自治区|市|自治州|地区|盟|县|区|旗)", rest)[::-1]
    names += [province] if province and rest != region else []
    return tuple(dict.fromkeys(names)) or ((region,) if region else ())


def applies_in(act_region: str, region: str) -> int | None:
    """How near a text of `act_region` is to `region`: 0 its own, 1 the one above, …; None when it is of elsewhere.

    A national text (no region) stands behind every local one (区 → 市 → 省 → 国).
    """
    chain = chain_of(region)
    if not act_region:
        return len(chain)
    mine = {_short(name) for name in chain_of(act_region)[:1]}
    return next((place for place, name in enumerate(chain) if _short(name) in mine), None)


def _short(name: str) -> str:
    return re.sub(r"(?:省|市|县|区|自治区|自治州|地区|盟|旗)$", "", name) if len(name) > 2 else name
