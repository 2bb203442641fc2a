"""A whole plan from one file (办理方案), for commands: cause, measure, wording and documents at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from casework.batch import steps
from casework.batch.wording import check_wording
from casework.office import Office
from core.dates import read_day
from core.errors import InputError
from core.ids import short_hash, unit_id
from core.petition import Measure
from core.viewer import Viewer
from records.issues import issue

_SHAPES: dict[str, type] = {
    "cause": dict,
    "measure": dict,
    "wording": str,
    "document_type": str,
    "document_types": dict,
    "review_body": str,
    "except": dict,
}
EXAMPLE = (
    '{"cause":{"kind":"missing_step","text":"竣工备案未完成"},"measure":{"title":"先受理后补件方案","text":"……",'
    '"unit":"ZRZY","document_no":"青自然资发〔2026〕12号","adopted_on":"2026-11-02","articles":[]},'
    '"wording":"您反映的{{标题}}，现按{{措施}}办理。","document_type":"progress"}'
)


def read_plan(file: Path) -> dict[str, Any]:
    """The plan in a JSON file, every part of it checked. Raises InputError naming the file and what is wrong."""
    try:
        plan = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError("找不到方案文件", f"例如：{EXAMPLE}", file=str(file)) from error
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"方案不是 UTF-8 的 JSON：{error}", f"例如：{EXAMPLE}", file=str(file)) from error
    missing = [name for name in ("cause", "measure", "wording") if not (isinstance(plan, dict) and plan.get(name))]
    if missing:
        raise InputError(f"方案缺少 {'、'.join(missing)}", f"例如：{EXAMPLE}", file=str(file))
    for name, kind in _SHAPES.items():
        if not isinstance(plan.get(name, kind()), kind):
            raise InputError(f"方案里的 {name} 写法不对", f"例如：{EXAMPLE}", file=str(file))
    _check(plan)
    return dict(plan)


def _check(plan: Mapping[str, Any]) -> None:
    steps.check_cause(str(plan["cause"].get("kind", "")), str(plan["cause"].get("text", "")))
    measure_of(plan["measure"])
    check_wording(plan["wording"])
    steps.check_types([plan.get("document_type", "progress"), *plan.get("document_types", {}).values()])
    for reason in plan.get("except", {}).values():
        steps.check_reason(str(reason))


def measure_of(told: Mapping[str, Any]) -> Measure:
    """The measure a plan tells of. Raises InputError when unit, document, day or title is missing."""
    missing = [name for name in ("title", "unit", "document_no", "adopted_on") if not told.get(name)]
    if missing:
        raise InputError(f"措施缺少 {'、'.join(missing)}", "措施要写明单位、文件（文号）和日期，由有权单位作出")
    day = read_day(str(told["adopted_on"]))
    assert day is not None  # an empty date was refused above
    unit = str(told["unit"])
    return Measure(
        id=f"measure:{short_hash(str(told['title']), str(told['document_no']))}",
        title=str(told["title"]),
        text=str(told.get("text", "")),
        unit_id=unit if unit.startswith("unit:") else unit_id(unit),
        document_no=str(told["document_no"]),
        adopted_on=day,
        kind=str(told.get("kind", "policy")),
        articles=tuple(map(str, told.get("articles") or ())),
    )


def open_by_plan(office: Office, viewer: Viewer, issue_id: str, plan: Mapping[str, Any], *, now: datetime) -> str:
    """The id of the issue's batch with every part of the plan stored, handed to the second person for the legal check.

    Raises InputError for a case the issue does not have, before a batch is begun, NotFound for an unknown issue.
    """
    with office.database.read() as tx:
        members = {one.item_id for one in issue(tx, viewer, issue_id).members}
    named = [*plan.get("except", {}), *plan.get("document_types", {})]
    if strange := [one for one in named if one not in members]:
        detail = f"方案里有不属于这个共性问题的信访件：{'、'.join(strange[:5])}"
        raise InputError(detail, "请核对编号，例如 item:来源:编号")
    batch_id = steps.open_batch(office, viewer, issue_id, now=now)
    _carry_in(office, viewer, batch_id, plan, now=now)
    return batch_id


def _carry_in(office: Office, viewer: Viewer, batch_id: str, plan: Mapping[str, Any], *, now: datetime) -> None:
    cause = plan["cause"]
    steps.set_cause(office, viewer, batch_id, kind=cause.get("kind", ""), text=cause.get("text", ""), now=now)
    steps.set_measure(office, viewer, batch_id, measure_of(plan["measure"]), now=now)
    types = {"": plan.get("document_type", "progress"), **plan.get("document_types", {})}
    types["review_body"] = plan.get("review_body", "")
    steps.set_wording(office, viewer, batch_id, text=plan["wording"], document_types=types, now=now)
    for item_id, reason in plan.get("except", {}).items():
        steps.except_member(office, viewer, batch_id, item_id, reason=reason, now=now)
    steps.submit_for_check(office, viewer, batch_id, now=now)
