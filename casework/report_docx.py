"""The 类案检索报告 as a Word file: the same report gives the same bytes, whenever and wherever it is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from casework.facets import FIELDS
from casework.precedent_report import Report, ReportedCase
from core.vocabulary import label

_BODY, _TITLE, _HEAD = "仿宋_GB2312", "方正小标宋简体", "黑体"
_RED = RGBColor(0xA3, 0x16, 0x1A)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST = 600
ASSISTED = "本报告由系统辅助生成，须经人工审核；相似度只供参照，不代替对事实和依据的认定。"


def report_docx(report: Report) -> bytes:
    """The report as docx bytes."""
    document = _blank(report)
    _line(document, "类案检索报告", font=_TITLE, size=22, centred=True)
    _table(document, _head(report))
    _heading(document, "一、检索结果概况")
    for text in _overview(report):
        _line(document, text)
    _heading(document, "二、相似先例" if not report.answer.nothing_similar else "二、没有足够相似的先例，以下仅供参考")
    for number, case in enumerate(report.cases, 1):
        _case(document, number, case)
    if not report.cases:
        _line(document, "没有找到已办结的信访件。")
    if report.also_open:
        _heading(document, "三、相似而尚在办理的")
        for case in report.also_open:
            title, unit = case.hit.item.title_masked, case.unit or "未定承办单位"
            _line(document, f"{case.number}　{title}　（{unit}）{case.hit.why.sentence}")
    _line(document, ASSISTED, size=10)
    return _fixed(document)


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
    _line(document, f"（{number}）{item.title_masked or item.content_masked[:40]}", font=_HEAD)
    if hit.overturned:
        _line(document, f"注意：原答复已被{hit.overturned}，不宜作为先例参照。", red=True)
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
    _table(document, [(name, value) for name, value in facts if value])
    for one in case.basis:
        _line(document, f"依据：{one.words}", red=not one.sound, size=12)


def _sum(case: ReportedCase) -> str:
    return " + ".join(f"{name} {value:.6f}" for name, value in case.parts.items() if value) or "0"


def _short(text: str, most: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _blank(report: Report) -> DocumentFile:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    told, moment = document.core_properties, report.made_at.replace(tzinfo=None, microsecond=0)
    told.title, told.author, told.last_modified_by, told.comments = "类案检索报告", report.made_by, report.made_by, ""
    told.created = told.modified = moment
    told.revision = 1
    return document


def _heading(document: DocumentFile, text: str) -> None:
    _line(document, text, font=_HEAD, size=16)


def _line(
    document: DocumentFile, text: str, *, font: str = _BODY, size: int = 14, centred: bool = False, red: bool = False
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(paragraph, text, font, size)
    if red:
        run.font.color.rgb = _RED


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _table(document: DocumentFile, rows: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for name, value in rows:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (name, value), (Mm(32), Mm(124)), strict=True):
            cell.width = width
            _run(cell.paragraphs[0], text, _BODY, 11)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fixed(document: DocumentFile) -> bytes:
    """The file packed with one fixed moment for each part and the parts in order of their names."""
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as fixed:
        names = sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            fixed.writestr(zipfile.ZipInfo(name, _EPOCH), parts.read(name), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()
