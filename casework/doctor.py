"""What is wrong with this office and what to do about it (体检)."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from casework.office import Office
from casework.status import OfficeStatus, office_status
from core.errors import PetitionGraphError
from core.viewer import OFFICE
from records import audit

LEAST_DISK = 2 * 2**30
"""Bytes that should be free: index generations are written beside the old ones."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and the next step where it is not."""

    name: str
    ok: bool
    seen: str
    next_step: str = ""


def examine(office: Office) -> list[Finding]:
    """Everything that was looked at, in a fixed order."""
    return [*_machine(office), *_projections(office_status(office, OFFICE)), *_search(office), _audit(office)]


def _machine(office: Office) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info[:2] == (3, 11), version, "请使用 Python 3.11")
    free = shutil.disk_usage(office.home).free
    yield Finding("磁盘", free >= LEAST_DISK, f"剩余 {free / 2**30:.1f} GB", "请清理磁盘，至少留 2 GB")
    key_modes = [file.stat().st_mode & 0o077 for file in office.settings.keys.glob("*") if file.is_file()]
    yield Finding(
        "密钥", not any(key_modes), f"{len(key_modes)} 个密钥文件", "请把 keys/ 里的文件权限改为仅本人可读（600）"
    )


def _projections(status: OfficeStatus) -> Iterator[Finding]:
    yield Finding("资料", True, f"{status.items} 件信访件，{status.regulations} 部法规，{status.packages} 个政策包")
    yield Finding(
        "后台任务",
        status.worker_alive,
        "运行中" if status.worker_alive else "未运行",
        "请运行 make run，或 python cli.py work",
    )
    for name, problem in status.worker_problems.items():
        yield Finding(f"后台任务·{name}", False, problem, "修好后会自动补上，登记不受影响")
    yield Finding(
        "语义模型",
        bool(status.model),
        status.model or status.model_problem,
        "请运行 python cli.py model；其间按词语检索照常可用",
    )
    yield Finding(
        "检索索引", not status.index_problem, status.index_problem or _filled(status), "请运行 python cli.py rebuild"
    )
    yield Finding(
        "关系图谱",
        not status.graph_problem,
        status.graph_problem or status.graph_name,
        "请核对 settings.toml 里的 neo4j_ 各项",
    )
    waiting = sum(status.waiting.values())
    yield Finding(
        "待处理", waiting == 0 or status.worker_alive, f"{waiting} 项等待后台处理", "请启动后台任务：python cli.py work"
    )
    yield Finding("待研判", True, f"{status.doubtful} 件疑似检举控告等问题等人决定")


def _filled(status: OfficeStatus) -> str:
    parts = "，".join(
        f"{name} {one.done}/{one.total}（{int(one.share * 100)}%）" for name, one in status.vectors.items()
    )
    return f"向量：{parts}"


def _search(office: Office) -> Iterator[Finding]:
    try:
        office.index.self_test()
    except PetitionGraphError as error:
        yield Finding("中文检索自检", False, error.detail, error.hint)
    else:
        yield Finding("中文检索自检", True, "通过")


def _audit(office: Office) -> Finding:
    with office.database.read() as tx:
        check = audit.verify(tx)
    seen = f"{check.rows} 行" if check.ok else f"第 {check.first_bad} 行起对不上"
    return Finding("审计链", check.ok, seen, "审计记录被改动过，请立即报告负责人并保全数据库文件")
