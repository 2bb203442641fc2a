"""Chains of replacement among policy packages and acts (取代关系): none may come back to where it began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.errors import PackageError
from core.ids import regulation_id
from core.viewer import WORKER
from ingest.acts import act_title
from ingest.manifest import MANIFEST, PackageText
from records.database import Tx
from records.link_reading import links_of

Chains = Mapping[str, set[str]]
"""What each package or act replaces."""


def refuse_rings(tx: Tx, packages: Sequence[PackageText]) -> None:
    """Raises PackageError naming the package or act that replaces itself, or the ring it would close."""
    told = _told(packages)
    chains = {source: set(targets) for source, targets in told.items()}
    for link in links_of(tx, WORKER, _known(tx, chains), ("replaces",), direction="out", limit=None):
        if link.source not in told:
            chains.setdefault(link.source, set()).add(link.target)
    for start in sorted(told):
        ring = _ring(start, chains)
        if ring:
            raise PackageError(_words(ring), "请改正其中一个的 replaces：后发的取代先发的，不能反过来", file=MANIFEST)


def _told(packages: Sequence[PackageText]) -> dict[str, set[str]]:
    chains: dict[str, set[str]] = {}
    for package in packages:
        chains.setdefault(package.package.id, set()).update(package.package.replaces)
        for one in package.members:
            if one.act is not None:
                mine = regulation_id(act_title(one.act.title))
                # An older edition of the same title is replaced by being older, not by being named.
                named = {regulation_id(act_title(title)) for title in one.replaces}
                chains.setdefault(mine, set()).update(named - {mine})
    return chains


def _known(tx: Tx, chains: Chains) -> set[str]:
    """The nodes that can be reached from `chains` through stored links."""
    seen: set[str] = set()
    ahead = {target for targets in chains.values() for target in targets}
    while ahead:
        seen |= ahead
        links = links_of(tx, WORKER, ahead, ("replaces",), direction="out", limit=None)
        ahead = {link.target for link in links} - seen
    return seen


def _ring(start: str, chains: Chains) -> list[str]:
    """The way from `start` back to it, or nothing."""
    before: dict[str, str] = {}
    ahead = [start]
    while ahead:
        one = ahead.pop()
        for target in sorted(chains.get(one, ())):
            if target == start:
                return [*reversed(list(_way(one, before))), start]
            if target not in before:
                before[target] = one
                ahead.append(target)
    return []


def _way(one: str, before: Mapping[str, str]) -> Iterator[str]:
    yield one
    while one in before:
        one = before[one]
        yield one


def _words(ring: Sequence[str]) -> str:
    names = [f"“{one.partition(':')[2]}”" for one in ring]
    if len(names) == 2:
        return f"{names[0]}写明取代它自己"
    return f"取代关系成了一个环：{' 取代 '.join(names)}"
