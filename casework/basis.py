"""What a reply or notice rests on, as it stands on a day (依据是否仍然有效)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.citations import article_label
from core.ids import kind_of
from core.statute import RegulationVersion, Status
from core.viewer import Viewer
from records.citations import cites_of_replies
from records.database import Tx
from records.law_on_a_day import article_on, current_version
from records.nodes import nodes

SOUND = frozenset({Status.IN_FORCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedArticle:
    """An article something rests on, with its status on the day asked for."""

    article_id: str
    label: str
    status: Status
    warning: str = ""


def cited_articles(tx: Tx, viewer: Viewer, item_ids: Iterable[str], *, today: date) -> dict[str, list[CitedArticle]]:
    """Item id → the articles and acts its reply cites, with their status today; items without any are left out."""
    wanted = list(item_ids)
    found: dict[str, list[CitedArticle]] = {}
    links = cites_of_replies(tx, viewer, wanted)
    names = {i: node.name for i, node in nodes(tx, viewer, {link.target for link in links}).items()}
    known: dict[str, CitedArticle] = {}
    for link in links:
        if link.target not in known:
            known[link.target] = article_today(tx, link.target, today=today, name=names.get(link.target, ""))
        found.setdefault(link.source, []).append(known[link.target])
    return found


def article_today(tx: Tx, target: str, *, today: date, name: str = "") -> CitedArticle:
    """How the article or act `target` stands on `today`; unknown where it is not in the library."""
    if kind_of(target) == "article":
        return _article(tx, target, today)
    if kind_of(target) == "regulation":
        version = current_version(tx, target, today)
        label = name or target.partition(":")[2]
        if version is None:
            return CitedArticle(article_id=target, label=label, status=Status.UNKNOWN, warning="库中没有这部法规")
        return _judged(target, f"《{version.title.removeprefix('中华人民共和国')}》", version.status_on(today), version)
    return CitedArticle(article_id=target, label=name or target, status=Status.UNKNOWN)


def _article(tx: Tx, target: str, today: date) -> CitedArticle:
    regulation, number = target.removeprefix("article:").rsplit(":", 1)
    whole, _, sub = number.partition("-")
    label = f"《{regulation}》{article_label(int(whole), int(sub or 0))}"
    found = article_on(tx, target, today)
    if found is None:
        return CitedArticle(article_id=target, label=label, status=Status.UNKNOWN, warning="库中没有这一条")
    _, version, status = found
    return _judged(target, label, status, version)


def _judged(target: str, label: str, status: Status, version: RegulationVersion) -> CitedArticle:
    warning = ""
    if status not in SOUND:
        since = f"，{version.ended.isoformat()} 起" if version.ended else ""
        by = f"，见{version.ended_by}" if version.ended_by else ""
        warning = f"{status.value}{since}{by}"
    return CitedArticle(article_id=target, label=label, status=status, warning=warning)
