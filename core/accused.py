"""Who an accusing word in a letter can be about: an official addressed is not accused, and a firm is no organ."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_NO_VERB = r"(?:(?!我|举报|检举|控告|反映|投诉|被)[^，。！？!?：:；;\n])"
_REVERED = re.compile(rf"(?:尊敬|敬爱|亲爱|敬重)的{_NO_VERB}{{0,16}}$")
_OPENING = re.compile(rf"(?:^|[\n。！!])\s*{_NO_VERB}{{0,16}}$")
_CALLED = re.compile(r"[^，。！？!?：:；;\n]{0,4}?(?:同志|先生|女士|们)?\s*(?:[:：]|[，,\s]{0,2}[您你]们?好)")
_GREETED = re.compile(r"(?:同志|先生|女士|们)?[，,：:\s]{0,3}[您你]们?好")
_FIRM = re.compile(r"开发商|物业|业委会|业主委员会|公司|企业|老板|厂家|店家|商家|房企|房东|中介|平台")
_CLAUSE_START = re.compile(r"[^，。！？!?；;\n]*$")
_PARTNER = re.compile(r"[与和同跟]|勾结|串通")
_WINDOW = 40
NEAR = 28
"""Characters between an act and whom it is said of, at most."""


def addressed(text: str, office: Span) -> bool:
    """Whether the office at this span is whom the letter speaks to: 尊敬的王书记, 李局长：您好, 县委书记某某同志：."""
    start, end = office
    before = text[max(0, start - _WINDOW) : start]
    if _REVERED.search(before) or _GREETED.match(text, end):
        return True
    opens = _OPENING.search(before)
    return bool(opens and (start < _WINDOW or opens.start() > 0) and _CALLED.match(text, end))


def of_a_firm(text: str, act: Span, offices: Sequence[Span], organs: Sequence[Span]) -> bool:
    """Whether a firm or owners' committee is what the clause says the act of.

    Not so where the clause names an organ, an official stands shortly before, or the firm is the partner in it (与某
    公司串通).
    """
    clause = _CLAUSE_START.search(text, max(0, act[0] - _WINDOW), act[0])
    firm = _FIRM.search(text, clause.start(), act[0]) if clause else None
    if clause is None or firm is None or _PARTNER.search(text, clause.start(), firm.start()):
        return False
    if any(clause.start() <= organ[0] and organ[1] <= act[1] for organ in organs):
        return False
    return not any(0 <= act[0] - office[1] <= NEAR for office in offices)
