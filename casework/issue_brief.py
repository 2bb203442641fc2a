"""The brief on one common issue (共性问题专报, 每月一题) as a Word file: how many, where, why it ranks.

Counts and reasons come from the records; people are never named, examples are masked.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.cross_unit import cross_unit_of
from casework.issue_bursts import bursts
from casework.issue_effect import effects
from casework.issue_gaps import issue_gaps
from casework.issue_life import Life, life_of
from casework.office import Office
from casework.word_paper import TITLE, blank, fixed, heading, line, table
from core.viewer import Viewer
from issues.bursts import VERDICT_LABELS
from records.issues import StoredIssue, issue

LEVELS = {"event": "单一事件", "pattern": "共性规律"}
ASSISTED = "本专报由系统辅助生成，须经人工审核；成因和建议由责任单位研判。"


def issue_brief(office: Office, viewer: Viewer, issue_id: str, *, as_of: date, now: datetime) -> bytes:
    """The brief as docx bytes; the same records, day and person give the same bytes. Raises NotFound."""
    with office.database.read() as tx:
        one = issue(tx, viewer, issue_id)
    life = life_of(office, viewer, issue_id, limit=0)
    document = blank("共性问题专报", made_by=viewer.name, made_at=now)
    line(document, f"关于“{one.label}”的专报", font=TITLE, size=22, centred=True)
    table(document, [*_figures(one, life), ("统计日期", as_of.isoformat())])
    ground = [*_shares(one), *_crossed(office, viewer, issue_id), *_gap(office, viewer, one)]
    parts = (
        ("一、为什么提出", [*_rank(one), *_expected(office, viewer, one, as_of)]),
        ("二、涉及的地点、单位和依据", ground),
        ("三、典型反映", [f"“{example}”" for example in one.facts.get("examples", ())]),
        ("四、措施与成效", _measured(office, viewer, issue_id, as_of)),
    )
    for title, texts in parts:
        heading(document, title)
        for text in texts:
            line(document, text)
    line(document, ASSISTED, size=10)
    return fixed(document)


def _figures(one: StoredIssue, life: Life) -> list[tuple[str, str]]:
    members = sum(member.role == "member" for member in one.members)
    sides, matters = one.facts.get("sides", 0), one.facts.get("matters", 0)
    return [
        ("序号", f"第 {life.row.number} 号（{LEVELS.get(one.level, one.level)}）"),
        ("件数", f"{members} 件，{sides} 个信访方，{matters} 个信访事项"),
        ("时间", f"{one.first_on or '—'} 至 {one.last_on or '—'}"),
        ("责任", "、".join(filter(None, [life.unit, life.row.owner])) or "未定"),
        ("是否共性问题", "是" if one.qualified else f"尚不构成：{one.why_not}"),
    ]


def _rank(one: StoredIssue) -> list[str]:
    rows = one.facts.get("weights", ())
    return [f"{row['label']} {row['value']:.2f}（权重 {row['weight']:.0%}）：{row.get('note', '')}" for row in rows]


def _shares(one: StoredIssue) -> list[str]:
    told = []
    for name, label in (("places", "地点"), ("units", "单位"), ("respondents", "被反映对象"), ("articles", "依据")):
        rows = one.facts.get("breakdown", {}).get(name, ())[:6]
        if rows:
            told.append(f"{label}：" + "、".join(f"{row['label']} {row['count']} 件" for row in rows))
    return told


def _crossed(office: Office, viewer: Viewer, issue_id: str) -> list[str]:
    found = cross_unit_of(office, viewer, issue_id)
    if found.units < 2:
        return []
    return [f"由 {found.units} 个单位分别办理，分在 {found.codes} 个分类下，退回 {found.returned} 次。"]


def _expected(office: Office, viewer: Viewer, one: StoredIssue, as_of: date) -> list[str]:
    found = bursts(office, viewer, level=one.level, as_of=as_of)
    mine = next((row for row in found.rows if row.issue.id == one.id), None)
    if mine is None or mine.outlook is None:
        return []
    told = mine.outlook
    interval = f"预期 {told.expected:.1f} 件（九成区间 {told.low}–{told.high}）"
    return [f"{found.first} 至 {found.last} 收到 {mine.seen} 件，{interval}，{VERDICT_LABELS[mine.verdict]}。"]


def _gap(office: Office, viewer: Viewer, one: StoredIssue) -> list[str]:
    found = issue_gaps(office, viewer, level=one.level, governed=True)
    mine = next((gap for gap in found if gap.issue.id == one.id), None)
    if mine is None:
        return []
    known = f"；该类已知的现行规定：{'、'.join(mine.governing)}" if mine.governing else "；未见该类的现行规定"
    return [f"已答复 {mine.use.answered} 件，有现行依据的 {mine.use.with_basis} 件{known}。"]


def _measured(office: Office, viewer: Viewer, issue_id: str, as_of: date) -> list[str]:
    told = []
    for one in effects(office, viewer, issue_id, as_of=as_of):
        taken = f"{one.measure.adopted_on} {one.measure.title}（{one.measure.document_no}）"
        told.append(f"{taken}：此前半年 {one.before} 件，此后 {one.after} 件，{VERDICT_LABELS[one.verdict]}。")
    return told or ["尚未登记措施。"]
