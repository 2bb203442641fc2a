"""Elements (要素) a letter speaks of, read from its text: 断水, 涉及老人, 未交接小区, 夜间 … (`core/elements.yaml`).

An element is a fact of the case that one can ask by, whatever words the letter uses for it. What is denied just before
it (没有停水, 不再噪音扰民) does not count; elements that are themselves a lack (未验收) are read by their own patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.errors import InputError
from core.ids import short_hash
from core.normal import fold
from core.packaged import packaged_yaml
from core.phrases import Phrases

LOOKED_AT = 3000
"""Characters that are read; a letter names its facts long before."""
_DENIED = re.compile(
    r"(?:没有?|未曾?|从未|并未|不再|无需|不是|并非|不算|不存在|不会|免得|以免|避免|防止|杜绝|预防|并无|毫无|不属于|没有出现)"
    r"(?:发生|出现|任何|过|什么|所谓|再|的)?$"
)
_REACH = 8
_ENDED = re.compile(r"(?:问题|现象|情况)?(?:已经|已)(?:得到|全部)?(?:解决|恢复|修好|整改到位)")


@dataclass(frozen=True, slots=True)
class Element:
    """An element with the group it stands in."""

    name: str
    group: str


@dataclass(frozen=True, slots=True)
class _Dictionary:
    elements: Mapping[str, Element]
    words: Phrases
    owners: Mapping[str, tuple[str, ...]]
    barred: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, re.Pattern[str]]
    version: str


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    table = packaged_yaml("elements.yaml")
    elements: dict[str, Element] = {}
    owners: dict[str, list[str]] = {}
    barred: dict[str, list[str]] = {}
    forms: dict[str, re.Pattern[str]] = {}
    for group, several in table.items():
        for name, told in several.items():
            elements[name] = Element(name, group)
            for word in str(told.get("words", "")).split():
                owners.setdefault(fold(word), []).append(name)
            for word in str(told.get("never", "")).split():
                barred.setdefault(fold(word), []).append(name)
            if told.get("forms"):
                forms[name] = re.compile(told["forms"])
    owned, never = ({word: tuple(names) for word, names in one.items()} for one in (owners, barred))
    return _Dictionary(elements, Phrases([*owned, *never]), owned, never, forms, short_hash(repr(table)))


def find_elements(text: str) -> tuple[str, ...]:
    """Names of the elements in `text`, in the order of the dictionary."""
    known, here = _dictionary(), fold(text[:LOOKED_AT])
    found = set(_worded(here, known))
    found |= {name for name, form in known.forms.items() if name not in found and form.search(here)}
    return tuple(name for name in known.elements if name in found)


def _worded(text: str, known: _Dictionary) -> Iterator[str]:
    """Elements by their phrases; a longer phrase that means something else hides the words in it from an element."""
    hidden: dict[str, int] = {}
    for start, end in known.words.find_all(text):
        phrase = text[start:end]
        hidden.update(dict.fromkeys(known.barred.get(phrase, ()), end))
        names = [name for name in known.owners.get(phrase, ()) if end > hidden.get(name, 0)]
        if names and not _is_denied(text, start, end):
            yield from names


def _is_denied(text: str, start: int, end: int) -> bool:
    before = re.split(r"[，。；！？,;!?\n]", text[max(0, start - _REACH) : start])[-1]
    return bool(_DENIED.search(before) or before.endswith("不") or _ENDED.match(text, end))


def elements() -> tuple[Element, ...]:
    """All elements, group by group."""
    return tuple(_dictionary().elements.values())


def groups() -> tuple[str, ...]:
    """The groups in order: 人群, 对象, 行为, 状态, 时间, 后果."""
    return tuple(dict.fromkeys(one.group for one in elements()))


def group_of(name: str) -> str:
    """The group of an element; empty for a name that is none."""
    one = _dictionary().elements.get(name)
    return one.group if one else ""


def element_named(text: str) -> str:
    """The element `text` means: its name, or one of its words. Raises InputError with the nearest names."""
    known, wanted = _dictionary(), fold(text.strip())
    if wanted in known.elements:
        return wanted
    owners = known.owners.get(wanted) or find_elements(wanted)
    if owners:
        return owners[0]
    near = [name for name in known.elements if set(name) & set(wanted)][:8]
    listed = "、".join(near or list(known.elements)[:12])
    raise InputError(f"没有要素“{text}”", f"可用：{listed} 等，全部见：python cli.py search elements")


def version() -> str:
    """Changes whenever the dictionary does."""
    return _dictionary().version
