"""Law from tables: one JSON object an article, with one object an act beside it when there is one (design 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from core.dates import read_day
from core.errors import InputError
from core.law_tree import missing_between
from core.normal import clean
from ingest.acts import Act, ActArticle, act_title, article_number, kind_code
from ingest.law_saving import save_acts
from ingest.quarantine import BadRow, Quarantine
from ingest.readers import open_table
from ingest.report import IngestReport, Pace, Told, told_nobody
from ingest.source_names import source_name
from ingest.tables import Row
from records.database import Database


@dataclass(slots=True)
class _Draft:
    """One version as its rows tell it."""

    told: Mapping[str, str]
    articles: dict[tuple[int, int], ActArticle] = field(default_factory=dict)


def ingest_articles(
    database: Database,
    file: Path,
    *,
    regulations: Path | None = None,
    quarantine: Path,
    now: datetime,
    progress: Told = told_nobody,
) -> IngestReport:
    """The report after storing the articles in `file`; a version is told by `doc_id`, else by title and publication.

    Rows name `law` or `title`, `article` and `text`; optional `id`, `doc_id`, `path`, `published`, `effective`,
    `repealed`, `status`. A row without them, or the second of two with one number, goes to the quarantine folder.
    Raises InputError for a file that is no table of articles.
    """
    pace = Pace(progress, "读入法条")
    told = _regulations(regulations) if regulations else {}
    bad = Quarantine(quarantine, source_name(file), now)
    try:
        drafts = _drafts(file, told, bad, pace)
        if not drafts:
            raise InputError(
                "没有一行是法条",
                '每行要有 law（或 title）、article、text，例如：{"law": "民法典", "article": "第一条", "text": "…"}',
                file=file.name,
            )
        acts = [_act(draft, doc_id) for doc_id, draft in drafts.items()]
        saving = Pace(progress, "保存法规版本", total=len(acts))
        counts = save_acts(database, acts, source=source_name(file), now=now, pace=saving)
    finally:
        bad.close()
    gaps = [note for act in acts for note in _gaps(act)]
    counts.notes = [*gaps, *counts.notes]
    return counts.report(pace, quarantined=bad.count, quarantine_file=bad.path, gaps=len(gaps))


def _gaps(act: Act) -> Iterator[str]:
    """Where numbers of articles are missing in an act, before its first one too."""
    numbers = sorted({article.number for article in act.articles})
    for before, after in pairwise([0, *numbers]):
        if after > before + 1:
            yield f"《{act_title(act.title)}》条文不连续：缺{missing_between(before, after)}"


def _regulations(file: Path) -> dict[str, Mapping[str, str]]:
    with open_table(file) as table:
        rows = [row.values for row in table.rows if not row.problem]
    if not rows or "title" not in rows[0]:
        raise InputError("不是法规目录", "每行要有 title，以及 doc_id、published、effective、status 等", file=file.name)
    return {row.get("doc_id") or row["title"]: row for row in rows}


def _drafts(file: Path, told: Mapping[str, Mapping[str, str]], bad: Quarantine, pace: Pace) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {doc_id: _Draft(row) for doc_id, row in told.items()}
    found = False
    with open_table(file) as table:
        for done, row in enumerate(table.rows, 1):
            try:
                _add(drafts, row)
                found = True
            except InputError as error:
                bad.add(BadRow(file.name, row.number, error.column, error.detail, error.hint), row.values)
            pace.at(done)
    return drafts if found else {}


def _add(drafts: dict[str, _Draft], row: Row) -> None:
    values = row.values
    title = clean(values.get("title") or values.get("law") or "").strip()
    if row.problem or not title:
        raise InputError(row.problem or "没有法规名称", "请补上 law 或 title", column="law")
    text = clean(values.get("text", "")).strip()
    if not text:
        raise InputError("没有条文内容", "请补上 text", column="text")
    number, sub = _number(values)
    doc_id = values.get("doc_id") or "@".join(part for part in (title, values.get("published", "")) if part)
    draft = drafts.get(doc_id) or drafts.setdefault(doc_id, _Draft({**values, "title": title}))
    before = draft.articles.get((number, sub))
    if before is not None and before.text == text:
        return
    if before is not None:
        raise InputError(
            f"《{title}》的{values.get('article', '')}出现了两次，文字不同",
            "请只留一条，或用 doc_id 分开两个版本",
            column="article",
        )
    draft.articles[(number, sub)] = ActArticle(number, sub, text, values.get("path", "").strip(), values.get("id", ""))


def _number(values: Mapping[str, str]) -> tuple[int, int]:
    if values.get("no", "").isdigit():
        return int(values["no"]), int(values.get("sub") or 0)
    return article_number(values.get("article", ""))


def _act(draft: _Draft, doc_id: str) -> Act:
    told = draft.told
    return Act(
        title=told["title"],
        doc_id=doc_id,
        short_titles=tuple(n for n in (told.get("short_title", ""),) if n and n != act_title(told["title"])),
        kind=kind_code(
            told.get("group", ""),
            told["title"],
            issuer=told.get("issuer", ""),
            document_no=told.get("document_no", ""),
            region=told.get("region", "") or told.get("province", ""),
        ),
        issuer=told.get("issuer", ""),
        document_no=told.get("document_no", ""),
        published=_day(told.get("published", "")),
        effective=_day(told.get("effective", "")),
        repealed=_day(told.get("repealed", "")),
        status=told.get("status", ""),
        region=told.get("region", "") or told.get("province", ""),
        preamble=told.get("preamble", ""),
        articles=tuple(draft.articles.values()),
    )


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except InputError:
        return None  # a date nobody can read is a date nobody knows
