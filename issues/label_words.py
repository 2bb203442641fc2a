"""Words that do not belong into a label: the language of letters, and weak beginnings and ends."""

from __future__ import annotations

import re


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


LETTER_WORDS = _words(
    "请问 咨询 建议 投诉 举报 反映 反应 求助 恳请 请求 希望 关于 再次 坚决 强烈 要求 急 求 呼吁 控诉 质疑 追问",
    "来信 回复 答复 什么 何时 多久 为何 怎么 如何 能否 是否 到底 究竟 谁 哪 吗 呢 没人管 不知 合理 尽快 领导 政府",
    "部门 您好 谢谢 帮忙 协助 我 我们 他们 补充 上次 前次 第二次 第一次 多次 又一次 紧急 情况 问题 处理 解决 有没有",
    "时候 时间 是个 求个 安稳 清静 说法 公道 交代 活路 一个 觉 头 没人 没人理 盼 盼望 期盼 有关 情况说明 的话 事宜",
    "可不可以 请查 重视 关注 书记 市长 县长 局长 早日 还是 老问题 事情 那件事 讨要 帮帮 救救 严查 彻查 维权 无门",
)
"""Phrases of letter writing: never in a label."""

WEAK_STARTS = _words(
    "年 月 日 个 多 后 前 中 上 下 里 内 外 旁 边 等 们 着 过 得 地 所 其 之 而 且 但 因 有 是 人 就 天 间 次 元",
    "的 了 被 把 将 对 在 给 向 从 和 与 及 或 也 都 又 还 很 太 更 最 一直 已经 仍 至今 要 让 使 到 去 来 说 为 以",
    "本人 自己 大家 家里 家 住 怕 想 会 可 能",
)
WEAK_ENDS = _words(
    "不 没 无 未 没有 要 想 让 使 请 可 会 能 应 该 去 来 到 于 为 以 而 且 但 因 所 其 之 等 个 一 两 几 这 那 有",
    "是 年 月 日 不让 不给 不能 不会 已 再 才 只 每 各 某 几个 一个 两个 多个 任何 的 了 被 把 将 对 在 给 向 从 和",
    "与 及 或 也 都 就 又 还 很 太 更 最 一直 已经 仍 至今 影响 造成 导致 随意 突然 严重 后面 前面 时候 半夜 无法",
)
NEGATIONS = frozenset(
    {"不", "没", "没有", "未", "无", "别", "勿", "不予", "未能", "不能", "无法", "拒", "拒不", "难", "难以"}
)
"""Without it a label would say the opposite."""
SOLID_ENDS = frozenset("证费款房水电气桥门楼声味税学医地墙树井渠灯钱路车坟林田权薪债货校保")
"""Single characters a label may end with: things, not halves of words."""
SOLID_STARTS = frozenset("无未没乱难不欠涨修建退拆停缺少占拖")
NUMBER = re.compile(r"[0-9一二三四五六七八九十两几百千万多数半第]+(?:[个年月日栋户人天次多米元万号点楼期]|十个|万元)?")
