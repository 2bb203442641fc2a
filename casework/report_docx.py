"""The 类案检索报告 as a Word file: the same report gives the same bytes, whenever and wherever it is written."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as DocumentFile

from casework.facets import FIELDS
from casework.precedent_report import Report, ReportedCase
from casework.word_paper import HEAD, TITLE, blank, fixed, heading, line, table
from core.vocabulary import label

_LONGEST = 600
ASSISTED = "本报告由系统辅助生成，须经人工审核；相似度只供参照，不代替对事实和依据的认定。"


def report_docx(report: Report) -> bytes:
    """The report as docx bytes."""
    document = blank("类案检索报告", made_by=report.made_by, made_at=report.made_at)
    line(document, "类案检索报告", font=TITLE, size=22, centred=True)
    table(document, _head(report))
    heading(document, "一、检索结果概况")
    for text in _overview(report):
        line(document, text)
    heading(document, "二、相似先例" if not report.answer.nothing_similar else "二、没有足够相似的先例，以下仅供参考")
    for number, case in enumerate(report.cases, 1):
        _case(document, number, case)
    if not report.cases:
        line(document, "没有找到已办结的信访件。")
    if report.also_open:
        heading(document, "三、相似而尚在办理的")
        for case in report.also_open:
            title, unit = case.hit.item.title_masked, case.unit or "未定承办单位"
            line(document, f"{case.number}　{title}　（{unit}）{case.hit.why.sentence}")
    line(document, ASSISTED, size=10)
    return fixed(document)


def _head(report: Report) -> list[tuple[str, str]]:
    chosen = "；".join(f"{name}：{value}" for name, value in report.filters) or "无"
    demands = "；".join(one.label for one in report.answer.demands)
    return [
        ("检索内容", _short(report.question)),
        *([("分别检索的诉求", demands)] if demands else []),
        ("筛选条件", chosen),
        ("检索人", report.made_by),
        ("检索时间", f"{report.made_at:%Y-%m-%d %H:%M}"),
        ("条文效力截至", report.as_of.isoformat()),
        ("检索版本", report.made_with.words),
        ("相似下限", f"{report.answer.floor:.2f}（低于此值视为不够相似）"),
    ]


def _overview(report: Report) -> Iterable[str]:
    cases = report.cases
    if not report.answer.nothing_similar:
        fallen = sum(bool(case.hit.overturned) for case in cases)
        changed = sum(any(not one.sound for one in case.basis) for case in cases)
        told = [f"列出先例 {len(cases)} 件", f"其中被复查、复核改变的 {fallen} 件", f"所引依据有变动的 {changed} 件"]
        yield "，".join(told) + "。"
    for name, several in report.facets.items():
        yield f"{FIELDS[name]}：{'、'.join(f'{one.label} {one.count} 件' for one in several)}。"


def _case(document: DocumentFile, number: int, case: ReportedCase) -> None:
    hit, item = case.hit, case.hit.item
    line(document, f"（{number}）{item.title_masked or item.content_masked[:40]}", font=HEAD)
    if hit.overturned:
        line(document, f"注意：原答复已被{hit.overturned}，不宜作为先例参照。", red=True)
    badges = [hit.relation.badge] if hit.relation and hit.relation.badge else []
    facts = [
        ("编号", case.number),
        ("问题分类", case.class_path),
        ("承办单位", case.unit),
        ("办理结果", label("outcome", item.outcome) if item.outcome else "未登记"),
        ("满意度", label("rating", item.rating) if item.rating else ""),
        ("办理用时", f"{case.days} 天" if case.days is not None else ""),
        ("要素", "、".join(hit.elements[:12])),
        ("标识", "、".join(badges)),
        ("对应诉求", "；".join(one.label for one in hit.demands)),
        ("为什么", hit.why.sentence),
        ("得分", f"{_sum(case)} = {hit.score:.6f}"),
        ("同一人同一事等", "、".join(case.repeats)),
        ("来信摘要", _short(item.content_masked, 240)),
        ("答复要点", _short(item.reply_masked)),
        ("依据现状", case.standing),
    ]
    table(document, [(name, value) for name, value in facts if value])
    for one in case.basis:
        line(document, f"依据：{one.words}", red=not one.sound, size=12)


def _sum(case: ReportedCase) -> str:
    return " + ".join(f"{name} {value:.6f}" for name, value in case.parts.items() if value) or "0"


def _short(text: str, most: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
