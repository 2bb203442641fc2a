"""Accusations (检举控告) recognised in letters and set aside before anything reads them (条例 30¶3, 46(五)).

A person decides the doubtful ones. Complaining about a firm, a noise or a service is no accusation; alleging that
an official or an organ took money, abused office or covered up a breach is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`clear`, `doubtful` or `none`, with the words that led there as (start, end, quote)."""

    kind: str
    evidence: tuple[tuple[int, int, str], ...] = ()


_PURPOSES = {"accusation", "检举控告", "检举控告类", "检举", "控告", "揭发控告", "举报控告"}
_OFFICIAL = re.compile(
    r"书记|(?<!家)(?<!会)(?<!增)(?<!成)(?<!生)(?<!延)(?<!校)(?<!船)(?<!站)(?<!队)(?<!组)(?<!院)(?:局长|县长|区长|市长|镇长|乡长|处长|科长|厅长|所长|村长|部长|支队长|大队长)"
    r"|村干部|村主任|村支书|支书|干部|公职人员|公务员|国家工作人员|工作人员|领导干部|官员|法官|检察官|民警|警察|派出所|公安局|法院|检察院|城管|执法人员|执法局|拆迁办|征收办|村委会?|居委会|街道办|社区主任|镇政府|乡政府|国土所|国土局|住建局|教育局|校长|院长|主任|政府"
)
_GRAVE = re.compile(
    r"贪污|受贿|行贿|索贿|收受(?:贿赂|好处|红包|回扣|财物)|以权谋私|权钱交易|钱权交易|滥用职权|徇私(?:舞弊|枉法)?|枉法裁判|玩忽职守|渎职|侵吞|私吞|挪用(?:公款|资金|集体|专项|扶贫)|截留|套取|骗取(?:国家|补贴|补偿|资金)|虚报冒领|贪赃枉法|贪腐|腐败|中饱私囊"
    r"|官商勾结|官匪勾结|警匪勾结|充当保护伞|保护伞|吃拿卡要|买官卖官|卖官鬻爵|打击报复|包庇(?:纵容)?|公款(?:吃喝|旅游)|巨额财产|吃空饷|权色交易|生活作风|包养|优亲厚友|利益输送|暗箱操作|黑恶势力|村霸"
)
_ACCUSES = re.compile(r"检举|控告|实名举报|举报信|控诉|揭发|举报")
_FIRM_ONLY = re.compile(r"(?:公司|老板|物业|开发商|商家|经理|店|机构|培训|中介|平台)")
_DENIED = re.compile(
    r"(?:防止|杜绝|避免|打击|反对|严惩|预防|警惕|没有|是否|会不会|有没有|有无|建议|加强|整治)[^，。！？]{0,10}$"
)
_POLICY = re.compile(r"建议|意见|咨询|请问")
_NEAR = 28


def accusation_of(text: str, purpose: str = "") -> Verdict:
    """Whether `text` accuses an official or organ of a breach of duty; `purpose` is the source's own field.

    clear: a grave act and an official or organ close to it, in a letter that reports or accuses; or the source says
    检举控告. doubtful: such words without the official, the official without the words of reporting, or an accusing
    title without a grave act. Hidden in both cases until a person has looked at the doubtful ones.
    """
    if purpose.strip() in _PURPOSES:
        return Verdict("clear", ((0, 0, f"信访目的：{purpose.strip()}"),))
    grave = [m for m in _GRAVE.finditer(text) if not _DENIED.search(text, max(0, m.start() - 14), m.start())]
    accuses = _ACCUSES.search(text)
    if not grave:
        return _accused_without_act(text, accuses)
    near = [(m, o) for m in grave if (o := _OFFICIAL.search(text, max(0, m.start() - _NEAR), m.end() + _NEAR))]
    evidence = _spans([m for pair in near for m in pair] or grave)
    if near and (accuses or len({m[0] for m in grave}) >= 2):
        return Verdict("clear", evidence)
    if near or accuses:
        return Verdict("doubtful", evidence)
    return Verdict("none")


def _accused_without_act(text: str, accuses: re.Match[str] | None) -> Verdict:
    """An opening 检举/控告/举报 of an official is doubtful; of a firm or a nuisance it is a plain complaint."""
    if accuses is None or accuses.start() > 40:
        return Verdict("none")
    clause = re.compile(r"[^，。！？\n]{0,24}").match(text, accuses.end())
    end = clause.end() if clause else accuses.end()
    official = _OFFICIAL.search(text, accuses.end(), end)
    if official is None or _FIRM_ONLY.search(text, accuses.end(), official.start()):
        return Verdict("none")
    return Verdict("doubtful", _spans([accuses, official]))


def _spans(found: Sequence[re.Match[str]]) -> tuple[tuple[int, int, str], ...]:
    return tuple(sorted({(m.start(), m.end(), m[0]) for m in found}))
