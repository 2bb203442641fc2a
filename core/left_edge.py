"""Where a name begins in running Chinese text, seen from its suffix: verbs, particles and places before it are cut off."""

from __future__ import annotations

import re

LONGEST = 12
_NOT_NAME = re.compile(r"[^A-Za-z0-9一-鿿·]")

# Words that end before a name begins. One character: particles and short verbs that names of places hardly contain.
_HARD1 = frozenset(
    "的在是有我你您他她它这那该此每各将把被让给请对向从到至往于以因但却就还又也都则由则而且或者吗呢吧啊了着住称说去来查找"
)
_HARD = frozenset(
    ["投诉", "举报", "反映", "反应", "关于", "咨询", "建议", "请问", "询问", "要求", "请求", "恳请", "恳求", "希望", "控告", "控诉", "检举", "质疑", "强烈", "抗议", "反对", "坚决", "呼吁", "申请", "求助", "曝光", "揭发", "位于", "座落", "坐落", "地处", "处于", "居住", "家住", "现住", "住在", "入住", "租住", "购买", "购得", "购置", "购于", "买了", "买的", "购房", "买房", "路过", "经过", "途经", "途径", "前往", "来到", "回到", "进入", "我们", "你们", "他们", "咱们", "大家", "本人", "我家", "我是", "我在", "我司", "我校", "因为", "由于", "所以", "但是", "如果", "虽然", "而且", "以及", "或者", "还有", "就是", "不是", "只是", "可是", "关闭", "取缔", "通过", "根据", "按照", "为了", "关注", "解决", "处理", "查处", "整治", "治理", "改造", "修建", "建设", "新建", "在建", "拟建", "规划", "开发", "销售", "出售", "承建", "施工", "管理", "经营", "投资", "举办", "开展", "附近", "旁边", "周边", "周围", "对面", "隔壁", "楼下", "门口", "后面", "前面", "里面", "外面", "之间", "以西", "以东", "以南", "以北", "交汇", "交叉", "交界", "沿线", "靠近", "毗邻", "紧邻", "紧挨", "连接", "领导", "政府", "书记", "市长", "县长", "区长", "部门", "单位", "全体", "业主", "居民", "市民", "村民", "群众", "学生", "家长", "老师", "员工", "职工", "农民", "同志", "先生", "女士", "代表", "没有", "已经", "目前", "现在", "至今", "最近", "近日", "今天", "昨天", "去年", "今年", "明年", "一直", "仍然", "为何", "为什么", "什么", "怎么", "何时", "何日", "能否", "是否", "可否", "到底", "究竟", "请查", "请管", "加快", "尽快", "抓紧", "继续", "停止", "禁止", "拆除", "取消", "增设", "增加", "设立", "开通", "恢复", "完善", "加强", "拓宽", "延长", "打通", "启动", "推进", "落实", "公布", "公开", "支持", "同意", "感谢", "表扬", "涉嫌", "违规", "违法", "非法", "私自", "擅自", "强行", "强制", "强迫", "恶意", "欺骗", "拖欠", "隐瞒", "霸占", "占用", "破坏", "污染", "其中", "其他", "所有", "任何", "某些", "部分", "多个", "几个", "两个", "三个", "一个", "这个", "那个", "哪个", "各个", "整个", "每个", "附属", "旗下", "名下", "所属", "属于", "隶属", "针对", "面对", "作为", "成为", "看到", "发现", "听说", "得知", "了解", "知道", "认为", "觉得", "就读", "毕业", "上班", "工作", "任职", "承包", "租赁", "出租", "入驻", "搬到", "搬迁", "迁至", "更名", "改为", "叫做", "名叫", "名为", "简称", "号称"]
)
_JOINING = "和与及跟同、"
_PLACE_END = "区县市镇乡村路街道园苑城府院校站组栋期厂司局桥场店楼"
_SOFT = re.compile(
    r"[A-Z]{1,2}\d{0,3}[市县区州]|[A-Z]\d{1,2}(?=[一-鿿])|(?:自治[区州县]|[一-鿿]省|[一-鿿]市(?!场|政|民|委|内|里)|[一-鿿]县(?!城)|(?<![小校园景社库片厂矿郊城山老东西南北中片新A-Za-z\d])区|街道(?:办事处|办)?|[一-鿿]镇(?!政)|[一-鿿]乡(?!村|镇)|社区|开发区|经开区|高新区|[一-鿿]村(?=[一-鿿]{2})|(?<![公道铁马])路(?!口)|大道|号线|[一-鿿]街(?!道))"
)


def left_edge(text: str, end: int, floor: int = 0) -> tuple[int, bool]:
    """(start, hard): where the name that ends at `end` may begin at the earliest; hard when a word stops it there.

    Looks back at most twelve characters and not before `floor`.
    """
    at = end
    lowest = max(floor, end - LONGEST)
    while at > lowest:
        char = text[at - 1]
        if char in _HARD1 or not _is_name_char(char):
            return at, True
        if text[at - 2 : at] in _HARD:
            return at, True
        if char in _JOINING and at >= 2 and text[at - 2] in _PLACE_END:
            return at, True
        at -= 1
    return at, at == floor


def _is_name_char(char: str) -> bool:
    return "一" <= char <= "鿿" or (char.isascii() and char.isalnum()) or char == "·"


def soft_cuts(text: str, start: int, end: int) -> list[int]:
    """Places between `start` and `end` where a region, town or road before the name ends, rightmost first."""
    return [m.end() for m in _SOFT.finditer(text, start, end)][::-1]


def trim_left(text: str, end: int, floor: int = 0) -> int:
    """Start of the name that ends at `end`: after the last hard word and, when two characters remain, the last place."""
    start, _ = left_edge(text, end, floor)
    for cut in soft_cuts(text, start, end):
        if end - cut >= 2:
            return cut
    return start
