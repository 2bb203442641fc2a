"""A real worker process over an office on disk, and letters to give it work."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from casework.lock import worker_alive
from casework.office import SHANGHAI, Office, open_office
from core.settings import Settings
from core.viewer import WORKER
from ingest.petitions import Desk, ingest_petitions
from ingest.report import IngestReport
from records.marks import backlog
from search.asking import Query
from search.precedents import rank_petitions

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
PLACES = ("清河苑", "枫林路工地", "双杉村", "湄水云居小区", "学府路小学", "柳堤新城三期", "观澜佳苑")
STORIES = (
    "入住三年，不动产权证一直办不下来，开发商说竣工验收没有通过，请住建部门查明原因",
    "夜里两点还在打桩施工，老人孩子睡不着，多次投诉没有人管，请环保部门查处",
    "包工头拖欠农民工工资半年，劳动合同也没有签，请劳动监察大队帮助讨薪",
    "物业费年年上涨却不公示收支，电梯经常停运困人，业主要求更换物业公司",
    "自来水发黄有异味，烧开以后有沉淀，请水务公司检测水质并公布结果",
    "门口的公交线路取消以后老人看病要走四里路，希望恢复原来的站点",
)
QUESTIONS = (
    "房产证办不下来怎么办",
    "半夜施工噪音扰民",
    "讨薪",
    "柳堤新城三期电梯停运",
    "水质发黄有异味",
    "恢复公交站点",
)


PROGRAM = """
from core.settings import load_settings, prepare_process
prepare_process()
import logging, signal, sys, threading
from casework.office import open_office
from casework.worker import work
logging.basicConfig(level=logging.INFO)
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
office = open_office(load_settings(sys.argv[1]))
work(office, stop=stop)
office.close()
"""
"""What `cli.py work` does, without loading the other commands, which takes longer than many a test."""


def until(reached: Callable[[], object], what: str, seconds: float = 60.0) -> float:
    """Seconds until `reached` says yes; fails with `what` when it does not."""
    begun = time.monotonic()
    while not reached():
        if time.monotonic() - begun > seconds:
            raise AssertionError(f"did not happen within {seconds} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - begun


def letters(file: Path, count: int, *, name: str = "L") -> Path:
    """A csv of `count` letters, all different."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("信访件编号", "来信日期", "标题", "内容"))
        for n in range(count):
            place, story = PLACES[n % 7], STORIES[n // 7 % 6]
            body = f"{place}的居民反映：{story}。这是第{n % 41}次来信，楼栋{n % 13}号，望尽快答复{n}。"
            rows.writerow((f"{name}{n}", f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}", f"{place}问题{n % 97}", body))
    return file


def new_office(home: Path, **settings: str) -> Office:
    """An empty open office on a fixed day."""
    return open_office(Settings(home=home, today="2026-11-22", **settings))


def read_in(office: Office, file: Path) -> IngestReport:
    """The report of reading letters in, in this process."""
    desk = Desk(office.database, office.vault, office.home / "quarantine")
    return ingest_petitions(desk, [file], now=NOW, processes=0)


def waiting(office: Office) -> dict[str, int]:
    """Marks that wait, by consumer."""
    with office.database.read() as tx:
        return backlog(tx)


def caught_up(office: Office) -> bool:
    """True when neither words nor vectors wait."""
    left = waiting(office)
    return not left["words"] and not left["vectors"]


def found(office: Office, text: str, k: int = 10) -> list[str]:
    """Ids of the best petitions for `text`."""
    return [hit.item.id for hit in rank_petitions(office.database, office.index, WORKER, Query(text=text), k=k)]


def answers(office: Office) -> list[tuple[str, str, float]]:
    """What the office answers to all questions: question, id and score, in order."""
    return [
        (text, hit.item.id, round(hit.why.score, 6))
        for text in QUESTIONS
        for hit in rank_petitions(office.database, office.index, WORKER, Query(text=text), k=20)
    ]


def start_worker(home: Path, *, command: Sequence[str] = (), **environment: str) -> subprocess.Popen[bytes]:
    """A worker process that has the office's place by now."""
    own = {**os.environ, "OMP_NUM_THREADS": "1", "PETITION_GRAPH_TODAY": "2026-11-22", **environment}
    with (home / "worker.log").open("ab") as log:
        program = [sys.executable, *(command or ("-c", PROGRAM, str(home)))]
        child = subprocess.Popen(program, cwd=PROJECT, env=own, stdout=log, stderr=log)
    until(lambda: worker_alive(home) or child.poll() is not None, "the worker starts")
    assert child.poll() is None, (home / "worker.log").read_text(encoding="utf-8")
    return child


def kill(child: subprocess.Popen[bytes]) -> None:
    """Ends the worker without any warning, as a power cut would."""
    child.kill()
    child.wait(10)


def end(child: subprocess.Popen[bytes], seconds: float = 20.0) -> float:
    """Seconds the worker took to end after SIGTERM; it must end by itself and well."""
    begun = time.monotonic()
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    try:
        status = child.wait(seconds)
    except subprocess.TimeoutExpired:
        kill(child)
        raise AssertionError(f"the worker did not end within {seconds} s of SIGTERM") from None
    assert status == 0, f"the worker ended with {status}"
    return time.monotonic() - begun


@contextmanager
def working(home: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process that ends with the block."""
    child = start_worker(home, **environment)
    try:
        yield child
    finally:
        if child.poll() is None:
            end(child)
