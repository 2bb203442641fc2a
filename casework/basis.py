"""What a reply or notice rests on, as it stands on a day (依据是否仍然有效)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from casework.standing import Library
from core.citations import article_label
from core.event_day import which_day
from core.ids import kind_of
from core.statute import RegulationVersion, Status
from core.viewer import Viewer
from records.basis_uses import letters_of
from records.citations import cites_of_replies
from records.database import Tx
from records.law_on_a_day import article_on
from records.nodes import nodes

SOUND = frozenset({Status.IN_FORCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedArticle:
    """An article something rests on, with its status on the day asked for."""

    article_id: str
    label: str
    status: Status
    warning: str = ""
    changed: bool = False
    """In force, but its words are no longer those the reply rested on."""


def cited_articles(tx: Tx, viewer: Viewer, item_ids: Iterable[str], *, today: date) -> dict[str, list[CitedArticle]]:
    """Item id → the articles and acts its reply cites, with their status today; items without any are left out.

    An article in force whose words are no longer those of the day that counts for the item is told as changed.
    """
    links = cites_of_replies(tx, viewer, list(item_ids))
    names = {i: node.name for i, node in nodes(tx, viewer, {link.target for link in links}).items()}
    known = {
        target: article_today(tx, target, today=today, name=names.get(target, ""))
        for target in dict.fromkeys(link.target for link in links)
    }
    sound = [target for target, one in known.items() if one.status in SOUND and kind_of(target) == "article"]
    library = Library(tx, sound, today=today)
    days = {one.id: which_day(one, today=today).day for one in letters_of(tx, {link.source for link in links})}
    found: dict[str, list[CitedArticle]] = {}
    for link in links:
        one = known[link.target]
        if one.status in SOUND and (since := library.reworded_since(link.target, days.get(link.source, today))):
            one = replace(one, changed=True, warning=f"其后已修改，{since.isoformat()} 起文字不同")
        found.setdefault(link.source, []).append(one)
    return found


def article_today(tx: Tx, target: str, *, today: date, name: str = "") -> CitedArticle:
    """How the article or act `target` stands on `today`; unknown where it is not in the library."""
    if kind_of(target) == "article":
        return _article(tx, target, today)
    if kind_of(target) == "regulation":
        now = Library(tx, [target], today=today).standing(target, today)
        label = name or target.partition(":")[2]
        if now is None:
            return CitedArticle(article_id=target, label=label, status=Status.UNKNOWN, warning="库中没有这部法规")
        return _judged(target, f"《{now.version.title.removeprefix('中华人民共和国')}》", now.status, now.version)
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
