"""One petition typed in at the desk (登记): linked like an imported one, and ahead of any bulk import in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.errors import InputError
from core.ids import short_hash
from core.petition import Item
from core.viewer import WORKER
from ingest.columns import ColumnMapping, known_fields
from ingest.gazetteer import knowledge_of
from ingest.linking.facts import ready
from ingest.petitions import Desk
from ingest.rows import RowError, RowReader
from ingest.saving import Batch, save_batch
from ingest.tables import Row
from records.items import items

SOURCE = "登记"


def register_petition(desk: Desk, cells: Mapping[str, str], *, now: datetime, source: str = SOURCE) -> Item:
    """The stored item; `cells` holds texts by the field names of `columns.yaml` (title, content, person_name, …).

    Without `item_no` a number is made from the moment. Raises InputError naming the field that cannot be taken, for
    an unknown field, and when the number is taken.
    """
    unknown = sorted(set(cells) - {field.name for field in known_fields()})
    if unknown:
        raise InputError(f"不认识的字段：{'、'.join(unknown)}", "可用的字段见 docs/data-formats.md")
    told = {"item_no": _number(cells, now), "registered_at": now.isoformat(), **{k: v for k, v in cells.items() if v}}
    try:
        draft = RowReader(source, "", ColumnMapping({name: name for name in told})).draft(Row(0, told))
    except RowError as error:
        raise InputError(str(error), error.fix, column=_label(error.field)) from error
    with desk.database.read() as tx:
        if items(tx, WORKER, [draft.item.id]):
            raise InputError(
                f"编号 {draft.item.source_id} 已经登记过", "请换一个编号，或留空由系统编号", column="信访件编号"
            )
        knowledge = knowledge_of(tx)
    facts = ready(draft, knowledge, now=now)
    with desk.database.write() as tx:
        save_batch(tx, desk.vault, Batch([facts]), now=now, lane="interactive")
        return items(tx, WORKER, [draft.item.id])[draft.item.id]


def _number(cells: Mapping[str, str], now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S}-{short_hash(*cells.values(), now.isoformat(), length=4)}"


def _label(field: str) -> str:
    return next((one.label for one in known_fields() if one.name == field), field)
