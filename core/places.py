"""Places named in a letter: estates, roads, villages, towns, schools, markets, projects, by pattern and gazetteer.

Two letters about one place should give one `stem`, however they write it: with 小区 or without, with the region
before it, with a phase behind it (三期 stays in `name`). No list of real names is needed; an office may add its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.left_edge import left_edge, soft_cuts
from core.normal import fold
from core.phrases import Phrases


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at `text[start:end]`; `name` keeps its part (丽发新城三期), `stem` does not, `region` is what stood before it."""

    name: str
    kind: str
    start: int
    end: int
    stem: str = ""
    part: str = ""
    region: str = ""


_KINDS: tuple[tuple[str, str], ...] = (
    (
        "estate",
        "小区 楼盘 公寓 花园 家园 花苑 嘉园 嘉苑 佳苑 雅苑 佳园 名苑 公馆 华府 华庭 名邸 山庄 新城 国际城 之城 豪庭 雅居 家苑 御府 首府 学府 别墅 世家 名城 花城 学苑 御园 新苑 锦苑 庭院 丽苑 豪苑 御苑 水岸 府邸 御景 名都 新都 雅郡 山水郡 花都 尚城 丽都 星城 澜庭 湾畔 国际社区 安置区 宿舍 家属院 家属区 棚户区",
    ),
    ("town", "街道办事处 街道 镇 乡"),
    ("community", "社区"),
    ("village", "村"),
    ("road", "大道 路 街 巷 高速公路 高速 国道 省道 立交桥 大桥 隧道 高架"),
    ("school", "幼儿园 小学 中学 学校 大学 学院 附中 职校 技校"),
    ("hospital", "医院 卫生院"),
    ("market", "市场 商城 商贸城 广场 购物中心 汽车城 建材城 步行街 大厦 写字楼 大楼"),
    (
        "site",
        "公园 景区 工业园 产业园 物流园 科技园 园区 开发区 垃圾站 变电站 垃圾场 填埋场 搅拌站 收费站 地铁站 火车站 汽车站 高铁站 机场 水库 养猪场 养殖场 采石场 加油站 污水处理厂 水厂",
    ),
    ("project", "项目 工程 地块 工地"),
)
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS for suffix in suffixes.split()}
_SINGLE = {
    "苑": "estate",
    "府": "estate",
    "城": "estate",
    "郡": "estate",
    "湾": "estate",
    "庭": "estate",
    "园": "estate",
    "墅": "estate",
    "邸": "estate",
}
_ESTATE_1 = "苑府城郡湾庭园墅邸"
_PHASE = r"(?:第?[一二三四五六七八九十]{1,2}期|第?\d{1,2}期|[A-Za-zＡ-Ｚ]\d?区|[东西南北中]区|[一二三四五六七八九]区)"
_SUFFIX = re.compile(
    rf"(?P<s>{'|'.join(sorted(_KIND_OF, key=lambda s: (-len(s), s)))}|[{_ESTATE_1}](?=(?:小区|楼盘|{_PHASE}|\d+栋|[一二三四五六七八九十]+栋|业主|的业主)|[^一-鿿]|$|[的在业物车楼房旁附周]))(?P<more>小区|楼盘)?(?P<part>{_PHASE})?"
    rf"|(?P<bare>(?={_PHASE}|[A-Za-z]?\d{{1,3}}[栋幢]|[一二三四五六七八九十]{{1,3}}[栋幢]|业主))(?P<part2>{_PHASE})?"
)
_GENERIC_OWN = re.compile(
    r"^(?:[一二三四五六七八九十百两几多各全整本我你他她它该此这那哪某每另同老旧新高低大小中好坏东南西北前后左右上下内外里边旁的之等个条座片处家所名级类型式种首末头尾A-Za-z0-9]"
    r"|小区|社区|街道|农村|城市|城区|城镇|乡镇|住宅|商品|商业|居民|安置|拆迁|开发|建设|规划|施工|在建|附近|周边|隔壁|对面|老旧|高档|新建|相关|部分|其它|其他|成熟|封闭|无物业|无人|学区|出租|人才|精装|毛坯|自建|公租|廉租|经济|适用|棚改|改造|提质|整治|修路|停车|绿化|道路|交通|市政|民生|重点|国家|省|市|县|区|镇|乡|村|公办|民办|私立|公立|普惠|配套|重点|普通|示范|寄宿|职业|技术|中心|人民|医疗|中医|儿童|妇幼|综合|专科|批发|农贸|建材|人才|劳动力|房地产|二手|金融|资本|集贸|电动|充电|地铁|公交|高铁|火车|汽车|加油|垃圾|生活|工业|产业|物流|科技|水泥|柏油|沥青|断头|乡间|机耕|泥巴|进村|出村|通村|入村|公|铁|马|走|一|半|出|思|网|线|电|水|套|销|门|绕|修|让|铺|过|封|占|堵|沿|主|支|次|干|辅|环|盲|街|步行|人行|行政|自然|城中|空心|贫困|移民|全|外|邻|进|回|驻|扶贫|美丽|示范|建筑|基建|在建|附属|室外|隐蔽|豆腐渣|形象|民心|惠民|希望|系统|二次|安装|装修|土建|拆除)+$"
)
_DROP_END = re.compile(r"(?:小区|楼盘|项目)$")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_EXCLUDED = re.compile(
    r"(?:政府|家庭|法庭|开庭|县城|进城|商城|城市|幼儿园|校园|家园里|公园|田园|园区|法院|医院|学院|医院|长城|全城|满城|同城|新城区|老城区|市场监管|市场价|市场经济|街道上|街道边|街道两|农村|新农村|乡村|城镇|乡镇|村镇)$"
)


