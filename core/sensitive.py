"""Health, children and criminal records of a person in free text (敏感个人信息, 个人信息保护法 28)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core.packaged import packaged_yaml
from core.phrases import Phrases

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ILL = (
    r"(?:疾病|(?<![毛诟通弊看治生有得犯大小重怪老])病|癌症|癌|(?<!急)症(?!肌)|瘤|炎|疮|硬化|骨折|障碍|中风|偏瘫|截瘫|瘫痪|脑瘫|脑梗塞|脑梗|脑溢血|脑出血|心梗"
    r"|综合[征症]|衰竭|结石|溃疡|肺结核|结核|尘肺|肺气肿|哮喘|贫血|高血压|痴呆|帕金森|白内障|失明|失聪|耳聋|风湿|突出|增生|坏死|栓塞|后遗症|萎缩)"
)
_ILLNESS = re.compile(
    r"(?:患有|患了|身患|罹患|患上|患|确诊为?|诊断为|查出|检查出|得了|得的是|被诊断(?:为|出)?|染上)"
    r"(?:了|有|严重的?|晚期|先天性|[一-鿿]{0,2}期)?"
    rf"((?!者)[一-鿿]{{1,10}}?{_ILL}(?:晚期|早期|中期|并发症|后遗症)?)"
)
_AFTER_CUE = re.compile(r"(?:患有|身患|罹患|确诊为?|诊断为)(?:了|严重的?)?([一-鿿]{2,12})(?=[，。,；;、！!？?\s）)]|$)")
"""An illness nobody foresaw: whatever stands between 患有 and the end of the clause."""
_PERSON = (
    r"(?:本人|我|老伴|父亲|母亲|爸爸?|妈妈?|丈夫|妻子|爱人|老公|老婆|儿子|女儿|孩子|小孩|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母"
    r"|哥哥|弟弟|姐姐|妹妹|孙子|孙女|他|她)"
)
_BESIDE_PERSON = re.compile(rf"{_PERSON}[^，。；！？,;!?\s]{{0,8}}$")
_NOT_OWN = frozenset("人房历假退患情例床区毒体残休科医院")
"""Characters after which an illness is a ward, a leave, a patient in general."""
_STAGE = re.compile(r"(?:晚期|早期|中期|并发症|后遗症)?")
_GRADE = re.compile(r"(?<![一-鿿\d])?([一二三四1-4]级(?:智力|精神|肢体|视力|听力|言语|多重)?(?:残疾|伤残))")
_CHILD = re.compile(
    r"(?:儿子|女儿|孩子|小孩|孙子|孙女|外孙女?|侄子|侄女|男童|女童|幼儿|宝宝|未成年人)"
    r"(?:今年|现年|才|现在|刚满|刚|只有|不满|未满|快|年仅|[,，也]|已经?){0,3}"
    rf"({_NUMERAL}(?:周?岁半?|个月))"
)
_CHILD_AFTER = re.compile(
    rf"({_NUMERAL}(?:周?岁半?|个多?月)大?)(?:左右|多)?(?:的|小)?"
    r"(?:儿子|女儿|孩子|小孩|孙子|孙女|外孙女?|侄子|侄女|男童|女童|男孩|女孩|幼儿|宝宝|娃娃?|婴儿|学生)"
)
_CLASS = re.compile(
    rf"((?:[一二三四五六七八九初高]|[1-9])[一二三]?年级[(（]?{_NUMERAL}[)）]?班|[初高][一二三][(（]?\d{{1,2}}[)）]?班)"
)
_SENTENCE = re.compile(
    r"((?:被)?判处?(?:有期)?徒刑[一二三四五六七八九十\d]{1,3}年(?:[零又]?[一二三四五六七八九十\d]{1,2}个月)?"
    r"|曾?因[^，。；\s]{1,8}罪被判(?:处|刑)?[^，。；\s]{0,10})"
)


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], Phrases, Phrases]:
    table = packaged_yaml("sensitive.yaml")
    marks = table["marks"].split()
    signs = f"[{''.join(m for m in marks if len(m) == 1)}]|{'|'.join(m for m in marks if len(m) > 1)}"
    return re.compile(signs), Phrases(table["words"].split()), Phrases(table["named"].split())


def find_sensitive(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of illnesses, disability grades, ages and classes of children, sentences."""
    marks, words, named = _words()
    if marks.search(text):
        yield from _matches(text, _ILLNESS, _AFTER_CUE, _GRADE, _SENTENCE)
        yield from _own_illnesses(text, named)
        for start, end in words.find(text):
            yield "sensitive", start, end, True
    if "岁" in text or "个月" in text or "个多月" in text:
        yield from _matches(text, _CHILD, _CHILD_AFTER)
    if "班" in text:
        yield from _matches(text, _CLASS)


def _own_illnesses(text: str, named: Phrases) -> Iterator[tuple[str, int, int, bool]]:
    """Illnesses by name with a person a few characters before them in the same clause; a topic is left alone."""
    for start, end in named.find(text):
        if text[end : end + 1] not in _NOT_OWN and _BESIDE_PERSON.search(text, max(0, start - 14), start):
            stage = _STAGE.match(text, end)
            yield "sensitive", start, stage.end() if stage else end, True


def _matches(text: str, *patterns: re.Pattern[str]) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in patterns:
        for m in pattern.finditer(text):
            yield "sensitive", m.start(1), m.end(1), True
