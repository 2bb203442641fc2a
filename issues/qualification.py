"""Whether a candidate is a common issue (共性问题) as the field understands it, and if not, why not.

Three matters or more from three petitioner sides or more within 180 days that share the class at level 2 or 3 and a
place, a respondent, a governing rule or a policy document (domain 6.6). The common cause is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from issues.letters import Letter

SIDES = 3
MATTERS = 3
WINDOW = timedelta(days=180)
CLASS_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why_not` is a Chinese sentence, empty when `qualified`."""

    qualified: bool
    why_not: str = ""


def qualify(letters: Sequence[Letter]) -> Verdict:
    """Whether the members make a common issue; the reason names the first condition that fails."""
    sides = len({letter.petitioner_side for letter in letters})
    if sides < SIDES:
        return Verdict(False, f"只有 {sides} 个信访人（方），不足 {SIDES} 方；同一人多次反映不算共性问题")
    matters = len({letter.matter or letter.petitioner_side for letter in letters})
    if matters < MATTERS:
        return Verdict(False, f"只涉及 {matters} 个信访事项，不足 {MATTERS} 个")
    if not _together(letters):
        return Verdict(False, f"任意 {WINDOW.days} 天内都不足 {SIDES} 方、{MATTERS} 个事项")
    same_class = _groups(letters, lambda one: [one.class_code[:CLASS_DIGITS]] if len(one.class_code) >= 4 else [])
    if not any(_together(group) for group in same_class):
        return Verdict(False, f"没有 {SIDES} 方以上的来信属于同一个二级问题分类")
    if not any(_together(part) for group in same_class for part in _groups(group, _common_ground)):
        return Verdict(False, "没有共同的地点、被反映对象、依据条文或政策文件")
    return Verdict(True)


def _common_ground(letter: Letter) -> list[str]:
    return [*{name.key or name.stem for name in letter.names}, *letter.articles]


def _groups(letters: Iterable[Letter], keys: Callable[[Letter], list[str]]) -> list[list[Letter]]:
    found: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        for key in keys(letter):
            found[key].append(letter)
    return list(found.values())


def _together(letters: Sequence[Letter]) -> bool:
    """True when some 180 days hold enough sides and matters; letters without a date never do."""
    dated = sorted((one for one in letters if one.day), key=lambda one: (one.day or date.min, one.id))
    first = 0
    for last, letter in enumerate(dated):
        while (letter.day or date.min) - (dated[first].day or date.min) >= WINDOW:
            first += 1
        window = dated[first : last + 1]
        if len(window) >= MATTERS and _enough(window):
            return True
    return False


def _enough(window: Sequence[Letter]) -> bool:
    sides = {one.petitioner_side for one in window}
    return len(sides) >= SIDES and len({one.matter or one.petitioner_side for one in window}) >= MATTERS
