"""Filters and order of law (层级、制定机关、地域、效力、施行日期): which acts may answer, and which stands first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol, TypeVar

from core.errors import InputError
from core.hierarchy import KIND_LABELS, applies_in, rank_of
from core.statute import Regulation, RegulationVersion, Status
from records.database import Tx
from records.law import regulations
from search.filters import Filter

Sort = Literal["relevance", "level", "local", "date"]
SORTS = {"relevance": "相关度", "level": "效力层级", "local": "先地方后全国", "date": "施行日期"}
_KINDS = {label: kind for kind, label in KIND_LABELS.items()}
_NOWHERE = 99
ENDED = frozenset({Status.AMENDED, Status.REPEALED, Status.EXPIRED})


class Found(Protocol):
    """What is sorted: an article with its version, status and whether it is near enough."""

    @property
    def version(self) -> RegulationVersion: ...  # noqa: D102 - as in ArticleHit
    @property
    def status(self) -> Status: ...  # noqa: D102
    @property
    def similar(self) -> bool: ...  # noqa: D102


T = TypeVar("T", bound=Found)


@dataclass(frozen=True, slots=True)
class LawShelfView:
    """The acts that may answer, by id; None when all may."""

    acts: Mapping[str, Regulation]
    limited: bool

    def narrowed(self, wanted: Filter) -> Filter | None:
        """The filter for the index; None when no act is left."""
        if not self.limited:
            return wanted
        ids = [id_ for id_ in self.acts if not wanted.regulation or id_ in wanted.regulation]
        return replace(wanted, regulation=tuple(sorted(ids))) if ids else None


def shelf_for(tx: Tx, wanted: Filter) -> LawShelfView:
    """The acts of the wanted levels, makers and region."""
    limited = bool(wanted.levels or wanted.issuers or wanted.applies_in)
    if not limited:
        return LawShelfView({}, limited=False)
    kinds = {kind_named(level) for level in wanted.levels}
    kept = {act.id: act for act in regulations(tx) if _fits(act, wanted, kinds)}
    return LawShelfView(kept, limited=True)


def _fits(act: Regulation, wanted: Filter, kinds: set[str]) -> bool:
    if kinds and rank_of(act.title, kind=act.kind, issuer=act.issuer, region=act.region).kind not in kinds:
        return False
    if wanted.issuers and not any(name in act.issuer for name in wanted.issuers):
        return False
    return not wanted.applies_in or applies_in(act.region, wanted.applies_in) is not None


def kind_named(level: str) -> str:
    """The kind for its code or Chinese name. Raises InputError."""
    kind = level if level in KIND_LABELS else _KINDS.get(level)
    if kind is None:
        raise InputError(f"层级“{level}”不认识", f"可用：{'、'.join(KIND_LABELS.values())}")
    return kind


def status_named(word: str) -> Status:
    """The status for its Chinese word. Raises InputError."""
    found = next((one for one in Status if word in (one.value, one.name.lower())), None)
    if found is None:
        raise InputError(f"效力“{word}”不认识", f"可用：{'、'.join(one.value for one in Status)}")
    return found


def keeps(wanted: Filter, version: RegulationVersion, status: Status) -> bool:
    """True when a version has one of the wanted statuses and began within the wanted days."""
    if wanted.standing and status not in {status_named(word) for word in wanted.standing}:
        return False
    begun = version.effective or version.published
    if wanted.begun_from and (begun is None or begun < wanted.begun_from):
        return False
    return not (wanted.begun_to and (begun is None or begun > wanted.begun_to))


def sorted_law(tx: Tx, hits: Sequence[T], wanted: Filter) -> list[T]:
    """The hits in the wanted order; those that are near enough always stand before the others.

    By relevance, of these the acts that ended before the day stand last: they are history, not what applies.
    """
    order = wanted.sort or ("local" if wanted.applies_in else "relevance")
    if order not in SORTS:
        raise InputError(f"排序“{order}”不认识", f"可用：{'、'.join(f'{k}（{v}）' for k, v in SORTS.items())}")
    if order == "relevance":
        return sorted(hits, key=lambda hit: (not hit.similar, hit.status in ENDED))
    acts = {act.id: act for act in regulations(tx, {hit.version.regulation_id for hit in hits})}
    return sorted(hits, key=_key(order, acts, wanted))


def _key(order: str, acts: Mapping[str, Regulation], wanted: Filter) -> Callable[[Found], tuple[object, ...]]:
    def key(hit: Found) -> tuple[object, ...]:
        act = acts.get(hit.version.regulation_id)
        if order == "date":
            begun = hit.version.effective or hit.version.published or date.min
            return (not hit.similar, -begun.toordinal())
        if act is None:
            return (not hit.similar, _NOWHERE, 0)
        if order == "level":
            ranked = rank_of(act.title, kind=act.kind, issuer=act.issuer, region=act.region).order
            return (not hit.similar, *ranked)
        if wanted.applies_in:
            near = applies_in(act.region, wanted.applies_in)
            return (not hit.similar, _NOWHERE if near is None else near)
        return (not hit.similar, 0 if act.region else 1)

    return key
