"""The remedy line of a written opinion (救济告知): owed or not, its 30 days, and the body that reviews (条例 35, 36).

Review and re-check exist for opinions on matters of 条例 31(六) alone; for 35 and 36 that follows from how the
Regulation is built, no sentence says it outright. A review opinion tells of the re-check, a re-check opinion is the
last. An opinion on a petition cannot be taken to administrative review or to court.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.errors import InputError
from core.numerals import NUMERAL, to_number
from core.reply_finding import Finding

Paper = Literal["opinion", "review", "recheck", "reply"]
Owed = Literal["yes", "no", "perhaps"]

PAPERS = {"opinion": "处理意见书", "review": "复查意见书", "recheck": "复核意见书", "reply": "一般答复"}
_REVIEW_RULE = "《信访工作条例》第三十五条"
_RECHECK_RULE = "《信访工作条例》第三十六条"
_SCOPE_RULE = "《信访工作条例》第三十一条第六项、第三十四条至第三十六条（复查、复核限于第六项事项，系由条文结构推出）"
_NOT_SUED = "《行政复议法实施条例》（2026年）第三十六条第五项；法释〔2018〕1号第一条第二款第九项"

_HEADING = re.compile(r"(?:信访事项)?(复核|复查|处理|答复)(?:（答复）|\(答复\))?意见书?(?:\s|$|》)")
_KEY = re.compile(r"复查|复核")
_ASKED = re.compile(r"(?:申请|请求|提出|提请|要求)[^，,]{0,14}?(复查|复核)(?!报告|测量|检测|结果|面积|指标)")
_STOP = re.compile(r"[。！？\n]")
_REACH = 200
"""Characters on either side of a word that a sentence is looked at, however long it goes on."""
_DISAGREES = re.compile(r"不服|有异议|不同意|不满意|不认可|如对(?:本|此|该|上述)|若对(?:本|此|该|上述)")
_FROM_RECEIPT = re.compile(r"收到(?:本|此|该|上述|书面|处理|答复|复查)?[^，。；\n]{0,12}之日起")
_DAYS = re.compile(rf"(\d{{1,3}}|{NUMERAL})\s*(个?工作日|日|天)(?:内|之内|以内)")
_BODY = re.compile(r"(?:向|到|至)([^，。；\n向到至]{2,48}?)(?:书面)?(?:申请|请求|提出|提请|要求)")
_SUED_KEY = re.compile(r"行政复议|行政诉讼|提起诉讼|人民法院起诉")
_OFFERED = re.compile(r"(?:申请|提起|提出|向[^，。]{2,20})(?:行政)?(?:复议|诉讼|起诉)|行政复议或者?行政诉讼")
_OF_OPINION = re.compile(r"(?:本|此|该|上述|处理|答复|复查|复核)[^，。]{0,8}(?:意见|答复)")
_OF_OTHER_ACT = re.compile(r"处罚|决定|许可|征收|认定|登记|强制|裁决|公开|判决|不作为")

_MAY = re.compile(r"(?<![许认])可|(?<!例)如(?![下期实])|若|有权|应[当在于自]|(?<![申提])请(?!求)")
_TO_US = re.compile(r"向(?:本|我)(?:机关|单位|办公室|政府|府|省|市|县|区|镇|乡|局|厅|委|办|院)")
_UPPER = re.compile(r"上一级|上级")
_PETITION_OFFICE = re.compile(r"信访(?:局|办|部门|办公室|工作机构|工作部门|中心)")
_COURT = re.compile(r"法院|检察院|仲裁|纪委|监委")


@dataclass(frozen=True, slots=True)
class Remedy:
    """The sentence that tells of review or re-check, with what it says."""

    start: int
    end: int
    quote: str
    kind: str
    days: int
    working_days: bool
    body: str


def paper_named(name: str) -> Paper | None:
    """The kind of paper with this code; None where none is named. Raises InputError for another word."""
    known: dict[str, Paper] = {"opinion": "opinion", "review": "review", "recheck": "recheck", "reply": "reply"}
    if name and name not in known:
        raise InputError(f"没有“{name}”这种文书", "可用：" + "、".join(f"{k}（{v}）" for k, v in PAPERS.items()))
    return known.get(name)


def paper_of(text: str) -> Paper:
    """What kind of paper the text calls itself in its first lines; a plain reply when it says nothing."""
    for line in text[:400].split("\n")[:6]:
        if m := _HEADING.search(line.strip()):
            return {"复核": "recheck", "复查": "review"}.get(m[1], "opinion")  # type: ignore[return-value]
    return "reply"


def remedies(text: str) -> list[Remedy]:
    """The sentences that offer review or re-check of this opinion; 经复查, 面积复核 and the like are none."""
    found = []
    for start, end in _sentences(text, _KEY):
        sentence = text[start:end]
        asked = _ASKED.search(sentence)
        body = _BODY.search(sentence)
        named = body is not None and (_UPPER.search(body[1]) or _PETITION_OFFICE.search(body[1])) is not None
        if (
            asked
            and not _is_account(sentence)
            and (named or _DISAGREES.search(sentence) or _FROM_RECEIPT.search(sentence))
        ):
            days = _DAYS.search(sentence)
            number = _number(days[1]) if days else 0
            working = bool(days and "工作" in days[2])
            found.append(Remedy(start, end, sentence, asked[1], number, working, body[1].strip() if body else ""))
    return found


def _is_account(sentence: str) -> bool:
    """True for what has happened, not what is open: 你不服处理意见，向本机关请求复查 is how such papers begin."""
    return not _MAY.search(sentence) and bool(_TO_US.search(sentence) or not _DAYS.search(sentence))


def _sentences(text: str, key: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The sentences that hold `key`, each once, blanks before them left out; very long ones only around it."""
    done = 0
    for m in key.finditer(text):
        if m.start() < done:
            continue
        reach = max(done, m.start() - _REACH)
        start = max((stop.end() for stop in _STOP.finditer(text, reach, m.start())), default=reach)
        stop = _STOP.search(text, m.end(), m.end() + _REACH)
        done = stop.start() if stop else min(len(text), m.end() + _REACH)
        yield start + len(text[start:done]) - len(text[start:done].lstrip()), done


