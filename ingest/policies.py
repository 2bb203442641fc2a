"""Policy packages (政策包) from folders into the records: members with roles, regulations with dated versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from core.ids import regulation_id
from core.petition import Link
from ingest.acts import act_title
from ingest.law_saving import save_act, told_of, version_of
from ingest.manifest import MANIFEST, MemberText, PackageText, read_package
from ingest.policy_chains import refuse_rings
from ingest.policy_changes import PolicyChange, changes_of
from ingest.repeals import Repeal, term_in
from ingest.report import IngestReport, Pace, Told, told_nobody
from ingest.version_dates import start_of
from ingest.version_facts import version_facts
from records.database import Database
from records.law_dates import settle_facts
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
        refuse_rings(tx, packages)
    counts = dict.fromkeys(("new", "changed", "same"), 0)
    pace.total, articles = len(packages), 0
    with database.write() as tx:
        settle_facts(tx, version_facts())
    for done, package in enumerate(packages, 1):
        with database.write() as tx:
            counts[_save(tx, package, now)] += 1
        articles += sum(len(one.act.articles) for one in package.members if one.act)
        pace.at(done, last=done == len(packages))
    notes = tuple(note for package in packages for one in package.members for note in (*one.notes, *_odd_dates(one)))
    new, changed, same = counts.values()
    gaps = sum(one.gaps for package in packages for one in package.members)
    return IngestReport(
        new=new, changed=changed, same=same, articles=articles, gaps=gaps, notes=notes, seconds=pace.seconds
    )


def policy_changes(database: Database, folders: Sequence[Path], *, now: datetime) -> list[PolicyChange]:
    """What loading the packages in `folders` would change; nothing is stored. Raises PackageError as loading does."""
    with database.read() as tx:
        corrections = split_corrections(tx)
        packages = [read_package(folder, corrections) for folder in package_folders(folders)]
        refuse_rings(tx, packages)
    return changes_of(database, packages, lambda tx, package: _save(tx, package, now))


def _odd_dates(one: MemberText) -> Iterator[str]:
    """Dates of a member that cannot both be right; they are kept as they are and listed by `law conflicts`."""
    act = one.act
    if act and act.published and act.effective and act.effective < act.published:
        yield f"{one.member.file}：施行日期 {act.effective} 早于公布日期 {act.published}，请核对（见 law conflicts）"


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
    done = save_package(tx, replace(package.package, repealed=_until(package)), texts, now=now)
    return "changed" if done == "same" and any(one != "same" for one in told) else done


def _until(package: PackageText) -> date | None:
    """The first day the package is no longer valid: as its manifest says, else by the term its papers set (有效期)."""
    told = package.package
    start = told.effective or told.published
    papers = [one for one in package.members if one.member.role in ("notice", "rules", "regulation")]
    terms = [term for one in papers if (term := term_in(one.text, start)) is not None]
    return told.repealed or (terms[0].ended if terms else None)


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
