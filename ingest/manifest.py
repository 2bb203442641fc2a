"""A policy package (政策包) as its folder tells it: `package.yaml` checked, members read and split into articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from core.dates import read_day
from core.errors import InputError, PackageError
from core.ids import package_id, regulation_id
from core.law_tree import Correction, Oddity, Tree, parse
from core.statute import Member, Package
from ingest.acts import Act, act_title, kind_code
from ingest.pieces import act_articles
from ingest.texts import document_lines, document_text

MANIFEST = "package.yaml"
ROLES = {"regulation": "法规", "notice": "通知", "rules": "细则", "attachment": "附件", "qa": "问答"}
_WITH_ARTICLES = frozenset({"regulation", "rules"})
_TEXT_KINDS = ("full", "digest")
_EXAMPLE = "title: …；members: [{role: regulation, title: …, file: 办法.docx}]"


class PlainDates(yaml.SafeLoader):
    """Leaves dates as text, so that 2026-02-30 is told by its field and not by a stumbling reader."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the reader's own attribute
        first: [(tag, pattern) for tag, pattern in several if tag != "tag:yaml.org,2002:timestamp"]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class MemberText:
    """One member with its whole text and, for regulations and rules, the act with its articles."""

    member: Member
    text: str
    act: Act | None = None
    replaces: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class PackageText:
    """A package with the texts of its members, in the order of the manifest."""

    package: Package
    members: tuple[MemberText, ...]


Corrections = Mapping[str, Sequence[Correction]]
"""What persons said about the split of documents, by `document_key`."""


def document_key(package: str, file: str) -> str:
    """The name under which corrections of a member are kept: `package:wuye/办法.docx`."""
    return f"{package}/{file}"


def read_package(folder: Path, corrections: Corrections = MappingProxyType({})) -> PackageText:
    """The package in `folder`, split as persons corrected it; nothing is stored yet.

    Raises PackageError for a missing or broken manifest, a missing or unreadable member, an unknown role and
    an article number that stands twice.
    """
    if not folder.is_dir():
        raise PackageError("找不到政策包文件夹", "请给出放着 package.yaml 的文件夹", file=str(folder))
    table = _manifest(folder)
    rows = table.get("members")
    if not isinstance(rows, list) or not rows:
        raise PackageError("没有写成员（members）", f"至少写一个成员，例如：{_EXAMPLE}", file=MANIFEST)
    members = tuple(_member(folder, row, place, corrections) for place, row in enumerate(rows, 1))
    package = Package(
        id=package_id(folder.name),
        title=_text(table, "title", required=True),
        region=_text(table, "region"),
        issuer=_text(table, "issuer"),
        published=_day(table, "published"),
        effective=_day(table, "effective"),
        repealed=_day(table, "repealed"),
        replaces=tuple(package_id(name) for name in _names(table, "replaces")),
        members=tuple(one.member for one in members),
    )
    return PackageText(package, members)


def _manifest(folder: Path) -> Mapping[str, Any]:
    file = folder / MANIFEST
    if not file.is_file():
        raise PackageError(
            f"文件夹 {folder.name} 里没有 {MANIFEST}", f"请新建 {MANIFEST}，写明标题和成员，例如：{_EXAMPLE}"
        )
    try:
        table = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=PlainDates)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        row = where.line + 1 if where else None
        raise PackageError(
            "YAML 写法有误", "请检查缩进、冒号后的空格和引号，并存为 UTF-8", file=MANIFEST, row=row
        ) from error
    if not isinstance(table, dict):
        raise PackageError("内容不是“名称: 值”的形式", f"例如：{_EXAMPLE}", file=MANIFEST)
    return table


