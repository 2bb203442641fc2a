"""Health, children and criminal records of a person in free text (敏感个人信息, 个人信息保护法 28)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core.packaged import packaged_yaml
from core.phrases import Phrases

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ILLNESS = re.compile(
    r"(?:患有|患了|身患|罹患|患上|患|确诊为?|诊断为|查出|检查出|得了|得的是|被诊断(?:为|出)?)"
    r"(?:了|有|严重的?|晚期|先天性|[一-鿿]{0,2}期)?"
    r"((?!者)[一-鿿]{1,10}?(?:疾病|病|癌症|癌|症|瘤|炎|硬化|骨折|障碍|中风|偏瘫|脑梗塞|脑梗|综合征))"
)
_GRADE = re.compile(r"(?<![一-鿿\d])?([一二三四1-4]级(?:智力|精神|肢体|视力|听力|言语|多重)?(?:残疾|伤残))")
_CHILD = re.compile(
    r"(?:儿子|女儿|孩子|小孩|孙子|孙女|外孙女?|侄子|侄女|男童|女童|幼儿|宝宝|未成年人)"
    r"(?:今年|现年|才|现在|刚满|刚|只有|不满|未满|快|年仅|[,，也]|已经?){0,3}"
    rf"({_NUMERAL}(?:周?岁半?|个月))"
)
_CLASS = re.compile(
    rf"((?:[一二三四五六七八九初高]|[1-9])[一二三]?年级[(（]?{_NUMERAL}[)）]?班|[初高][一二三][(（]?\d{{1,2}}[)）]?班)"
)
_SENTENCE = re.compile(
    r"((?:被)?判处?(?:有期)?徒刑[一二三四五六七八九十\d]{1,3}年(?:[零又]?[一二三四五六七八九十\d]{1,2}个月)?"
    r"|曾?因[^，。；\s]{1,8}罪被判(?:处|刑)?[^，。；\s]{0,10})"
)


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], Phrases]:
    table = packaged_yaml("sensitive.yaml")
    return re.compile("|".join(table["marks"].split())), Phrases(table["words"].split())


def find_sensitive(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of illnesses, disability grades, ages and classes of children, sentences."""
    marks, words = _words()
    if marks.search(text):
        yield from _matches(text, _ILLNESS, _GRADE, _SENTENCE)
        for start, end in words.find(text):
            yield "sensitive", start, end, True
    if "岁" in text or "个月" in text:
        yield from _matches(text, _CHILD)
    if "班" in text:
        yield from _matches(text, _CLASS)


def _matches(text: str, *patterns: re.Pattern[str]) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in patterns:
        for m in pattern.finditer(text):
            yield "sensitive", m.start(1), m.end(1), True