def find_places(text: str, gazetteer: Sequence[str] | Phrases = ()) -> list[PlaceMention]:
    """Places in `text`, ordered, without overlaps; `gazetteer` holds names or stems that count without any suffix."""
    folded = fold(text)
    known = gazetteer if isinstance(gazetteer, Phrases) else Phrases(gazetteer)
    found = [_known(folded, start, end) for start, end in known.find(folded)] if known else []
    taken = [(p.start, p.end) for p in found]
    floor = 0
    for m in _SUFFIX.finditer(folded):
        mention = _mention(folded, m, floor)
        if mention is None or any(a < mention.end and mention.start < b for a, b in taken):
            continue
        found.append(mention)
        floor = mention.end
    return sorted(found, key=lambda p: p.start)


def _known(text: str, start: int, end: int) -> PlaceMention:
    name = text[start:end]
    m = re.compile(rf"(?:小区|楼盘)?(?P<part>{_PHASE})?").match(text, end)
    part = _part(m["part"]) if m else ""
    stem = _stem(name)
    return PlaceMention(stem + part, _kind(name), start, m.end() if m else end, stem, part)


def _kind(name: str) -> str:
    for length in range(min(len(name), 5), 0, -1):
        if kind := _KIND_OF.get(name[-length:]) or _SINGLE.get(name[-length:]):
            return kind
    return "estate"


def _mention(text: str, m: re.Match[str], floor: int) -> PlaceMention | None:
    suffix = m["s"] or ""
    kind = (_KIND_OF.get(suffix) or _SINGLE.get(suffix) or "estate") if suffix else "estate"
    start, hard = left_edge(text, m.start(), floor)
    begin = _begin(text, start, m.start(), suffix, hard)
    if begin is None:
        return None
    own = text[begin : m.start()]
    if _EXCLUDED.search(own + suffix):
        return None
    stem = _stem(own + suffix)
    part = _part(m["part"] or m["part2"] or "")
    return PlaceMention(stem + part, kind, begin, m.end(), stem, part, text[start:begin])


def _begin(text: str, start: int, end: int, suffix: str, hard: bool) -> int | None:
    """Where the own name starts between `start` and `end`; None when only generic words stand there."""
    least = 2 if not suffix or (len(suffix) == 1 and suffix in _ESTATE_1) else 1
    for cut in (*soft_cuts(text, start, end), *((start,) if hard or end - start <= 8 else ())):
        own = text[cut:end]
        if len(own) >= max(least, 2 if suffix != "镇" else 1) and not _GENERIC_OWN.match(own):
            return cut
    return None


def _stem(name: str) -> str:
    stem = _DROP_END.sub("", name)
    stem = stem if len(stem) >= 3 else name
    return stem.lower()


def _part(text: str) -> str:
    return text.removeprefix("第").translate(_DIGITS).upper() if text else ""


def names_of(mentions: Iterable[PlaceMention]) -> list[str]:
    """Distinct names in order of appearance."""
    return list(dict.fromkeys(m.name for m in mentions))
