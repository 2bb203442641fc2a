"""Why a unit or class is suggested, three evidences side by side: duty (职责), precedent (先例), article (依据)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.basis import SOUND, CitedArticle, article_today, cited_articles
from casework.citing import targets_in
from casework.office import Office
from core.numerals import to_chinese
from core.packaged import packaged_yaml
from core.petition import Item
from core.taxonomy import path_of
from core.units import IssueUnits, likely_units, unit_table
from core.units import unit_of as general_unit
from core.viewer import Viewer
from records.database import Tx
from search.asking import Query
from search.members import find_members
from search.precedents import find_precedents
from search.suggestion import Suggestion, class_of, unit_of

PRECEDENTS = 30
"""Similar letters looked at; those with the suggested label are named."""
SHOWN = 3
_DUTY_WORDS = ("负责", "职责", "主管", "牵头", "承担", "监督管理")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One evidence: kind is words, duty, precedent, article or returned; `id` names a record where there is one."""

    kind: str
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned:
    """A suggestion with its evidences; `role` is 主办 or 协办 for a unit, empty for a class."""

    code: str
    label: str
    share: float
    role: str = ""
    evidence: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """Letters like the asked one, with what their replies cite."""

    items: tuple[Item, ...] = ()
    cited: Mapping[str, Sequence[CitedArticle]] | None = None


def similar_to(office: Office, viewer: Viewer, one: Item, *, today: date) -> Similar:
    """Similar letters of an item or a draft; none for one without words."""
    if not one.letter.strip():
        return Similar()
    query = Query(like=one.id) if one.id else Query(text=one.letter)
    answer = find_precedents(office.database, office.index, viewer, query, k=PRECEDENTS)
    found = tuple(hit.item for hit in (*answer.hits, *answer.also_open) if hit.similar)
    with office.database.read() as tx:
        cited = cited_articles(tx, viewer, [item.id for item in found], today=today)
    return Similar(items=found, cited=cited)


def reasons_of_class(one: Suggestion, similar: Similar) -> tuple[Reason, ...]:
    """Words of the letter, letters filed so, articles their replies cite."""
    alike = [item for item in similar.items if class_of(item) == one.label or class_of(item) == one.code != ""]
    return (*_words(one), *_precedents(alike, "归入此类"), *_articles(alike, similar))


def reasons_of_unit(
    office: Office, one: Suggestion, asked: Item, similar: Similar, *, today: date
) -> tuple[Reason, ...]:
    """Words and fields, the unit's duty, letters it handled, articles cited there or set for the issue."""
    alike = [item for item in similar.items if one.label in (item.unit_text, item.unit_id) or one.code == item.unit_id]
    alike = [item for item in alike if unit_of(item)]
    duties = duty_texts(office, one, asked, today=today)
    articles = _articles(alike, similar) or _rule_articles(office, one, asked, today=today)
    return (*_words(one), *duties, *_precedents(alike, "由其办理"), *articles)


def _words(one: Suggestion) -> tuple[Reason, ...]:
    return tuple(Reason(kind="words", text=word) for word in one.evidence)


def _precedents(alike: Sequence[Item], said: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(kind="precedent", id=item.id, text=f"{item.item_no or item.source_id} {_title(item)}（{said}）")
        for item in alike[:SHOWN]
    )


def _title(item: Item) -> str:
    return " ".join((item.title_masked or item.content_masked).split())[:24]


def _articles(alike: Sequence[Item], similar: Similar) -> tuple[Reason, ...]:
    found: dict[str, CitedArticle] = {}
    for item in alike:
        for one in (similar.cited or {}).get(item.id, ()):
            if one.status in SOUND:
                found.setdefault(one.article_id, one)
    return tuple(Reason(kind="article", id=i, text=f"{c.label}（类案引用）") for i, c in list(found.items())[:SHOWN])


def rules_for(label: str, code: str, issue_code: str) -> tuple[str, tuple[IssueUnits, ...]]:
    """The general code of a unit by its name, and the rules of the issue that name it."""
    general = unit_table().get(code.partition(":")[2])
    known = general or general_unit(label)
    short = known.code if known else ""
    return short, tuple(rule for rule in likely_units(issue_code) if short and short in rule.units)


def duty_texts(office: Office, one: Suggestion, asked: Item, *, today: date) -> tuple[Reason, ...]:
    """The unit's duty: its field, the rule for the issue, and clauses of policy packages that name it as in charge."""
    short, rules = rules_for(one.label, one.code, asked.issue_code)
    found = []
    if short:
        fields = packaged_yaml("units.yaml")[short].get("fields", "")
        found.append(Reason(kind="duty", text=f"职责范围：{fields}（单位通用表）"))
    for rule in rules:
        role = "主办" if rule.units[0] == short else "协办"
        found.append(Reason(kind="duty", text=f"问题“{path_of(rule.issue)}”常由其{role}{_noted(rule.note)}"))
    return (*found, *_clauses(office, one, asked, today=today))


def _noted(note: str) -> str:
    return f"；{note}" if note else ""


def _clauses(office: Office, one: Suggestion, asked: Item, *, today: date) -> tuple[Reason, ...]:
    """Clauses in force of the office's own papers (职责分工, 权责清单) that name the unit and say it is in charge."""
    query = Query(text=f"{one.label} 职责 负责 {path_of(asked.issue_code)}")
    hits = find_members(office.database, office.index, query, as_of=today, k=SHOWN).hits
    found = []
    for hit in hits:
        sentence = next((part for part in hit.text.replace("\n", "。").split("。") if _says(part, one.label)), "")
        if sentence and hit.in_force:
            where = f"《{hit.member.title}》{hit.clause}"
            found.append(Reason(kind="duty", id=hit.package.id, text=f"{where}：{sentence.strip()[:80]}"))
    return tuple(found)


def _says(sentence: str, unit: str) -> bool:
    general = general_unit(unit)
    names = (unit, general.name, *general.aliases) if general else (unit,)
    return any(name in sentence for name in names) and any(word in sentence for word in _DUTY_WORDS)


def _rule_articles(office: Office, one: Suggestion, asked: Item, *, today: date) -> tuple[Reason, ...]:
    _, rules = rules_for(one.label, one.code, asked.issue_code)
    quotes = [f"《{law}》第{to_chinese(int(n))}条" for rule in rules for law, ns in rule.laws for n in ns[:SHOWN]]
    if not quotes:
        return ()
    with office.database.read() as tx:
        found = [_today(tx, target, today) for target in list(targets_in(tx, "；".join(quotes)))[: 2 * SHOWN]]
    sound = [one for one in found if one.status in SOUND]
    return tuple(Reason(kind="article", id=c.article_id, text=f"{c.label}（问题的主要依据）") for c in sound[:SHOWN])


def _today(tx: Tx, target: str, today: date) -> CitedArticle:
    return article_today(tx, target, today=today)


def with_roles(found: Sequence[Reasoned], issue_code: str) -> list[Reasoned]:
    """The likeliest unit leads (主办); another that the rules of the issue name beside it, assists (协办)."""
    named = []
    for place, one in enumerate(found):
        _, rules = rules_for(one.label, one.code, issue_code)
        named.append(replace(one, role="主办" if place == 0 else "协办" if rules else ""))
    return named
