"""What loading policy packages would change (试装): nodes, links and ends of acts, found by loading and taking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.ids import regulation_id
from core.kinds import LINK_KINDS, NODE_LABELS
from core.viewer import WORKER
from ingest.acts import act_title
from ingest.manifest import PackageText
from records.database import Database, Tx
from records.law import versions
from records.link_reading import links_of
from records.nodes import nodes

LABELS = {"new_node": "新增", "changed_node": "改名", "new_link": "新增关系", "ended": "终止", "began": "新增版本"}


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One change: what kind it is, of which node, in Chinese words."""

    change: str
    node: str
    words: str


@dataclass(frozen=True, slots=True)
class _State:
    nodes: dict[str, tuple[str, str]]
    links: set[tuple[str, str, str]]
    ends: dict[tuple[str, str], str]


class _TakenBack(Exception):
    """Ends the trial, so that nothing of it stays."""


def changes_of(
    database: Database, packages: Sequence[PackageText], store: Callable[[Tx, PackageText], object]
) -> list[PolicyChange]:
    """What storing the packages would change, in order; nothing is kept."""
    found: list[PolicyChange] = []
    try:
        with database.write() as tx:
            touched = _touched(packages)
            before = _state(tx, touched)
            for package in packages:
                store(tx, package)
            found = _between(before, _state(tx, touched))
            raise _TakenBack
    except _TakenBack:
        return found


def _touched(packages: Sequence[PackageText]) -> set[str]:
    ids = {package.package.id for package in packages}
    ids |= {target for package in packages for target in package.package.replaces}
    for one in (member for package in packages for member in package.members):
        ids |= {regulation_id(act_title(title)) for title in one.replaces}
        ids |= {one.member.regulation_id} if one.member.regulation_id else set()
    return ids


def _state(tx: Tx, ids: set[str]) -> _State:
    links = links_of(tx, WORKER, ids, limit=None)
    around = ids | {one.source for one in links} | {one.target for one in links}
    found = {id_: (node.kind, node.name) for id_, node in nodes(tx, WORKER, sorted(around)).items()}
    ends = {
        (id_, str(version.published or version.effective or "")): str(version.ended or "")
        for id_ in sorted(ids)
        if id_.startswith("regulation:")
        for version in versions(tx, id_)
    }
    return _State(found, {(one.source, one.kind, one.target) for one in links}, ends)


def _between(before: _State, after: _State) -> list[PolicyChange]:
    names = {id_: name for id_, (_, name) in (before.nodes | after.nodes).items()}
    found = []
    for id_, (kind, name) in sorted(after.nodes.items()):
        if id_ not in before.nodes:
            found.append(PolicyChange("new_node", id_, f"{NODE_LABELS[kind]} {name}"))
        elif before.nodes[id_][1] != name:
            found.append(PolicyChange("changed_node", id_, f"{before.nodes[id_][1]} → {name}"))
    for source, kind, target in sorted(after.links - before.links):
        words = f"{names.get(source, source)} —{LINK_KINDS[kind].label}→ {names.get(target, target)}"
        found.append(PolicyChange("new_link", source, words))
    for (id_, version), ended in sorted(after.ends.items()):
        if (id_, version) not in before.ends:
            found.append(PolicyChange("began", id_, f"{names.get(id_, id_)}（公布 {version or '不详'}）"))
        if ended and before.ends.get((id_, version)) != ended:
            found.append(PolicyChange("ended", id_, f"{names.get(id_, id_)}（公布 {version or '不详'}）自 {ended} 起"))
    return found
