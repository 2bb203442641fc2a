"""The ledger (台账) of a batch as xlsx: one row for every selected case, applied, excepted or failed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xlsxwriter

from core.batch import DOCUMENT_TYPES, RESULTS, BatchPlan, Decision, MemberResult
from core.petition import Item

COLUMNS = (
    ("序号", 6),
    ("信访件编号", 20),
    ("标题", 36),
    ("地点", 18),
    ("处理", 8),
    ("理由", 30),
    ("文书", 16),
    ("文书编号", 22),
    ("送达", 20),
    ("结果", 10),
    ("结果依据", 30),
    ("责任单位", 20),
)
_VERDICTS = {"apply": "适用", "except": "例外", "failed": "未成"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One case of the batch with what was decided, sent and achieved."""

    decision: Decision
    item: Item | None
    document_id: str = ""
    delivery: str = ""
    result: MemberResult | None = None
    unit_name: str = ""


def safe_cell(text: str) -> str:
    """`text` that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def ledger_xlsx(plan: BatchPlan, rows: Iterable[LedgerRow], *, printed: Mapping[str, str]) -> bytes:
    """The workbook as bytes; `printed` says who exported it and when (导出人, 时间) and goes into the head line."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet("台账")
    sheet.write_string(0, 0, safe_cell(f"{plan.title}　{'　'.join(f'{k}：{v}' for k, v in printed.items())}"), bold)
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, title, bold)
    counts: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        counts[row.decision.verdict] = counts.get(row.decision.verdict, 0) + 1
        for column, value in enumerate(_cells(number, row)):
            sheet.write_string(number + 1, column, safe_cell(value), cell)
    total = sum(counts.values())
    parts = "，".join(f"{_VERDICTS[v]} {counts.get(v, 0)}" for v in _VERDICTS)
    sheet.write_string(total + 2, 0, f"合计 {total} 件：{parts}", bold)
    sheet.freeze_panes(2, 0)
    book.close()
    return buffer.getvalue()


def _cells(number: int, row: LedgerRow) -> tuple[str, ...]:
    item, decision, result = row.item, row.decision, row.result
    return (
        str(number),
        (item.item_no or item.source_id) if item else decision.item_id,
        item.title_masked if item else "",
        item.place_text if item else "",
        _VERDICTS.get(decision.verdict, decision.verdict),
        decision.detail,
        DOCUMENT_TYPES.get(decision.document_type, ""),
        row.document_id,
        row.delivery,
        RESULTS.get(result.result, "") if result else "",
        result.evidence if result else "",
        row.unit_name,
    )
