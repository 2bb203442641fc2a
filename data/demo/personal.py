"""Personal data planted in letters: every kind, in the sentences people put it into."""

from __future__ import annotations

import random

from data.demo.draft import Draft, Personal
from data.demo.names import FEMALE, MALE, SURNAMES
from data.demo.people import bank_card, case_number, id_number, landline, mobile, plate
from data.demo.slots import chinese

KINDS = (
    "name",
    "mobile",
    "id_no",
    "landline",
    "bank_card",
    "plate",
    "email",
    "account",
    "house_no",
    "health",
    "child",
    "case_no",
)
SHARES = (16, 20, 8, 5, 6, 6, 4, 9, 12, 7, 4, 4)
ILLNESSES = ("尿毒症", "糖尿病并发症", "肺癌晚期", "精神分裂症", "抑郁症", "乙肝", "脑梗后遗症", "系统性红斑狼疮")


def plant(draft: Draft, rng: random.Random) -> tuple[str, list[Personal]]:
    """A sentence with personal data and what stands in it; an ID number is spoilt now and then."""
    kind = rng.choices(KINDS, SHARES)[0]
    if kind == "house_no" and draft.place.kind != "estate":
        kind = "mobile"
    text, sentence = _written(kind, draft, rng)
    return sentence, [Personal(kind, text)]


def _written(kind: str, draft: Draft, rng: random.Random) -> tuple[str, str]:
    if kind in ("name", "house_no", "health", "child", "case_no"):
        return _in_words(kind, draft, rng)
    return _in_numbers(kind, draft, rng)


def _in_words(kind: str, draft: Draft, rng: random.Random) -> tuple[str, str]:
    if kind == "name":
        name = draft.person.name or rng.choice(SURNAMES) + rng.choice(FEMALE)
        return name, rng.choice(
            [f"本人{name}，以上都是实话。", f"我叫{name}。", f"反映人：{name}。", f"联系人：{name}。"]
        )
    if kind == "house_no":
        room = f"{rng.randint(1, 18)}栋{rng.randint(1, 3)}单元{rng.randint(2, 17)}0{rng.randint(1, 4)}"
        return room, rng.choice([f"我家门牌是{draft.place.name}{room}室。", f"可以到{draft.place.name}{room}来看。"])
    if kind == "health":
        illness = rng.choice(ILLNESSES)
        who = rng.choice(["我老伴", "本人", "我父亲", "我丈夫"])
        return illness, f"{who}患有{illness}，常年吃药，受不了这样折腾。"
    if kind == "child":
        child = f"{rng.choice(SURNAMES)}{rng.choice(MALE)}"
        return child, f"我孩子姓名{child}，今年{chinese(rng.randint(5, 13))}岁，在读小学。"
    number = case_number(rng, draft.day.year - 1)
    return number, rng.choice([f"法院案号是{number}。", f"这事还打过官司，{number}。"])


def _in_numbers(kind: str, draft: Draft, rng: random.Random) -> tuple[str, str]:
    if kind == "mobile":
        number = draft.person.phone if draft.person.phone.startswith("154") else mobile(rng)
        shown = rng.choice(
            [number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"]
        )
        return shown, rng.choice([f"联系电话{shown}。", f"我的手机号：{shown}。", f"请打{shown}找我。"])
    if kind == "id_no":
        number = draft.person.id_no or id_number(rng, born=draft.day.replace(year=1966, day=1), male=True)
        if rng.random() < 0.3:
            number = number[:-1] + ("3" if number[-1] != "3" else "4")
        return number, rng.choice([f"身份证号{number}。", f"本人身份证号码：{number}。"])
    if kind == "landline":
        number = landline(rng)
        return number, f"家里座机{number}。"
    if kind == "bank_card":
        number = bank_card(rng)
        return number, rng.choice([f"银行卡号{number}，请打到这张卡上。", f"我的工资卡{number}可以查流水。"])
    if kind == "plate":
        number = plate(rng)
        return number, rng.choice([f"当时有辆车牌{number}的车停在那里。", f"我的车是{number}。"])
    if kind == "email":
        address = f"qm{rng.randrange(10_000):04d}@example.com"
        return address, f"回复请发邮箱{address}。"
    account = rng.choice([f"qingmei_demo{rng.randrange(1000):03d}", f"0{rng.randrange(10**7):07d}"])
    return account, f"微信号：{account}。" if account.startswith("q") else f"QQ：{account}。"
