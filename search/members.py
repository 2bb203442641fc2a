"""Policy documents for a question in plain words: members of packages with their role, dates and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.clause_labels import piece_label
from core.law_tree import fragments_of, parse
from core.statute import Member, Package
from core.viewer import Viewer
from core.words import content_words
from records.database import Database, Tx
from records.packages import member_texts, packages
from search.asking import Asked, Query, asked
from search.filters import EVERYTHING, Filter
from search.index import SearchIndex
from search.ranking import Match
from search.sources import entity_of
from search.why import Why, sentence, words_in_common

ROLES = {"regulation": "法规", "notice": "通知", "rules": "细则", "attachment": "附件", "qa": "问答"}
_CLAUSES = 4
"""So many matches are asked for each document wanted, since several clauses of one may match."""
_PUBLIC = Viewer(name="政策检索")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberHit:
    """One document of a package; `in_force` says whether the package counts on the day asked for."""

    package: Package
    member: Member
    text: str
    clause: str
    """The clause that bears on the question, as it is cited: 二（三）; empty for a document without numbers."""
    in_force: bool
    score: float
    why: Why
    similar: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Policy documents, best first; `nothing_similar` when none is above the floor."""

    hits: tuple[MemberHit, ...]
    nothing_similar: bool
    floor: float
    generation: int


def find_members(
    database: Database, index: SearchIndex, query: Query, *, as_of: date, wanted: Filter = EVERYTHING, k: int = 10
) -> Members:
    """Package documents that bear on the query. Raises InputError for an empty query."""
    with database.read() as tx:
        ready = asked(tx, index, _PUBLIC, query, corpus="members")
        snapshot = index.snapshot("members")
        matches = index.search(
            ready.question, _PUBLIC, wanted=wanted, k=k * _CLAUSES, snapshot=snapshot, corpus="members"
        )
        hits = tuple(_hits(tx, index, ready, _best_of_each(matches)[:k], as_of))
    return Members(
        hits=hits,
        nothing_similar=not any(hit.similar for hit in hits),
        floor=index.tuning.members.floor.of(ready.question),
        generation=snapshot.manifest.generation,
    )


def _best_of_each(matches: Sequence[Match]) -> list[Match]:
    """The best clause of each document, in the order of the matches."""
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(match.id.rpartition(".")[0] if "." in match.id.partition("@")[2] else match.id, match)
    return list(best.values())


def _hits(tx: Tx, index: SearchIndex, ready: Asked, matches: Sequence[Match], as_of: date) -> list[MemberHit]:
    owners = {one.id: one for one in packages(tx, {entity_of(m.id) for m in matches})}
    texts = {id_: member_texts(tx, id_) for id_ in owners}
    words, weights = content_words(ready.text, index.dictionary), index.weights("members")
    leg = index.snapshot("members").words
    found = []
    for match in matches:
        id_, _, where = match.id.partition("@")
        place, _, clause = where.partition(".")
        if id_ not in owners or int(place) >= len(texts[id_]):
            continue  # changed since; the worker is on its way
        member, text = texts[id_][int(place)]
        parts = {
            "meaning": round(weights.meaning * (match.similarity or 0.0), 6),
            "words": round(weights.words * match.words, 6),
        }
        common = words_in_common(words, text, leg.frequency if leg else None, index.dictionary)
        why = Why(parts=parts, similarity=match.similarity, words=common)
        valid = counts_on(owners[id_], as_of)
        facts = (f"{ROLES.get(member.role, '文件')}，按 {as_of.isoformat()} {'有效' if valid else '不在有效期内'}",)
        found.append(
            MemberHit(
                package=owners[id_],
                member=member,
                text=text,
                clause=_label(text, int(clause or 0)),
                in_force=valid,
                score=why.score,
                why=replace(why, sentence=sentence(why, facts=facts)),
                similar=index.tuning.members.similar(match, ready.question),
            )
        )
    return found


def _label(text: str, clause: int) -> str:
    if not clause:
        return ""
    pieces = list(fragments_of(parse(text)))
    if clause > len(pieces):
        return ""  # changed since; the worker is on its way
    one = pieces[clause - 1]
    return piece_label(one.path, one.text, clause)


def counts_on(package: Package, day: date) -> bool:
    """True when the package is in force on `day`, as far as its dates say."""
    begun = package.effective or package.published
    return (begun is None or begun <= day) and (package.repealed is None or day < package.repealed)