def _number(written: str) -> int:
    try:
        return to_number(written)
    except InputError:
        return 0


def check_remedy(text: str, paper: Paper, owed: Owed, *, unit: str = "", above: str = "") -> Iterator[Finding]:
    """What is wrong with the remedy line of `text`; `owed` says whether the matter is one of 31(六).

    `unit` is the body that issues the paper and `above` the one directly over it, where they are known.
    """
    found = remedies(text)
    yield from _court_instead(text, paper)
    if paper == "recheck":
        for one in found:
            yield _wrong(one, "remedy_after_recheck", _RECHECK_RULE, "复核意见是终局意见，不再告知复查、复核")
        return
    if owed == "no":
        for one in found:
            yield _wrong(
                one, "remedy_not_owed", _SCOPE_RULE, "本件不属于第三十一条第六项事项，不应告知复查、复核",
                "删去这句；属法定途径的，写明该途径、受理机关和期限",
            )  # fmt: skip
        return
    if paper == "reply" and owed == "perhaps":
        for one in found:
            message = "这里告知了复查、复核；只有第三十一条第六项事项才应告知，请核对本件属于哪一类"
            yield _wrong(one, "remedy_perhaps_not_owed", _SCOPE_RULE, message, severity="warning")
    wanted = "复核" if paper == "review" else "复查"
    right = [one for one in found if one.kind == wanted]
    if not right:
        yield from _missing(text, paper, owed, found)
    for one in right:
        yield from _line_problems(one, paper, unit=unit, above=above)


