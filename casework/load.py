"""Loading the demo office (示范办公室) into an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from casework.common_issues import discover_all
from casework.lock import worker_lock
from casework.name_search import look_after_import
from casework.office import Office
from casework.renewal import renew
from casework.worker import settle
from core.errors import NotFound
from core.viewer import WORKER
from ingest.gazetteer import load_gazetteer
from ingest.history import ingest_history
from ingest.law_library import ingest_law_library
from ingest.petitions import Desk, ingest_petitions
from ingest.policies import ingest_policies
from ingest.report import IngestReport
from records import audit
from records.item_finding import count_items
from records.law import regulations
from records.office_settings import put_setting, setting

DATA = Path(__file__).resolve().parent.parent / "data"
Tell = Callable[[str], None]


LOADING = "demo.loading"


def wants_demo(office: Office) -> bool:
    """True when the office holds neither petitions nor law, or loading the demo was cut off."""
    with office.database.read() as tx:
        return bool(setting(tx, LOADING, default=False)) or not (count_items(tx, WORKER) or regulations(tx))


def load_demo(office: Office, *, tell: Tell) -> None:
    """Loads the invented office: names, policy packages, letters, time lines, then the law library without vectors.

    Vectors of the letters are made at once, those of the law library later by the worker. Cut off anywhere, it is
    simply called again.
    """
    now, demo = office.now(), DATA / "demo"
    quarantine = office.home / "quarantine"
    with office.database.write() as tx:
        put_setting(tx, LOADING, True, now=now)
        units, places, _ = load_gazetteer(tx, demo / "office.yaml", now=now)
    tell(f"单位 {units} 个，地点 {places} 处")
    tell(_told("政策包", ingest_policies(office.database, [DATA / "policies"], now=now)))
    with worker_lock(office.home):
        renew(office)  # with the names known by now; empties what a loading that was cut off had begun
    desk = Desk(office.database, office.vault, quarantine)
    letters = demo / "petitions.csv"
    tell(_told("信访件", ingest_petitions(desk, [letters], now=now)))
    look_after_import(office, [letters])
    steps = ingest_history(office.database, demo / "history.csv", letters.stem, quarantine=quarantine, now=now)
    tell(_told("办理环节", steps))
    tell("正在编入检索，并发现共性问题……")
    settle(office)
    found = discover_all(office, today=office.today(), now=now)
    tell(f"共性问题：单一事件 {len(found.events)} 个，共性规律 {len(found.patterns)} 个")
    try:
        tell(_told("国家法律数据包", ingest_law_library(office.database, now=now)))
    except NotFound as error:
        tell(f"{error.detail}；{error.hint}")
    settle(office, vectors=False)
    with office.database.write() as tx:
        put_setting(tx, LOADING, False, now=now)
        audit.record(tx, WORKER, "load_demo", "office", now=now)


def _told(what: str, report: IngestReport) -> str:
    aside = f"，另存待查 {report.quarantined}" if report.quarantined else ""
    return f"{what}：读入 {report.new + report.changed + report.same}{aside}，用时 {report.seconds:.1f} 秒"
