"""Health, children and criminal records of a person in free text (敏感个人信息, 个人信息保护法 28)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.phrases import Phrases

_GRAVE = [
    "艾滋病",
    "爱滋病",
    "HIV",
    "梅毒",
    "淋病",
    "尖锐湿疣",
    "乙肝",
    "乙型肝炎",
    "丙肝",
    "肺结核",
    "精神分裂症",
    "精神分裂",
    "精神疾病",
    "双相情感障碍",
    "抑郁症",
    "躁郁症",
    "焦虑症",
    "癫痫",
    "智力残疾",
    "精神残疾",
    "肢体残疾",
    "视力残疾",
    "听力残疾",
    "尿毒症",
    "白血病",
    "脑瘫",
    "唐氏综合征",
    "自闭症",
    "孤独症",
    "渐冻症",
    "阿尔茨海默",
    "肝癌",
    "肺癌",
    "胃癌",
    "肠癌",
    "直肠癌",
    "结肠癌",
    "乳腺癌",
    "宫颈癌",
    "食道癌",
    "食管癌",
    "胰腺癌",
    "鼻咽癌",
    "甲状腺癌",
    "淋巴瘤",
    "脑瘤",
    "恶性肿瘤",
    "癌症晚期",
    "癌症患者",
    "流产",
    "堕胎",
    "不孕不育",
    "被强奸",
    "被性侵",
    "遭性侵",
    "被猥亵",
    "有前科",
    "前科人员",
    "刑满释放",
    "服刑人员",
    "劳改释放",
    "社区服刑",
    "强制戒毒",
    "吸毒人员",
    "吸毒史",
    "犯罪记录",
]
_MARKS = (
    "病",
    "癌",
    "症",
    "患",
    "残",
    "肝",
    "毒",
    "前科",
    "刑",
    "孕",
    "产",
    "瘤",
    "性侵",
    "奸",
    "疾",
    "HIV",
    "障碍",
    "瘫",
    "犯罪",
    "诊",
)
_ILLNESS = re.compile(
    r"(?:患有|患了|身患|罹患|患上|患|确诊为?|诊断为|查出|检查出|得了|得的是|被诊断(?:为|出)?)(?:了|有|严重的?|晚期|先天性|[一-鿿]{0,2}期)?"
    r"([一-鿿]{1,10}?(?:病|癌|症|瘤|炎|疾|硬化|骨折|障碍|中风|偏瘫|脑梗|脑梗塞|综合征))"
)
_GRADE = re.compile(r"(?<![一-鿿\d])?([一二三四1-4]级(?:智力|精神|肢体|视力|听力|言语|多重)?(?:残疾|伤残))")
_CHILD = re.compile(
    r"(?:儿子|女儿|孩子|小孩|孙子|孙女|外孙女?|侄子|侄女|男童|女童|幼儿|宝宝|未成年人)(?:今年|现年|才|现在|刚满|刚|只有|不满|未满|快|年仅|,|，|已经?|也){0,3}"
    r"((?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:周?岁半?|个月))"
)
_CLASS = re.compile(
    r"((?:[一二三四五六七八九初高]|[1-9])(?:[一二三])?年级[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?班|[初高][一二三][(（]?\d{1,2}[)）]?班)"
)
_SENTENCE = re.compile(
    r"((?:被)?判处?(?:有期)?徒刑[一二三四五六七八九十\d]{1,3}年(?:[零又]?[一二三四五六七八九十\d]{1,2}个月)?|曾?因[^，。；\s]{1,8}罪被判(?:处|刑)?[^，。；\s]{0,10})"
)


def _grave() -> Phrases:
    return Phrases(_GRAVE)


_WORDS = _grave()


def find_sensitive(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of illnesses, disability grades, ages and classes of children, sentences."""
    if any(mark in text for mark in _MARKS):
        for start, end in _WORDS.find(text):
            yield "sensitive", start, end, True
        yield from _matches(text, _ILLNESS, _GRADE, _SENTENCE)
    if "岁" in text or "个月" in text:
        yield from _matches(text, _CHILD)
    if "班" in text:
        yield from _matches(text, _CLASS)


def _matches(text: str, *patterns: re.Pattern[str]) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in patterns:
        for m in pattern.finditer(text):
            yield "sensitive", m.start(1), m.end(1), True
