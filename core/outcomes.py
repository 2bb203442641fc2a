"""What a reply decided, guessed from its own words (条例 32): support, explain, not_support and their neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome code of `vocabulary.yaml` with the words of the reply it rests on; "" when unclear."""

    code: str
    start: int = 0
    end: int = 0
    quote: str = ""


# In order of strength: what was done counts before what is promised, promises before explanations.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (
            "not_support",
            r"(?:不予|无法予以|不能予以|难以予以)(?:支持|采纳|认可)|诉求[^，。]{0,12}(?:不予支持|不成立|无政策依据|没有政策依据|不合理)"
            r"|(?:没有|无|缺乏|缺少)(?:相关|明确的?|任何)?(?:事实|法律|政策|法规|文件)+(?:法规|政策)?依据|(?:情况|问题|内容|反映)[^，。]{0,10}(?:不属实|与事实不符|失实|不存在)"
            r"|不符合(?:[^，。]{0,20})(?:条件|政策|规定|要求|范围|标准)|(?:不宜|不能|无法|暂不(?:具备|考虑|予)?)(?:[^，。]{0,14})(?:变更|办理|调整|实施|增设|开通|满足|落户|享受|设置|安装|采纳)|不具备(?:[^，。]{0,16})条件",
        ),
        (
            "support",
            r"(?:已经?|现已|均已|都已|业已)(?:[^，。；]{0,18})(?:整改(?:到位|完毕|完成)|处理(?:到位|完毕)|解决|修复|清理(?:干净|完毕)|拆除|发放(?:到位|完毕)?|支付(?:到位)?|退还|退款|退回|兑付|办结|恢复(?:正常|供水|供电|通行)?|维修(?:完毕|好|完成)|修缮|竣工|通车|开通|完工|取缔|关停|查封|立案|落实到位|拨付|办理完毕|更换|安装(?:到位|完毕)|停止施工|处罚|疏通|调解成功|达成(?:一致|协议|和解))"
            r"|(?:整改|清理|维修|修复|处置|拆除|安装|更换)(?:工作)?(?:已)?(?:到位|完毕|完成)|责令(?:其|该)?(?:[^，。；]{0,16})(?:整改|停止|退还|关闭|拆除|停业|改正)|予以(?:支持|采纳|立案|行政处罚|处罚|取缔|退还)|达成(?:一致|和解|协议|调解)|问题(?:已)?得到(?:了)?(?:妥善|有效|圆满)?解决|(?:给予|作出)(?:[^，。；]{0,8})处罚",
        ),
        (
            "in_progress",
            r"(?:正在|现正|已启动|正抓紧|已着手|已安排|已列入|已纳入|将列入|拟列入|将纳入|预计|计划(?:于|在)?|拟(?:于|在)?|下一步|下阶段|接下来)(?:[^。；]{0,40})(?:推进|建设|办理|整改|解决|实施|施工|完成|完工|启动|改造|调查|协调|研究|督促|加强|整治|开工|投入使用|维修|安排|规划)"
            r"|(?:我[局们委办县市区镇街道单位]|相关部门|社区|街道|公司)?将(?:会|进一步|继续|尽快|密切|加大|加强|积极|督促|严格)(?:[^，。；]{0,24})",
        ),
        (
            "diverted",
            r"(?:建议|可以?|请|应当?|须|需)(?:您|你|当事人|双方|网友|业主|其)?(?:[^，。；]{0,12})?(?:通过|向|走|依法)(?:[^，。；]{0,14})(?:司法途径|法律途径|法律程序|诉讼|人民法院|法院起诉|法院提起|仲裁|行政复议|法律手段)|(?:申请|提起)(?:劳动|民事|行政)?(?:仲裁|诉讼|复议)",
        ),
        (
            "transferred",
            r"(?:已|已经|现已)(?:[^，。；]{0,6})?(?:转交|转至|转由|转|交由|交)(?:[^，。；]{0,16})(?:调查|处理|核处|办理|核查|单位|部门|县|区|局|街道)|不属于(?:我|本)(?:[^，。；]{0,8})(?:职责|管辖|职能|权限|管理)|转交(?:给)?(?:有关|相关|[^，。；]{2,16}(?:局|办|单位|部门|街道|中心))",
        ),
        (
            "explain",
            r"(?:根据|按照|依据|依照|按)(?:[^。；]{0,60})(?:规定|办法|条例|通知|意见|要求|政策|标准|文件|规划)|(?:经(?:查|核实|调查|了解|核查)|据(?:查|了解|悉)|系|是因|由于|原因)",
        ),
    )
)
_PARTLY = re.compile(r"部分(?:属实|解决|支持|采纳|退还|支付|整改)|基本属实")
_ANSWERED = re.compile(r"(?:回复|答复|解释|说明|情况|反馈)如下")
_LONG = 150  # a longer reply that also passes the letter on has explained something
_COURTESY = re.compile(r"感谢[^。！!]*[。！!]?|祝您[^。！!]*[。！!]?")


def outcome_of(reply: str) -> Outcome:
    """The outcome `reply` reads as, with its evidence; code "" for an empty reply or one without a sign.

    What was refused and what was granted in one reply is partial_support.
    """
    text = _COURTESY.sub(lambda m: " " * len(m[0]), reply)
    found = {code: m for code, pattern in _RULES if (m := pattern.search(text))}
    if "support" in found and "not_support" in found:
        return _as("partial_support", found["support"])
    if "support" in found and (m := _PARTLY.search(text)) and "属实" not in m[0]:
        return _as("partial_support", m)
    last = ("explain", "transferred") if len(reply) >= _LONG else ("transferred", "explain")
    for code in ("support", "not_support", "in_progress", "diverted", *last):
        if code in found:
            return _as(code, found[code])
    answered = _ANSWERED.search(text)
    return _as("explain", answered) if answered and len(reply) - answered.end() >= 20 else Outcome("")


def _as(code: str, m: re.Match[str]) -> Outcome:
    return Outcome(code, m.start(), m.end(), m[0])
