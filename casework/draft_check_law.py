"""The law a draft cites: does it exist, is it in force on the days that count, may it be cited here (依据核对)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.basis_uses import PROCEDURE
from casework.standing import Library, Standing
from core.citations import Resolved
from core.hierarchy import applies_in, rank_of
from core.reply_finding import Finding
from core.statute import Regulation, Status
from records.database import Tx
from records.law import regulations
from records.packages import packages

_EXISTS = "引用的法规、条、款、项应当存在"
_IN_FORCE = "《信访工作条例》第三十二条第一款；适用行为时有效的规定，程序适用办理时的规定"
_LOCAL = "《立法法》第八十条、第九十三条：地方性法规、地方政府规章用于本行政区域"
_LEVEL = "依据应有法律、法规、规章；规范性文件不单独作为处理依据"
_OPEN = "不公开的文件不应作为对信访人答复的依据"
_NUMBER = "文号应为现行文件的文号"

_ABSENT = {
    "no_such_article": ("no_such_article", "没有这一条"),
    "no_such_paragraph": ("no_such_paragraph", "该条没有这一款"),
    "no_such_item": ("no_such_item", "该条没有这一项"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The day of the reply, and that of the conduct where it is known with where it comes from."""

    reply: date
    conduct: date | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it resolves on the day of the reply and on that of the conduct."""

    now: Resolved
    then: Resolved | None

    @property
    def best(self) -> Resolved:
        """The one that exists, that of the reply's day first."""
        return self.now if self.now.target or self.then is None or not self.then.target else self.then


def check_law(tx: Tx, cited: Sequence[Cited], days: Days, *, region: str) -> Iterator[Finding]:
    """What is wrong with the citations, one after another, and with the basis as a whole."""
    found = [one.best for one in cited if one.now.citation.is_law]
    library = Library(tx, {one.target for one in found if one.target}, today=days.reply)
    acts = {one.id: one for one in regulations(tx, {one.regulation_id for one in found if one.regulation_id})}
    replaced = _replaced_numbers(tx, days.reply)
    for one in cited:
        if not one.now.citation.is_law:
            continue
        yield from _existence(one.best)
        if one.best.regulation_id:
            yield from _force(one, library, days)
            yield from _fit(one.best, acts.get(one.best.regulation_id), region)
        yield from _number(one.best, replaced)
    yield from _level([one for one in found if one.target], acts)


def _existence(one: Resolved) -> Iterator[Finding]:
    if one.verdict in _ABSENT:
        code, words = _ABSENT[one.verdict]
        note = f"（{one.note}）" if one.note else ""
        yield _at(one, "error", code, _EXISTS, f"{one.citation.label}：{words}{note}")
    elif one.verdict == "ambiguous":
        names = "、".join(one.candidates[:4])
        yield _at(one, "warning", "ambiguous", _EXISTS, f"“{one.citation.quote}”可能指多部法规：{names}", "写出全称")
    elif one.verdict == "unknown_law":
        yield _unknown(one)
    elif one.citation.confidence < 0.6:
        yield _at(
            one,
            "hint",
            "unclear",
            _EXISTS,
            f"“{one.citation.quote}”所指不够明确，读作{one.citation.label}",
            "写出法规名称",
        )


def _unknown(one: Resolved) -> Finding:
    citation = one.citation
    if one.candidates:
        names = "、".join(f"《{id_.partition(':')[2]}》" for id_ in one.candidates[:3])
        return _at(one, "error", "misspelt", _EXISTS, f"没有“{citation.law_text or citation.quote}”，是否为{names}")
    if citation.document_no:
        return _at(one, "hint", "unknown_number", _EXISTS, f"库中没有文号“{citation.document_no}”，请核对原件")
    if citation.kind in ("self", "bare"):
        return _at(one, "warning", "which_law", _EXISTS, f"“{citation.quote}”没有写明是哪部法规", "写出法规名称")
    message = f"库中没有《{citation.law or citation.law_text}》，无法核对"
    return _at(one, "warning", "unknown_law", _EXISTS, message, "核对名称；或把文件做成政策包读入")