def _missing(text: str, paper: Paper, owed: Owed, found: list[Remedy]) -> Iterator[Finding]:
    rule = _RECHECK_RULE if paper == "review" else _REVIEW_RULE
    what = "复核" if paper == "review" else "复查"
    if paper == "reply" and owed != "yes":
        return
    for one in found:
        other = f"这里写的是{one.kind}；对{PAPERS[paper]}不服应告知申请{what}"
        yield _wrong(one, "remedy_other_stage", rule, other)
    if not found:
        severity = "error" if paper in ("opinion", "review") and owed == "yes" else "warning"
        at = len(text.rstrip())
        yield Finding(
            severity=severity,
            code="remedy_missing",
            rule=rule,
            message=f"没有告知不服时如何申请{what}"
            + ("" if owed == "yes" else "；本件如属第三十一条第六项事项则应当告知"),
            start=at,
            end=at,
            suggestion=f"如不服本意见，可自收到之日起30日内向"
            f"{'复查机关' if paper == 'review' else '原办理机关、单位'}的上一级机关、单位申请{what}。",
        )


def _line_problems(one: Remedy, paper: Paper, *, unit: str, above: str) -> Iterator[Finding]:
    rule = _RECHECK_RULE if paper == "review" else _REVIEW_RULE
    if one.days == 0:
        yield _wrong(one, "remedy_days", rule, "没有写明期限", "自收到书面答复之日起30日内")
    elif one.days != 30 or one.working_days:
        said = f"{one.days}{'个工作日' if one.working_days else '日'}"
        yield _wrong(one, "remedy_days", rule, f"期限写成 {said}，应为30日", "自收到书面答复之日起30日内")
    yield from _body_problems(one, rule, unit=unit, above=above)


def _body_problems(one: Remedy, rule: str, *, unit: str, above: str) -> Iterator[Finding]:
    right = above or "原办理机关、单位的上一级机关、单位"
    if not one.body:
        yield _wrong(one, "remedy_body", rule, "没有写明向哪个机关申请", f"向{right}申请")
    elif _COURT.search(one.body):
        yield _wrong(one, "remedy_body", rule, f"“{one.body}”不是复查、复核机关", f"向{right}申请")
    elif _UPPER.search(one.body) or (above and above in one.body):
        return
    elif unit and unit in one.body:
        yield _wrong(one, "remedy_body", rule, "不能向作出意见的机关自己申请复查", f"向{right}申请")
    elif _PETITION_OFFICE.search(one.body):
        message = f"“{one.body}”一般只转送申请；复查、复核机关应是上一级机关、单位"
        yield _wrong(one, "remedy_body", rule, message, f"向{right}申请", severity="warning")
    elif above:
        message = f"“{one.body}”与本单位的上一级“{above}”不一致"
        yield _wrong(one, "remedy_body", rule, message, f"向{right}申请", severity="warning")
    else:
        message = f"请核对“{one.body}”是不是原办理机关的上一级机关、单位"
        yield _wrong(one, "remedy_body", rule, message, severity="hint")


def _court_instead(text: str, paper: Paper) -> Iterator[Finding]:
    for start, end in _sentences(text, _SUED_KEY):
        sentence = text[start:end]
        of_opinion = _OF_OPINION.search(sentence) or (paper != "reply" and not _OF_OTHER_ACT.search(sentence))
        if _DISAGREES.search(sentence) and _OFFERED.search(sentence) and of_opinion:
            yield Finding(
                severity="error",
                code="remedy_not_reviewable",
                rule=_NOT_SUED,
                message="信访事项的处理、复查、复核意见不能申请行政复议或提起行政诉讼",
                start=start,
                end=end,
                quote=sentence,
                suggestion="如指另一行政行为的复议或诉讼权利，请写明是哪一行为",
            )


def _wrong(
    one: Remedy, code: str, rule: str, message: str, suggestion: str = "", *, severity: str = "error"
) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        rule=rule,
        message=message,
        start=one.start,
        end=one.end,
        quote=one.quote,
        suggestion=suggestion,
    )
