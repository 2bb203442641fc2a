"""Text made comparable: folded forms, clean text without control characters, letters without courtesy phrases."""

from __future__ import annotations

import re
import unicodedata

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


_CLAUSE = re.compile(r"[^，。！？；,!?;\n]*[，。！？；,!?;\n]*")
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)[^，。：:！!,\n]{0,25}?(?:领导|书记|市长|县长|区长|局长|省长|主任|同志|先生|女士|部门|您|你们?|们)*"
    r"(?:您好|你们好|你好|大家好|好)?[，。：:！!,、\s]+"
    r"|(?:各位|诸位)?[^，。：:！!,\n的]{0,10}(?:领导|书记|市长|县长|区长|局长|省长|主任|厅长)(?:们)?[，:：、\s]*(?:您好|你们好|你好|大家好|好)[，。：:！!,\s]+"
    r"|^\s*(?:您好|你们好|你好|大家好)[，。：:！!,\s]*"
)
_CLOSING = re.compile(
    r"此致[\s，。！!]*敬礼[！!。]*|(?:非常|万分|十分|不胜|衷心|谨此|特此|由衷|在此)*(?:感谢|感激|谢谢|致谢|拜谢|叩谢|多谢)"
    r"(?:不尽|之至|万分|您|你们?|了|各位|政府|领导|们|啦|大家)*[！!。，,；;\s]+"
    r"|(?:恳请|恳求|望|希望|盼|请|期盼|期待)(?:各位|有关|相关|上级|尊敬的)*(?:领导|部门|政府|书记|市长)*"
    r"(?:们)?(?:能|能够|给予|予以|尽快|早日|及时|早点)*(?:回复|答复|回音|重视|关注|明察|为盼|批复)[！!。，,；;\s]+"
    r"|(?:辛苦了|打扰了|拜托了|麻烦了|跪求|急急急|急盼|盼复|望复|为盼)[！!。，,；;\s]*"
)


def plain_letter(text: str) -> str:
    """`text` without courtesy and set phrases, fit for embedding and comparing; never empty unless `text` is blank."""
    plain = _BLANKS.sub(" ", _CLOSING.sub("", _GREETING.sub("", text + "\n"))).strip()
    return plain or text.strip()
