"""One wording, many letters: fields in double braces filled from each case's own data only (统一口径)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.batch import BatchPlan
from core.dates import local_day
from core.errors import InputError
from core.petition import Item

FIELDS: dict[str, str] = {
    "编号": "信访件编号",
    "标题": "信访件标题（已脱敏）",
    "收到日期": "收到信访件的日期",
    "地点": "信访件所涉地点",
    "诉求": "本件诉求",
    "措施": "所采取的措施",
    "措施单位": "采取措施的单位",
    "措施文号": "措施文件的文号",
    "措施日期": "措施文件的日期",
}

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BROKEN = re.compile(r"\{\{|\}\}")


def check_wording(text: str) -> tuple[str, ...]:
    """The fields `text` uses, in order of first use. Raises InputError for an empty text or an unknown field."""
    if not text.strip():
        raise InputError("统一口径是空的", "请写明事实、依据和办理安排，例如：您反映的{{标题}}，现按{{措施}}办理")
    used = tuple(dict.fromkeys(_FIELD.findall(text)))
    unknown = [name for name in used if name not in FIELDS]
    if unknown:
        raise InputError(
            f"统一口径里有不认识的字段：{'、'.join(unknown) or '（空）'}",
            f"可用字段：{'、'.join(FIELDS)}，写法如 {{{{标题}}}}",
        )
    if _BROKEN.search(_FIELD.sub("", text)):
        raise InputError("统一口径里有没配对的花括号", "字段写法如 {{标题}}，两边各两个花括号")
    return used


def case_fields(item: Item, plan: BatchPlan, *, demand_text: str, unit_name: str) -> dict[str, str]:
    """The value of each field for one case; nothing here comes from another member of the batch."""
    measure = plan.measure
    received = item.received_at
    return {
        "编号": item.item_no or item.source_id,
        "标题": item.title_masked or "信访事项",
        "收到日期": chinese_date(local_day(received).isoformat()) if received else "（日期未登记）",
        "地点": item.place_text or item.region_text or "（地点未登记）",
        "诉求": demand_text or item.title_masked,
        "措施": measure.title if measure else "",
        "措施单位": unit_name,
        "措施文号": measure.document_no if measure else "",
        "措施日期": chinese_date(measure.adopted_on.isoformat()) if measure else "",
    }


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its fields replaced. Raises InputError when a field has no value."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if not values.get(name):
            raise InputError(f"字段“{name}”没有内容", "请补全信访件或措施的登记，或改写统一口径")
        return values[name]

    return _FIELD.sub(value, text)


def chinese_date(iso: str) -> str:
    """`2026-11-22` as `2026年11月22日`."""
    year, month, day = iso[:10].split("-")
    return f"{year}年{int(month)}月{int(day)}日"
