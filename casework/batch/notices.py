"""Notices of a batch (告知书, 意见书, 交办函): one for each petitioner side, built from its own case alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateError

from casework.basis import SOUND, CitedArticle
from casework.batch.wording import case_fields, chinese_date, fill
from core.batch import BatchPlan, Decision
from core.errors import InputError
from core.petition import Item

FOOTNOTE = "本文书由系统辅助生成，须经人工审核后送达。"
TO_PETITIONER = frozenset({"progress", "opinion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMember:
    """One applied case with its demand and the texts that fill the wording."""

    decision: Decision
    item: Item
    demand_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice before printing; the addressee is not in it, it comes from the vault at print."""

    side: str
    document_type: str
    item_ids: tuple[str, ...]
    number: str
    body: tuple[str, ...]
    basis: tuple[str, ...]
    remedy: str
    unit: str
    on: date
    problems: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The notice as plain lines, for the preview."""
        lines = (*self.body, *self.basis, self.remedy, self.unit, chinese_date(self.on.isoformat()))
        return "\n".join(line for line in lines if line)


def compose(
    plan: BatchPlan, members: Iterable[NoticeMember], *, cited: Sequence[CitedArticle], unit_name: str, today: date
) -> list[Notice]:
    """One notice for each (side, document) among the applied `members`, in the order they first appear."""
    groups: dict[tuple[str, str], list[NoticeMember]] = {}
    for member in members:
        if member.decision.verdict == "apply":
            groups.setdefault((member.decision.side, member.decision.document_type), []).append(member)
    return [
        _notice(
            plan, group, number=f"{plan.id.rpartition(':')[2]}-{ordinal:04d}", cited=cited, unit=unit_name, on=today
        )
        for ordinal, group in enumerate(groups.values(), start=1)
    ]


def _notice(  # the six facts of a notice, each needed once
    plan: BatchPlan, group: Sequence[NoticeMember], *, number: str, cited: Sequence[CitedArticle], unit: str, on: date
) -> Notice:
    first = group[0]
    problems: list[str] = []
    body: tuple[str, ...] = ()
    try:
        fields = case_fields(first.item, plan, demand_text=first.demand_text, unit_name=unit)
        numbers = "、".join(dict.fromkeys(m.item.item_no or m.item.source_id for m in group))
        body = tuple(fill(plan.wording, {**fields, "编号": numbers}).splitlines())
    except InputError as error:
        problems.append(error.detail)
    problems += [f"{a.label}：{a.warning or a.status.value}" for a in cited if a.status not in SOUND]
    document = first.decision.document_type
    if document == "opinion" and not plan.review_body:
        problems.append("处理意见书须写明复查机关，尚未填写")
    return Notice(
        side=first.decision.side,
        document_type=document,
        item_ids=tuple(dict.fromkeys(m.item.id for m in group)),
        number=number,
        body=body,
        basis=basis_lines(cited, on),
        remedy=remedy_line(plan.review_body) if document == "opinion" else "",
        unit=unit,
        on=on,
        problems=tuple(problems),
    )


def basis_lines(cited: Sequence[CitedArticle], on: date) -> tuple[str, ...]:
    """The line naming the articles with their status on the day `on`; none where there are none."""
    if not cited:
        return ()
    listed = "、".join(f"{a.label}（{a.status.value}）" for a in cited)
    return (f"依据（截至{chinese_date(on.isoformat())}）：{listed}。",)


def remedy_line(review_body: str) -> str:
    """The line every handling opinion owes the petitioner (条例 35): where and until when to ask for review."""
    if not review_body:
        return ""
    return f"如不服本意见，可自收到本意见书之日起30日内向{review_body}申请复查（《信访工作条例》第三十五条）。"


def render(notice: Notice, template: Path, *, addressee: str) -> bytes:
    """The notice as docx bytes. Raises InputError when the office's template cannot be read or names unknown fields."""
    context = {
        "addressee": addressee,
        "number": notice.number,
        "body": list(notice.body),
        "basis": list(notice.basis),
        "remedy": notice.remedy,
        "unit": notice.unit,
        "date": chinese_date(notice.on.isoformat()),
        "footnote": FOOTNOTE,
    }
    buffer = io.BytesIO()
    try:
        document = DocxTemplate(str(template))
        document.render(context, Environment(autoescape=True), autoescape=True)
        document.save(buffer)
    except (TemplateError, PackageNotFoundError, KeyError, ValueError) as error:
        raise InputError(
            f"文书模板不能用：{error}",
            "请在 Word 里改正模板中的 {{ }} 标记，或删除该文件以恢复自带模板",
            file=str(template),
        ) from error
    return buffer.getvalue()
