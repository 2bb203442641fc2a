"""What a legal adviser does with the dates of acts: sees their evidence, confirms or corrects them by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from casework.office import Office
from core.errors import InputError, NotFound
from core.law_conflicts import Conflict
from core.law_versions import NOT_ENDED, DateCheck
from core.statute import Regulation, RegulationVersion
from core.viewer import Viewer
from ingest.acts import act_title
from records import law
from records.database import Tx
from records.law_coverage import drop_required, put_required
from records.law_dates import put_check
from records.law_sheet import ActSheet, Override, act_sheet, law_conflicts, law_overrides

_MISSING = "可能不在国家法律数据包里；请把文件做成政策包读入：python cli.py ingest policies 文件夹"


class Dates(TypedDict, total=False):
    """The dates a person confirms; those left out stay as they are."""

    effective: date | None
    ended: date | None
    end_kind: str
    ended_by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActVersions:
    """An act with all its versions and what stands against what."""

    regulation: Regulation
    sheet: ActSheet


def acts_named(tx: Tx, name: str) -> list[Regulation]:
    """The acts of this title, short title or document number. Raises NotFound."""
    found = law.find_regulations(tx, name)
    if not found:
        raise NotFound(f"库中没有“{name}”", _MISSING)
    return found


def act_versions(tx: Tx, name: str) -> list[ActVersions]:
    """The acts of this name, each with all that is known of its versions. Raises NotFound."""
    return [ActVersions(regulation=one, sheet=act_sheet(tx, one.id)) for one in acts_named(tx, name)]


def all_conflicts(tx: Tx, name: str = "") -> list[Conflict]:
    """The contradictions about dates and texts of one act, or of all."""
    return law_conflicts(tx, [one.id for one in (acts_named(tx, name) if name else law.regulations(tx))])


def all_overrides(tx: Tx, name: str = "") -> list[Override]:
    """The dates of sources that were not used, of one act or of all."""
    return list(law_overrides(tx, [one.id for one in (acts_named(tx, name) if name else law.regulations(tx))]))


def check_dates(
    office: Office, viewer: Viewer, name: str, published: date | None, dates: Dates, *, now: datetime
) -> RegulationVersion:
    """The version after a named person confirmed its dates; an audit row says who and what.

    Raises NotFound for an unknown act or version, InputError for dates that cannot be.
    """
    note = dates.get("note", "")
    with office.database.write() as tx:
        version = _one_version(tx, name, published)
        effective = dates.get("effective") or version.effective
        ended = dates.get("ended")
        if effective and version.published and effective < version.published and not note:
            raise InputError(
                f"施行日期 {effective} 早于公布日期 {version.published}", "如果确实如此，请用 --note 写明依据"
            )
        if ended and effective and ended < effective:
            raise InputError(f"终止日期 {ended} 早于施行日期 {effective}", "请核对后重填")
        kind = dates.get("end_kind", "")
        if ended and kind not in ("amended", "repealed", "expired"):
            raise InputError(f"终止方式“{kind}”不认识", "可用：amended（已修改）、repealed（已废止）、expired（失效）")
        if kind and not ended and kind != NOT_ENDED:
            raise InputError("写了终止方式，没有写终止日期", "请写明日期；来源误标为已终止的，终止方式写“未终止”")
        check = DateCheck(
            regulation_id=version.regulation_id,
            published=version.published,
            effective=dates.get("effective"),
            ended=ended,
            ended_by=dates.get("ended_by", ""),
            end_kind=kind,
            person=viewer.name,
            at=now,
            note=note,
        )
        put_check(tx, viewer, check)
        return _one_version(tx, name, version.published)


def _one_version(tx: Tx, name: str, published: date | None) -> RegulationVersion:
    several = [version for one in acts_named(tx, name) for version in law.versions(tx, one.id)]
    mine = several if published is None else [one for one in several if one.published == published]
    if len(mine) == 1:
        return mine[0]
    there = "、".join(str(one.published or "公布日期不详") for one in several)
    if not mine:
        raise NotFound(f"“{name}”没有公布于 {published} 的版本", f"库中的版本：{there}")
    raise InputError(f"“{name}”有 {len(mine)} 个版本，不知道核对哪一个", f"请用 --published 指定其中一个：{there}")


def require_act(office: Office, viewer: Viewer, title: str, topic: str, *, now: datetime) -> str:
    """The title as it was put on the office's own list. Raises InputError for an empty one."""
    short = act_title(title)
    if not short:
        raise InputError("没有写法规名称", "例如：清河县物业管理办法")
    with office.database.write() as tx:
        put_required(tx, viewer, short, topic or "本办清单", now=now)
    return short


def unrequire_act(office: Office, viewer: Viewer, title: str, *, now: datetime) -> None:
    """Takes an act off the office's own list. Raises NotFound for one that is not on it."""
    with office.database.write() as tx:
        if not drop_required(tx, viewer, act_title(title), now=now):
            raise NotFound(f"本办清单里没有“{title}”", "项目自带的清单不能删减")
