"""Text made comparable: folded forms, clean text without control characters, letters without courtesy phrases."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.packaged import packaged_yaml

_WIDE_ALNUM = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE_MARKS = dict(zip("　（）：－—–−．＠＊＋／＃＆～［］", " ():----.@*+/#&~[]", strict=True))
_SAME_LENGTH = _WIDE_ALNUM | {ord(wide): narrow for wide, narrow in _WIDE_MARKS.items()}
_RARE = re.compile("[" + "".join(map(re.escape, map(chr, _SAME_LENGTH.keys() - set(map(ord, "（）："))))) + "]")
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """`text` with full-width digits, letters, brackets and joining marks as ASCII; same length, so offsets stay true.

    Chinese commas, stops and quotation marks stay as they are.
    """
    if _RARE.search(text):
        return text.translate(_SAME_LENGTH)
    return text.replace("（", "(").replace("）", ")").replace("：", ":")


def normal(text: str) -> str:
    """`text` for comparing: NFKC, lower case, no blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def clean(text: str) -> str:
    """`text` without NUL, lone surrogates, invisible and control characters; line ends as one newline."""
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_CLAUSE = re.compile(r"[^，。！？；：,!?;\n]*[，。！？；：,!?;\n~～…\s]*")
_TITLE = "领导|书记|市长|县长|区长|局长|省长|主任|厅长|镇长|处长|所长|校长|院长|同志|先生|女士|部门|政府"
_GREETING = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的|尊敬)[^，。：:！!,；\n]{{0,20}}?(?:{_TITLE})(?:们|同志|领导|[:：,，]?\s*)*"
    r"(?:[您你]们?好|大家好|好)?[，。：:！!,；\s]+"
    rf"|(?<![^\s。！!])[^，。：:！!,的\n]{{0,8}}(?:{_TITLE})(?:们)?[,，:：、\s]*(?:[您你]们?好|大家好|好)[，。：:！!,；\s]+"
    rf"|^\s*[^，。：:！!,的\n]{{0,8}}(?:{_TITLE})(?:们)?[:：]"
)
_NOISE = re.compile(
    r"\[(?:身份证号|手机号|电话|银行卡号|车牌号|邮箱|账号|敏感信息)\]|××(?:号楼|号院|单元|栋|幢|座|室|房|号)?|https?://[!-~]+|网友[：:]?\s*[“\"][^”\"]{1,20}[”\"]|\*{4,}|原帖链接[:：]?"
)


_FILLERS = "：:、“”\"'（）()-"


@lru_cache(maxsize=1)
def _courtesy() -> re.Pattern[str]:
    words = sorted(packaged_yaml("courtesy.yaml")["words"].split(), key=lambda w: (-len(w), w))
    return re.compile(rf"(?:{'|'.join(words)}|[\s{_FILLERS}])++[，。！？；：,!?;\n~～…\s]*")


@lru_cache(maxsize=1)
def _courtesy_begins() -> frozenset[str]:
    """First characters of clauses that may be courtesy; of most clauses the first character says that they are not."""
    blanks = [chr(code) for code in range(0x3001) if chr(code).isspace()]
    return frozenset([word[0] for word in packaged_yaml("courtesy.yaml")["words"].split()] + blanks + list(_FILLERS))


def plain_letter(text: str) -> str:
    """`text` without greetings, thanks, pleas and links, fit for embedding and comparing.

    A clause goes when it is made of courtesy words alone. Never empty unless `text` is blank.
    """
    courtesy, begins = _courtesy().fullmatch, _courtesy_begins()
    plain = _GREETING.sub("", _NOISE.sub(" ", text), count=3)
    kept = "".join(clause for clause in _CLAUSE.findall(plain) if clause[:1] not in begins or not courtesy(clause))
    return _BLANKS.sub(" ", kept).strip() or text.strip()
