"""Splits of documents (条文拆分): what a law tree found and doubts, and corrections by named persons that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import Conflict, InputError, NotFound
from core.law_tree import ACTIONS, Correction, Oddity, Tree, line_anchor, parse
from core.statute import ArticleText, Member
from core.viewer import OFFICE, Viewer
from ingest.law_saving import article_texts
from ingest.manifest import document_key
from ingest.pieces import act_articles
from ingest.texts import document_text
from records.database import Database, Tx
from records.law import articles_of, find_regulations, numbered_versions
from records.law_saving import replace_articles
from records.packages import member_texts, packages, packages_with
from records.splits import SplitCorrection, corrections_of, drop_correction, put_correction

_WHERE = "可用：文件路径、法规名称或文号、政策包编号加文件名（package:…/办法.docx）"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSplit:
    """One document with its tree and the corrections that were applied; `keeps` says whether one can be kept."""

    document: str
    title: str
    tree: Tree
    corrections: tuple[SplitCorrection, ...] = ()
    keeps: bool = True
    public: bool = True
    digest: bool = False

    @property
    def doubts(self) -> tuple[Oddity, ...]:
        """What a person should look at; a digest picks its articles, so its gaps are meant."""
        return tuple(one for one in self.tree.oddities if not (self.digest and one.kind in ("gap", "heading")))


def splits(tx: Tx, *, doubtful: bool = False) -> list[DocumentSplit]:
    """The documents of all packages; `doubtful` leaves only those with something to look at, least sure first."""
    found = [
        _split(tx, document_key(package.id, member.file), member, text)
        for package in packages(tx)
        for member, text in member_texts(tx, package.id)
        if text.strip()
    ]
    kept = [one for one in found if one.doubts or one.tree.unused] if doubtful else found
    return sorted(kept, key=lambda one: (one.tree.confidence, one.document)) if doubtful else kept


def split_named(tx: Tx, name: str) -> DocumentSplit:
    """The document of this key, or the newest of the act of this title or number. Raises NotFound, InputError."""
    if name.startswith("package:"):
        package, _, file = name.partition("/")
        for member, text in member_texts(tx, package):
            if member.file == file:
                return _split(tx, name, member, text)
        raise NotFound(f"没有文件“{name}”", _WHERE)
    found = find_regulations(tx, name)
    if not found:
        raise NotFound(f"库中没有“{name}”", _WHERE)
    if len(found) > 1:
        raise InputError(
            f"“{name}”可能是 {len(found)} 部法规", f"请写全称：{'、'.join(one.title for one in found[:5])}"
        )
    regulation = found[0]
    for package in packages_with(tx, regulation.id):
        for member, text in member_texts(tx, package):
            if member.regulation_id == regulation.id:
                return _split(tx, document_key(package, member.file), member, text)
    return _composed(tx, regulation.id, regulation.title)


def split_of_file(file: Path, corrections: Sequence[Correction] = ()) -> DocumentSplit:
    """The split of a file that is not stored; nothing said about it is kept. Raises PackageError."""
    return DocumentSplit(document=file.name, title=file.stem, tree=parse(document_text(file), corrections), keeps=False)


def _split(tx: Tx, document: str, member: Member, text: str) -> DocumentSplit:
    said = corrections_of(tx, document)
    tree = parse(text, [Correction(one.anchor, one.action) for one in said])
    return DocumentSplit(
        document=document,
        title=member.title,
        tree=tree,
        corrections=tuple(said),
        public=member.public,
        digest=member.text_kind == "digest",
    )


def _composed(tx: Tx, regulation_id: str, title: str) -> DocumentSplit:
    """An act that came from a table, written out from its stored articles; the table is where it is corrected."""
    versions = numbered_versions(tx, [regulation_id]).get(regulation_id, [])
    texts = articles_of(tx, regulation_id, versions[-1].number) if versions else []
    return DocumentSplit(
        document=regulation_id, title=title, tree=parse("\n".join(_lines(title, texts)) + "\n"), keeps=False
    )


def _lines(title: str, texts: Sequence[ArticleText]) -> list[str]:
    lines, path = [title], ""
    for one in texts:
        if one.path != path and one.number:
            path = one.path
            lines += [part.strip() for part in path.replace(" / ", " › ").split(" › ") if part.strip() not in lines]
        lines.append(f"{one.label} {one.text}" if one.number else one.text)
    return lines


def correct(
    database: Database, viewer: Viewer, document: str, said: tuple[int, str], *, reason: str = "", now: datetime
) -> DocumentSplit:
    """The document after a named person `said` (line, action) what a line is; its articles are stored anew.

    Raises NotFound for an unknown document or an empty line, InputError for an unknown action, Conflict when nobody
    is named.
    """
    _by_name(viewer)
    line, action = said
    if action not in ACTIONS:
        names = "、".join(f"{code}（{words}）" for code, words in ACTIONS.items())
        raise InputError(f"不认识的更正“{action}”", f"可用：{names}")
    with database.write() as tx:
        split = _kept(tx, document)
        anchor = line_anchor(split.tree.source, line)
        words = split.tree.source.split("\n")[line - 1].strip()[:200]
        one = SplitCorrection(
            document=split.document,
            anchor=anchor,
            action=action,
            words=words,
            person=viewer.name,
            reason=reason,
            at=now,
        )
        put_correction(tx, viewer, one)
        return _applied(tx, split.document, now)


def undo(database: Database, viewer: Viewer, document: str, line: int, *, now: datetime) -> DocumentSplit:
    """The document after what was said about line `line` is taken back.

    Raises NotFound when nothing was said, Conflict when nobody is named.
    """
    _by_name(viewer)
    with database.write() as tx:
        split = _kept(tx, document)
        if not drop_correction(tx, viewer, split.document, line_anchor(split.tree.source, line), now=now):
            raise NotFound(f"第 {line} 行没有更正过", "用 law tree 可以看到更正过的行")
        return _applied(tx, split.document, now)


def _by_name(viewer: Viewer) -> None:
    if viewer.name in ("", OFFICE.name):
        raise Conflict("更正拆分要由具名人员作出", "请用 --as 写明账号")


def _kept(tx: Tx, document: str) -> DocumentSplit:
    split = split_named(tx, document)
    if not split.keeps:
        raise InputError("这部法规的条文来自表格，没有原文可以重新拆分", "请更正表格后重新读入，或把原文做成政策包")
    return split


def _applied(tx: Tx, document: str, now: datetime) -> DocumentSplit:
    """Stores the articles of the document as it is now split."""
    split = split_named(tx, document)
    package, _, file = document.partition("/")
    member = next(one for one, _ in member_texts(tx, package) if one.file == file)
    if member.regulation_id:
        texts = article_texts(member.regulation_id, act_articles(split.tree))
        replace_articles(tx, member.regulation_id, (package, file), texts, now=now)
    return split
