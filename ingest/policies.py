"""Policy packages (政策包) from folders into the records: members with roles, regulations with dated versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.ids import regulation_id
from core.petition import Link
from ingest.acts import act_title
from ingest.law_saving import save_act, told_of, version_of
from ingest.manifest import MANIFEST, MemberText, PackageText, read_package
from ingest.repeals import Repeal
from ingest.report import IngestReport, Pace, Told, told_nobody
from ingest.version_dates import start_of
from ingest.version_facts import version_facts
from records.database import Database
from records.law_dates import put_facts
from records.link_saving import put_links
from records.packages import save_package
from records.splits import split_corrections
from records.transactions import Tx


def ingest_policies(
    database: Database, folders: Sequence[Path], *, now: datetime, progress: Told = told_nobody
) -> IngestReport:
    """The report after storing the packages in `folders`, in packages; a folder of packages stands for all of them.

    All are read before the first is stored, and each is stored whole: a broken one leaves nothing half done.
    Raises PackageError naming folder, file and line.
    """
    pace = Pace(progress, "读入政策包")
    with database.read() as tx:
        corrections = split_corrections(tx)
    packages = [read_package(folder, corrections) for folder in package_folders(folders)]
    counts = dict.fromkeys(("new", "changed", "same"), 0)
    pace.total, articles = len(packages), 0
    with database.write() as tx:
        put_facts(tx, version_facts())
    for done, package in enumerate(packages, 1):
        with database.write() as tx:
            counts[_save(tx, package, now)] += 1
        articles += sum(len(one.act.articles) for one in package.members if one.act)
        pace.at(done, last=done == len(packages))
    notes = tuple(note for package in packages for one in package.members for note in one.notes)
    new, changed, same = counts.values()
    gaps = sum(one.gaps for package in packages for one in package.members)
    return IngestReport(
        new=new, changed=changed, same=same, articles=articles, gaps=gaps, notes=notes, seconds=pace.seconds
    )


def package_folders(folders: Sequence[Path]) -> list[Path]:
    """Each folder that is a package, and the packages one level below each folder that is not."""
    found: list[Path] = []
    for folder in folders:
        below = sorted(p.parent for p in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
        found += [folder] if (folder / MANIFEST).is_file() or not below else below
    return found


def _save(tx: Tx, package: PackageText, now: datetime) -> str:
    told = [_save_act(tx, package, one, now) for one in package.members if one.act is not None]
    texts = {one.member.file: one.text for one in package.members}
    done = save_package(tx, package.package, texts, now=now)
    return "changed" if done == "same" and any(one != "same" for one in told) else done


def _save_act(tx: Tx, package: PackageText, one: MemberText, now: datetime) -> str:
    act = one.act
    if act is None:
        return "same"
    start = start_of(act, {})
    on = act.effective or package.package.effective or start.on
    start = replace(start, on=on)
    version = version_of(act, package.package.id, start, text_kind=one.member.text_kind)
    named = [Repeal(act_title(title), on, True, f"replaces: {title}", "package.yaml") for title in one.replaces]
    done = save_act(tx, act, version, now=now, told=told_of(act, version, start, also=named))
    targets = [regulation_id(act_title(title)) for title in one.replaces]
    links = [Link(source=version.regulation_id, kind="replaces", target=old) for old in targets]
    put_links(tx, [link for link in links if link.target != link.source], now=now)
    return done