def _force(one: Cited, library: Library, days: Days) -> Iterator[Finding]:
    """The status on the reply's day and on the day of the conduct; old law may be right for old conduct."""
    best = one.best
    target = best.target or best.regulation_id
    now = _meant(best, library, days.reply) if best.target else None
    status = now.status if now else best.status
    if status in (None, Status.UNKNOWN):
        return
    label = best.citation.label
    then = library.standing(target, days.conduct) if days.conduct and now else None
    if best.citation.version_hint and then and now and then.number != now.number:
        then = None
    step = PROCEDURE.search(best.regulation_id) is not None
    if status is Status.IN_FORCE:
        if then and then.status is Status.NOT_YET and not step:
            message = (
                f"{label}自 {then.version.effective} 起施行，晚于事项日 {days.conduct}，实体问题请核对适用哪一版本"
            )
            yield _at(best, "hint", "later_than_conduct", _IN_FORCE, message)
        return
    if now and now.status is Status.NOT_YET and now.version.published and days.reply < now.version.published:
        message = f"库中没有{label}在 {days.reply} 的版本（最早为 {now.version.published} 公布的），无法核对"
        yield _at(best, "hint", "no_version_then", _EXISTS, message)
        return
    told = library.fate(target, then or now) if now else None
    heirs = "、".join(library.label(id_) for id_ in told.successors) if told and told.successors else ""
    ended = now.version.ended if now else None
    message = f"{label}在答复日 {days.reply} {status.value if status else ''}{f'（{ended} 起）' if ended else ''}"
    if then and then.status is Status.IN_FORCE and not step:
        message += f"；事项日 {days.conduct} 有效，只能用于当时的行为，请写明"
        yield _at(best, "warning", "ended_since", _IN_FORCE, message, f"现对应 {heirs}" if heirs else "")
    else:
        cause = f"；{told.cause}" if told and told.cause else ""
        yield _at(
            best, "error", "not_in_force", _IN_FORCE, message + cause, f"改引 {heirs}" if heirs else "改引现行规定"
        )


def _meant(one: Resolved, library: Library, day: date) -> Standing | None:
    """The target as it stands on `day`; of a named edition (2012年修正) what has become of that."""
    if not one.citation.version_hint or one.day is None:
        return library.standing(one.target, day)
    found = library.standing(one.target, one.day)
    return replace(found, status=found.version.status_on(day)) if found else None


def _fit(one: Resolved, act: Regulation | None, region: str) -> Iterator[Finding]:
    if act is None:
        return
    if act.region and region and applies_in(act.region, region) is None:
        yield _at(one, "error", "other_region", _LOCAL, f"《{act.title}》是{act.region}的规定，不适用于{region}")
    if not act.public:
        yield _at(one, "warning", "not_public", _OPEN, f"《{act.title}》标为不公开，不宜在答复中引用")


def _level(found: Sequence[Resolved], acts: dict[str, Regulation]) -> Iterator[Finding]:
    known = [(one, acts[one.regulation_id]) for one in found if one.regulation_id in acts]
    ranks = [rank_of(act.title, kind=act.kind, issuer=act.issuer, region=act.region) for _, act in known]
    if ranks and all(rank.number >= 6 for rank in ranks):
        message = "只引用了规范性文件，请补引其上位依据"
        yield _at(known[0][0], "hint", "low_level", _LEVEL, message)


def _replaced_numbers(tx: Tx, day: date) -> dict[str, str]:
    """Document number → by what it was superseded, from the policy packages."""
    several = packages(tx)
    by = {old: one.title for one in several for old in one.replaces if one.effective is None or one.effective <= day}
    found = {}
    for one in several:
        ended = one.repealed is not None and one.repealed <= day
        if ended or one.id in by:
            words = f"已被“{by[one.id]}”取代" if one.id in by else f"自 {one.repealed} 起失效"
            found.update({member.document_no: words for member in one.members if member.document_no})
    return found


def _number(one: Resolved, replaced: dict[str, str]) -> Iterator[Finding]:
    number = one.citation.document_no
    if number in replaced:
        yield _at(one, "error", "superseded_number", _NUMBER, f"{number} {replaced[number]}")


def _at(one: Resolved, severity: str, code: str, rule: str, message: str, suggestion: str = "") -> Finding:
    citation = one.citation
    return Finding(
        severity=severity,
        code=code,
        rule=rule,
        message=message,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        suggestion=suggestion,
        target=one.target,
    )
