"""The issue taxonomy (问题分类) as data: three levels of classes with codes of two digits a level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from core.packaged import packaged_yaml

OTHER = "其他"
_PARTS = re.compile(r"\s*(?:[›>/／\\|→·]|--|-)\s*")


@dataclass(frozen=True, slots=True)
class IssueClass:
    """One class; `parent` is the code one level up ("" at level 1), `aliases` older labels, `hints` its hot words."""

    code: str
    label: str
    parent: str
    level: int
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def classes() -> Mapping[str, IssueClass]:
    """Every class by code, in code order; 其他 (99) exists beneath every class of levels 1 and 2."""
    hints = hint_weights()
    found = {c.code: c for c in _all(packaged_yaml("taxonomy.yaml")["classes"], hints)}
    return MappingProxyType(dict(sorted(found.items())))


def _all(table: Mapping[str, Any], hints: Mapping[str, Mapping[str, float]]) -> Iterator[IssueClass]:
    def one(code: str, label: str, aliases: tuple[str, ...] = ()) -> IssueClass:
        return IssueClass(code, label, code[:-2], len(code) // 2, aliases, tuple(hints.get(code, ())))

    for code, top in table.items():
        yield one(code, top["label"], tuple(top.get("old", ())))
        for code2, mid in {f"{code}99": {"label": OTHER}, **top.get("classes", {})}.items():
            yield one(code2, mid["label"], tuple(mid.get("old", ())))
            older = mid.get("aliases", {})
            for number, label in enumerate(mid.get("classes", ()), start=1):
                yield one(f"{code2}{number:02d}", label, tuple(older.get(label, ())))
            for code3, label in {**mid.get("added", {}), f"{code2}99": OTHER}.items():
                yield one(code3, label)


@lru_cache(maxsize=1)
def hint_weights() -> Mapping[str, Mapping[str, float]]:
    """Hot words by class code with their weight: `*` 2, `~` 0.5, else 1."""
    table: dict[str, str] = packaged_yaml("class_hints.yaml")
    weights = {"*": 2.0, "~": 0.5}
    return {
        code: {word.rstrip("*~"): weights.get(word[-1], 1.0) for word in text.split()} for code, text in table.items()
    }


def label_of(code: str) -> str:
    """The label of class `code`; "" when there is no such class."""
    found = classes().get(code)
    return found.label if found else ""


def path_of(code: str) -> str:
    """Labels from level 1 down to `code`, joined by ›: 城乡建设 › 住房保障与房地产 › 物业服务."""
    return " › ".join(label_of(code[:n]) for n in range(2, len(code) + 1, 2) if label_of(code[:n]))


def class_by_label(text: str) -> IssueClass | None:
    """The class `text` names: a code, a label or old label, or a path of labels (城乡建设/安全生产/安全隐患).

    A bare label that several classes of one level share is None; one that stands at two levels means the upper one.
    """
    plain = text.strip().strip("【】[]()（）")
    if not plain:
        return None
    if plain in classes():
        return classes()[plain]
    parts = [p for p in _PARTS.split(plain) if p]
    found = _by_label().get(parts[-1], ()) if parts else ()
    if len(parts) > 1:
        found = tuple(c for c in found if _under(c, parts[:-1]))
        if not found:
            return class_by_label(_PARTS.split(plain, maxsplit=1)[0]) if parts[-1] == OTHER else None
    if not found:
        return None
    top = min(c.level for c in found)
    same = [c for c in found if c.level == top]
    return same[0] if len(same) == 1 else None


def _under(found: IssueClass, above: list[str]) -> bool:
    """True when the labels in `above` name ancestors of `found`, in order, gaps allowed."""
    ancestors = [classes()[found.code[:n]] for n in range(2, len(found.code), 2)]
    names = iter({c.label, *c.aliases} for c in ancestors)
    return all(any(label in name for name in names) for label in above)


@lru_cache(maxsize=1)
def _by_label() -> Mapping[str, tuple[IssueClass, ...]]:
    found: dict[str, list[IssueClass]] = {}
    for one in classes().values():
        for name in (one.label, *one.aliases):
            found.setdefault(name, []).append(one)
    return {name: tuple(ones) for name, ones in found.items()}
