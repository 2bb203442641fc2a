"""Generated petitions of about 150 characters for load: many places, matters and turns of phrase, always the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_FIRST = "青云锦绣龙湖东方金桂玉兰碧水翠竹明珠阳光安居福星和谐春晓丹桂文华瑞景祥和"
_KIND = ("小区", "花园", "家园", "村", "新城", "公寓", "名苑", "华府")
_MATTERS = (
    ("房产证迟迟办不下来", "交房已经多年，开发商说竣工备案没有完成，登记中心不肯收件，孩子上学和贷款都受影响"),
    ("夜间施工噪音扰民", "工地凌晨还在打桩浇筑，老人孩子整夜无法入睡，多次拨打电话都没有人管"),
    ("拖欠工人工资", "包工头说总包没有拨款，总包说已经结清，几十个工人干了大半年一分钱没有拿到"),
    ("物业收费不合理", "物业费连年上涨，公共收益从不公示，电梯经常停运，楼道卫生也没有人打扫"),
    ("征地补偿款没有发放", "土地已经推平，补偿款和青苗费至今没有到账，村里说还在上面走手续"),
    ("道路坑洼路灯不亮", "下雨积水很深，晚上漆黑一片，已经有几位老人摔伤，反映了几次没有下文"),
    ("餐饮店油烟直排", "楼下饭店没有烟道，油烟味道整天往屋里灌，窗户都不敢打开"),
    ("学校违规收取费用", "开学又让家长交资料费和课后服务费，不交的孩子被点名，希望有人管一管"),
    ("社保断缴无法补办", "单位改制以后停缴了好几年，现在到了退休年龄却办不了手续，来回跑了多趟"),
    ("自来水浑浊发黄", "放出来的水有铁锈味，洗衣服都发黄，自来水公司说是管网老化却一直不换"),
    ("公交线路调整不便", "线路改道以后要走二十多分钟才能坐车，上班上学的人意见都很大"),
    ("低保申请没有回音", "家里有人常年卧病，材料交上去半年多了，一直说在研究"),
)
_OPENINGS = ("您好，", "我是本地居民，", "我们全体业主反映，", "请领导关注：", "向您反映一个问题，", "")
_ASKS = ("请尽快核实处理。", "希望有关部门给个说法。", "盼望早日解决。", "要求书面答复。", "请依法查处。")
_OUTCOMES = ("支持", "部分支持", "不支持")
_FILLERS = (
    "这件事从去年就开始了，当时说三个月之内一定解决。",
    "之前也打过热线，每次都说已经转给相关单位。",
    "邻居们都有同样的情况，大家意见很大。",
    "实在没有办法才写信，请体谅我们的难处。",
    "几个单位的说法不一样，让我们来回跑。",
)


def letters(count: int, *, seed: int = 1, concluded: float = 0.0) -> Iterator[dict[str, str]]:
    """`count` rows with the Chinese headers an office exports, the same rows for the same seed.

    The share `concluded` of them says how it ended.
    """
    chance, ended = random.Random(seed), random.Random(seed)
    first_day = date(2024, 1, 1)
    for number in range(count):
        place = "".join(chance.sample(_FIRST, 3)) + chance.choice(_KIND)
        head, story = chance.choice(_MATTERS)
        fillers = "".join(chance.sample(_FILLERS, 4))
        row = {
            "信访编号": f"G{number:07d}",
            "信访日期": (first_day + timedelta(days=chance.randrange(900))).isoformat(),
            "标题": f"{place}{head}",
            "诉求内容": f"{chance.choice(_OPENINGS)}{place}{chance.randrange(1, 30)}栋{story}。{fillers}"
            f"涉及{chance.randrange(2, 400)}户。{chance.choice(_ASKS)}",
            "联系电话": f"1990000{chance.randrange(10_000):04d}",
        }
        if concluded:
            done = ended.random() < concluded
            row |= {"办理状态": "已办结" if done else "办理中", "处理结果": ended.choice(_OUTCOMES) if done else ""}
        yield row


def matter_of(title: str) -> int:
    """Which of the matters a generated title speaks of."""
    return next(number for number, (head, _) in enumerate(_MATTERS) if title.endswith(head))


def place_of(title: str) -> str:
    """The place a generated title begins with."""
    return title.removesuffix(_MATTERS[matter_of(title)][0])


def write_letters(file: Path, count: int, *, seed: int = 1, concluded: float = 0.0) -> Path:
    """`file`, a csv of `count` generated letters."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer: csv.DictWriter[str] | None = None
        for row in letters(count, seed=seed, concluded=concluded):
            if writer is None:
                writer = csv.DictWriter(stream, list(row))
                writer.writeheader()
            writer.writerow(row)
    return file