def _member(folder: Path, row: object, place: int, corrections: Corrections) -> MemberText:
    if not isinstance(row, dict):
        raise PackageError(
            f"第 {place} 个成员写法有误", "例如：- {role: notice, title: 关于…的通知, file: 通知.md}", file=MANIFEST
        )
    role, title, name = (_text(row, key, required=True) for key in ("role", "title", "file"))
    if role not in ROLES:
        raise PackageError(
            f"第 {place} 个成员的 role“{role}”不认识",
            f"可用：{'、'.join(f'{k}（{v}）' for k, v in ROLES.items())}",
            file=MANIFEST,
        )
    text_kind = _text(row, "text") or "full"
    if text_kind not in _TEXT_KINDS:
        raise PackageError(
            f"第 {place} 个成员的 text“{text_kind}”不认识", "可用：full（全文）或 digest（要旨，非原文）", file=MANIFEST
        )
    path = _inside(folder, name, place)
    lines = document_lines(path)
    tree = parse(document_text(path), corrections.get(document_key(package_id(folder.name), name), ()))
    act = _act(row, title, tree) if role in _WITH_ARTICLES else None
    member = Member(
        role=role,
        title=title,
        file=name,
        regulation_id=regulation_id(act_title(title)) if act else "",
        document_no=_text(row, "document_no"),
        public=bool(row.get("public", True)),
        text_kind=text_kind,
    )
    odd = _odd(tree, role, text_kind)
    notes = tuple(f"{name}：{one.message}" for one in odd)
    gaps = sum(one.kind == "gap" for one in odd)
    return MemberText(member, "\n".join(lines), act, _names(row, "replaces"), notes, gaps)


def _inside(folder: Path, name: str, place: int) -> Path:
    file = folder / name
    if folder.resolve() not in file.resolve().parents:
        raise PackageError(
            f"第 {place} 个成员的文件“{name}”不在政策包文件夹里", "请把文件放进政策包文件夹", file=MANIFEST
        )
    if not file.is_file():
        there = "、".join(sorted(p.name for p in folder.iterdir() if p.name != MANIFEST)[:8]) or "没有别的文件"
        raise PackageError(
            f"第 {place} 个成员的文件“{name}”不存在", f"文件夹里有：{there}；请改正 file 或补上文件", file=MANIFEST
        )
    return file


def _act(row: Mapping[str, Any], title: str, tree: Tree) -> Act:
    twice = [oddity for oddity in tree.oddities if oddity.kind == "twice"] if tree.form == "articles" else []
    if twice:
        raise PackageError(
            twice[0].message,
            "请改正条号；一个文件里有两部法规，或者附件里也有条文的，请分成单独的文件",
            file=_text(row, "file"),
        )
    if tree.form == "paragraphs":
        raise PackageError(
            "没有找到“第一条”这样的条文，也没有“一、”这样的编号",
            "请检查文件是否完整；没有条文的文件请用 role: notice、attachment 或 qa",
            file=_text(row, "file"),
        )
    return Act(
        title=title,
        doc_id=_text(row, "file"),
        short_titles=_names(row, "short_titles"),
        kind=kind_code(
            _text(row, "kind"),
            title,
            issuer=_text(row, "issuer"),
            document_no=_text(row, "document_no"),
            region=_text(row, "region"),
        ),
        issuer=_text(row, "issuer"),
        document_no=_text(row, "document_no"),
        published=_day(row, "published"),
        effective=_day(row, "effective"),
        repealed=_day(row, "repealed"),
        articles=act_articles(tree),
        public=bool(row.get("public", True)),
    )


def _odd(tree: Tree, role: str, text_kind: str) -> list[Oddity]:
    """What a person should look at; a digest picks its articles, so its gaps are meant."""
    if role not in _WITH_ARTICLES:
        return []
    return [one for one in tree.oddities if not (one.kind in ("gap", "heading") and text_kind == "digest")]


def _text(row: Mapping[str, Any], key: str, *, required: bool = False) -> str:
    value = row.get(key)
    text = "" if value is None else str(value).strip()
    if required and not text:
        raise PackageError(f"缺少 {key}", f"请补上，例如：{_EXAMPLE}", file=MANIFEST)
    return text


def _names(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return read_day(str(value))
    except InputError as error:
        raise PackageError(f"{key} 的日期“{value}”读不懂", "请写成 2026-01-15", file=MANIFEST) from error
