"""Two versions of the law side by side (新旧对照): which article became which, and what changed in its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.office import Office
from core.alignment import Pair, Piece, align
from core.citations import article_label
from core.errors import Conflict, InputError, NotFound
from core.statute import ArticleText, RegulationVersion, in_use_on
from core.text_diff import Segment, text_diff
from core.viewer import OFFICE, Viewer
from records import audit
from records.alignments import ArticlePair, edition_day, pairs_between, set_pairs
from records.database import Tx
from records.law import NumberedVersion, articles_of, find_regulations, numbered_versions, plain_title, regulation

_CHOSEN = re.compile(
    r"(?P<name>.+?)"
    r"(?:[@#＠＃]\s*(?P<at>[\d-]+)|[（(](?P<year>\d{4})年?[^（）()]{0,4}[）)]|(?P<tail>(?:19|20)\d{2}))?"
)


@dataclass(frozen=True, slots=True)
class Side:
    """The article numbers and texts of one side of a pair."""

    number: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair of old and new articles with its texts and, for the texts joined, what changed by characters."""

    pair: Pair
    old: tuple[Side, ...]
    new: tuple[Side, ...]
    segments: tuple[Segment, ...]

    @property
    def old_text(self) -> str:
        """The texts of the old side, one under the other, as `segments` count them."""
        return "\n".join(one.text for one in self.old)

    @property
    def new_text(self) -> str:
        """The texts of the new side."""
        return "\n".join(one.text for one in self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions with all their articles in pairs."""

    old: RegulationVersion
    new: RegulationVersion
    rows: tuple[Compared, ...]


def chosen_version(tx: Tx, text: str, *, today: date) -> NumberedVersion:
    """The version meant by 信访条例, 治安管理处罚法@2012, 治安管理处罚法（2012）, regulation:…#2 or @2012-10-26.

    Without a day or number the one in force today, else the last. `@` names a version by its (beginning of the) day
    of publication or start; `#` by its place among the versions, the earliest being 1. Raises NotFound, and
    InputError when several acts have the name.
    """
    m = _CHOSEN.fullmatch(text.strip())
    if m is None:
        raise InputError("没有写是哪部法规", "例如：信访条例 信访工作条例，或 治安管理处罚法@2012")
    owner = _owner(tx, text.strip(), m["name"].strip())
    several = numbered_versions(tx, [owner[0]]).get(owner[0], [])
    wanted = "" if owner[1] else (m["at"] or m["year"] or m["tail"] or "")
    found = _meant(several, wanted, by_place="#" in text or "＃" in text, today=today)
    if found is None:
        known = "、".join(f"{n}：{edition_day(one.version) or '日期不明'}" for n, one in enumerate(several, 1))
        raise NotFound(f"《{m['name']}》没有“{wanted}”这个版本", f"库中版本：{known or '无'}；写法如 @2012 或 #1")
    return found


def _owner(tx: Tx, whole: str, name: str) -> tuple[str, bool]:
    """The act's id, and whether the whole text was its name (a year may be part of a title)."""
    for text, is_whole in ((whole, True), (name, False)):
        if text.startswith("regulation:"):
            return regulation(tx, text).id, is_whole
        found = find_regulations(tx, text)
        if len(found) > 1:
            raise InputError(f"“{text}”可能是：{'、'.join(f'{r.id}《{r.title}》' for r in found)}", "请用编号指定")
        if found:
            return found[0].id, is_whole
    raise NotFound(f"库中没有“{name}”", "请核对名称；可先用 cli.py law show 查看，或把文件做成政策包读入")


def _meant(several: Sequence[NumberedVersion], wanted: str, *, by_place: bool, today: date) -> NumberedVersion | None:
    if not wanted:
        return in_use_on(today, several, lambda one: one.version)
    if by_place:
        return several[int(wanted) - 1] if wanted.isdigit() and 0 < int(wanted) <= len(several) else None
    days = [(one, (one.version.published, one.version.effective)) for one in several]
    hits = [one for one, both in days if any(day and day.isoformat().startswith(wanted) for day in both)]
    return hits[-1] if hits else None


def before(tx: Tx, one: NumberedVersion) -> NumberedVersion:
    """The version before this one of the same act. Raises NotFound when it is the first."""
    several = numbered_versions(tx, [one.version.regulation_id])[one.version.regulation_id]
    place = [v.number for v in several].index(one.number)
    if place == 0:
        raise NotFound(f"《{one.version.title}》库中只有这一个版本", "请写明要与哪部法规比较")
    return several[place - 1]


def aligned(tx: Tx, old: NumberedVersion, new: NumberedVersion) -> tuple[Pair, ...]:
    """The articles of two versions in pairs, what persons have decided going before."""
    decided = [(one.old_number, one.new_number) for one in pairs_between(tx, old.version, new.version)]
    return align(_pieces(articles(tx, old)), _pieces(articles(tx, new)), decided=decided)


def articles(tx: Tx, one: NumberedVersion) -> list[ArticleText]:
    """The articles of a version in order."""
    return articles_of(tx, one.version.regulation_id, one.number)


def number_of(one: ArticleText) -> str:
    """The number of an article within its act: 58, 35-1."""
    return f"{one.number}-{one.sub}" if one.sub else str(one.number)


def _pieces(several: Sequence[ArticleText]) -> list[Piece]:
    unique = {number_of(one): one for one in several}
    return [Piece(number, one.text) for number, one in unique.items()]


def compare(tx: Tx, old: NumberedVersion, new: NumberedVersion, *, article: str = "") -> Comparison:
    """Both versions side by side; with `article` only the pairs that hold it on either side. Raises NotFound."""
    left = {number_of(one): one for one in articles(tx, old)}
    right = {number_of(one): one for one in articles(tx, new)}
    wanted = article.replace("之", "-")
    rows = tuple(
        _compared(pair, left, right)
        for pair in aligned(tx, old, new)
        if not wanted or wanted in pair.old or wanted in pair.new
    )
    if wanted and not rows:
        raise NotFound(f"两个版本都没有第 {article} 条", "条号写法如 58 或 253之1")
    return Comparison(old.version, new.version, rows)


def _compared(pair: Pair, left: dict[str, ArticleText], right: dict[str, ArticleText]) -> Compared:
    old, new = _sides(pair.old, left), _sides(pair.new, right)
    both = "\n".join(one.text for one in old), "\n".join(one.text for one in new)
    return Compared(pair, old, new, text_diff(*both) if old and new else ())


def _sides(numbers: Sequence[str], texts: dict[str, ArticleText]) -> tuple[Side, ...]:
    return tuple(
        Side(number, article_label(one.number, one.sub), one.text) for number in numbers if (one := texts.get(number))
    )


def correct_pair(
    office: Office, viewer: Viewer, versions: tuple[NumberedVersion, NumberedVersion], said: str, *, now: datetime
) -> tuple[Pair, ...]:
    """The pairs that hold the corrected articles, after a named person said 58=88, 58=88,89, 58= (gone) or =90 (new).

    Kept with an audit row and used from then on. Raises InputError for another form, NotFound for an article that is
    not there, Conflict when nobody is named.
    """
    old, new = versions
    if viewer.name in ("", OFFICE.name):
        raise Conflict("更正条文对应要由具名人员作出", "请用 --person 写明账号")
    left, _, right = said.partition("=")
    olds, news = _numbers(left), _numbers(right)
    if "=" not in said or not (olds or news):
        raise InputError(f"看不懂“{said}”", "写法：58=88；拆分 58=88,89；合并 5,6=7；删去 58=；新增 =90")
    with office.database.write() as tx:
        _there(tx, old, olds)
        _there(tx, new, news)
        both = [(a, b) for a in olds or [""] for b in news or [""]]
        set_pairs(tx, [_pair(old, new, numbers, viewer, now) for numbers in both])
        what = f"{old.version.regulation_id} → {new.version.regulation_id}"
        audit.record(tx, viewer, "article_pair", what, now=now, reason=said)
        return tuple(p for p in aligned(tx, old, new) if set(p.old) & set(olds) or set(p.new) & set(news))


def _pair(
    old: NumberedVersion, new: NumberedVersion, numbers: tuple[str, str], viewer: Viewer, now: datetime
) -> ArticlePair:
    return ArticlePair(
        old_regulation=old.version.regulation_id,
        old_edition=edition_day(old.version),
        new_regulation=new.version.regulation_id,
        new_edition=edition_day(new.version),
        old_number=numbers[0],
        new_number=numbers[1],
        person=viewer.name,
        at=now,
    )


def _numbers(text: str) -> list[str]:
    return [one.strip().replace("之", "-") for one in re.split(r"[,，、]", text) if one.strip()]


def _there(tx: Tx, version: NumberedVersion, numbers: Sequence[str]) -> None:
    known = {number_of(one) for one in articles(tx, version)}
    if missing := [one for one in numbers if one not in known]:
        title = plain_title(version.version.title)
        raise NotFound(f"《{title}》没有第 {'、'.join(missing)} 条", f"这个版本有 {len(known)} 条")
