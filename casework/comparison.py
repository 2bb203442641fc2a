"""Two cases side by side (类案对比): facts, demands, articles and result, what differs first.

Each row says whether the two agree, agree in part, or differ; where one side is silent nothing can be said. The letters
themselves are compared word by word only where one is nearly a copy of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from casework.basis import CitedArticle
from casework.case import CasePage, case_page, find_case
from casework.office import Office
from core.dates import local_day
from core.elements import find_elements
from core.errors import InputError
from core.rulings import RULING_EVENTS, last_ruling
from core.statute import Status
from core.text_diff import Segment, text_diff
from core.viewer import Viewer
from core.vocabulary import label
from search.near_duplicates import grams, likeness

Verdict = Literal["differs", "partly", "same", "unknown"]
VERDICTS: dict[Verdict, str] = {"differs": "不同", "partly": "部分相同", "same": "相同", "unknown": "无法比较"}
_ORDER: tuple[Verdict, ...] = ("differs", "partly", "unknown", "same")
NEAR_COPY = 0.5
"""Share of character triples in common from which two letters are shown word by word."""
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both cases: its name, the values of each side, and whether they agree."""

    fact: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CaseComparison:
    """Both cases and the rows, differing ones first; `segments` compare the letters where they are near copies."""

    one: CasePage
    other: CasePage
    rows: tuple[Row, ...]
    alike: float
    segments: tuple[Segment, ...]
    day: date

    @property
    def sentence(self) -> str:
        """What differs and what agrees, in one sentence."""
        named = {verdict: [row.fact for row in self.rows if row.verdict == verdict] for verdict in _ORDER}
        said = [f"{'、'.join(named[v])}{VERDICTS[v]}" for v in ("differs", "partly", "same") if named[v]]
        return ("；".join(said) or "两件都没有可比较的登记内容") + "。"


def compare_cases(office: Office, viewer: Viewer, one: str, other: str, *, today: date) -> CaseComparison:
    """Two cases, by id or number, as their records are now; the status of articles is that of `today`.

    Raises NotFound for a case that is not there or may not be seen, InputError for one case twice.
    """
    first, second = find_case(office, viewer, one), find_case(office, viewer, other)
    if first == second:
        raise InputError("两个编号是同一件信访件", "请写两件不同的信访件，例如：search compare 编号一 编号二")
    pages = (case_page(office, viewer, first, today=today), case_page(office, viewer, second, today=today))
    rows = [_row(fact, values(pages[0]), values(pages[1])) for fact, values in _FACTS.items()]
    rows.sort(key=lambda row: _ORDER.index(row.verdict))
    alike, segments = _letters(pages[0].item.letter, pages[1].item.letter)
    return CaseComparison(*pages, rows=tuple(rows), alike=alike, segments=segments, day=today)


def _letters(one: str, other: str) -> tuple[float, tuple[Segment, ...]]:
    alike = likeness(grams(one), grams(other))
    return round(alike, 4), text_diff(one, other) if alike >= NEAR_COPY else ()


def _row(fact: str, one: tuple[str, ...], other: tuple[str, ...]) -> Row:
    mine, theirs = set(one), set(other)
    if not mine or not theirs:
        verdict: Verdict = "unknown"
    elif mine == theirs:
        verdict = "same"
    else:
        verdict = "partly" if mine & theirs else "differs"
    return Row(fact, one, other, verdict)


def _class(page: CasePage) -> tuple[str, ...]:
    """The class level by level, so that a class and one below it agree in part."""
    return tuple(page.class_path.split(" › ")) if page.class_path else ()


def _places(page: CasePage) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*page.places, *filter(None, [page.item.place_text])]))


def _respondents(page: CasePage) -> tuple[str, ...]:
    return page.respondents or tuple(filter(None, [page.item.respondent_text]))


def _elements(page: CasePage) -> tuple[str, ...]:
    return find_elements(page.item.letter)


def _demands(page: CasePage) -> tuple[str, ...]:
    """The demands of a letter that has several; the whole text is no demand to compare."""
    texts = [claim.text.strip() for claim in page.claims] if len(page.claims) > 1 else []
    return tuple(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in texts)


def _articles(page: CasePage) -> tuple[str, ...]:
    return tuple(article_words(one) for one in page.cited)


def article_words(one: CitedArticle) -> str:
    """`《物业管理条例》第三十五条（有效，其后文字已修改）`."""
    changed = "，其后文字已修改" if one.changed else ""
    return f"{one.label}（{one.status.value}{changed}）"


def standing_words(cited: Sequence[CitedArticle]) -> str:
    """Whether what a reply rests on still stands: 均有效, 部分已变动, 无引用."""
    if not cited:
        return ""
    if any(one.changed or one.status not in (Status.IN_FORCE, Status.UNKNOWN) for one in cited):
        return "依据有变动"
    return "依据仍有效" if all(one.status is Status.IN_FORCE for one in cited) else "部分依据库中没有"


def _standing(page: CasePage) -> tuple[str, ...]:
    return tuple(filter(None, [standing_words(page.cited)]))


def _outcome(page: CasePage) -> tuple[str, ...]:
    return tuple(filter(None, [label("outcome", page.item.outcome)])) if page.item.outcome else ()


def _rating(page: CasePage) -> tuple[str, ...]:
    return (label("rating", page.item.rating) or page.item.rating,) if page.item.rating else ()


def _ruling(page: CasePage) -> tuple[str, ...]:
    told = [event for event in page.timeline if event.event in RULING_EVENTS]
    ruling = last_ruling(told, page.item.extra)
    return (ruling.label,) if ruling else ()


def _channel(page: CasePage) -> tuple[str, ...]:
    return (label("channel", page.item.channel) or page.item.channel,)


def _days(page: CasePage) -> tuple[str, ...]:
    item = page.item
    if item.received_at is None or item.replied_at is None:
        return ()
    return (f"{(local_day(item.replied_at) - local_day(item.received_at)).days} 天",)


def _day(moment: datetime | None) -> tuple[str, ...]:
    return (local_day(moment).isoformat(),) if moment else ()


_FACTS: dict[str, Callable[[CasePage], tuple[str, ...]]] = {
    "问题分类": _class,
    "地点": _places,
    "被反映对象": _respondents,
    "要素": _elements,
    "诉求": _demands,
    "承办单位": lambda page: tuple(filter(None, [page.unit_name])),
    "办理结果": _outcome,
    "复查复核": _ruling,
    "满意度": _rating,
    "所引条文": _articles,
    "依据现状": _standing,
    "渠道": _channel,
    "收到日期": lambda page: _day(page.item.received_at),
    "答复日期": lambda page: _day(page.item.replied_at),
    "办理用时": _days,
}
