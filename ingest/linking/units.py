"""Units (单位) a letter or reply names, and the unit responsible for an item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.ids import unit_id
from core.petition import Evidence, Item, Link, Node
from core.units import UnitMention, find_units, unit_table
from ingest.linking.knowledge import Knowledge
from ingest.linking.letters import Letter, day_of, field_evidence, reply_day

_LEVEL_WORDS = frozenset({"", "省", "市", "县", "区", "州", "旗", "镇", "乡", "街道", "我县", "我市", "本县", "全县"})
_ATTACHED = (
    "所",
    "队",
    "站",
    "中心",
    "院",
    "处",
    "室",
    "科",
    "办",
    "部",
    "庭",
    "馆",
    "分局",
    "村",
    "社区",
    "镇",
    "乡",
    "街道",
)
_SIGNATURE = 60
_SIGNED = re.compile(r"(?:\d{4}年\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九]{4}年)\s*$")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit as a node of the graph."""

    id: str
    name: str

    @property
    def node(self) -> Node:
        """Its node."""
        return Node(id=self.id, kind="unit", name=self.name)


def unit_of(mention: UnitMention, knowledge: Knowledge) -> FoundUnit:
    """The unit a mention means: the office's own, that of the named region, or the attached body by its own name."""
    region = mention.region
    if region in _LEVEL_WORDS or region in knowledge.home or mention.alias in knowledge.units:
        return FoundUnit(mention.unit_id, knowledge.unit_names.get(mention.unit_id, mention.alias))
    if mention.alias.endswith(_ATTACHED):
        return FoundUnit(unit_id(mention.name), mention.name)
    return FoundUnit(unit_id(f"{mention.unit_id.removeprefix('unit:')}·{region}"), f"{region}{_official(mention)}")


def _official(mention: UnitMention) -> str:
    unit = unit_table().get(mention.unit_id.removeprefix("unit:"))
    return unit.name if unit else mention.alias


def named_units(item: Item, letter: Letter, knowledge: Knowledge) -> tuple[list[Link], list[Node]]:
    """names_unit links for every unit named in letter or reply, with one piece of evidence a mention."""
    found: dict[str, tuple[FoundUnit, list[Evidence]]] = {}
    known, replied = knowledge.on(day_of(item)), knowledge.on(reply_day(item))
    for mention in find_units(letter.text, known.unit_aliases):
        proof = letter.evidence(mention.start, mention.end, "单位别名", score=1.0)
        _note(found, unit_of(mention, known), proof)
    for mention in find_units(item.reply, replied.unit_aliases) if item.reply else ():
        proof = Evidence(
            record=letter.item_id,
            field="reply",
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            score=1.0,
            rule="单位别名",
        )
        _note(found, unit_of(mention, replied), proof)
    links = [
        Link(source=letter.item_id, kind="names_unit", target=unit.id, score=1.0, evidence=tuple(proofs))
        for unit, proofs in found.values()
    ]
    return links, [unit.node for unit, _ in found.values()]


def _note(found: dict[str, tuple[FoundUnit, list[Evidence]]], unit: FoundUnit, proof: Evidence) -> None:
    found.setdefault(unit.id, (unit, []))[1].append(proof)


def responsible_unit(item: Item, knowledge: Knowledge) -> tuple[FoundUnit, Evidence] | None:
    """The unit that handles the item: the imported one, else the one that signs the reply at its end."""
    if item.unit_text:
        return written_unit(item.unit_text, knowledge.on(day_of(item))), field_evidence(
            item, "unit_text", item.unit_text, "导入的责任单位", score=1.0
        )
    return _signer(item, knowledge.on(reply_day(item))) if item.reply else None


def written_unit(text: str, knowledge: Knowledge) -> FoundUnit:
    """The unit a cell names: a known alias or a mention that fills the cell, else a unit of that very name."""
    known = knowledge.units.get(text)
    if known is not None:
        return FoundUnit(known.id, known.name)
    mentions: Sequence[UnitMention] = find_units(text, knowledge.unit_aliases)
    if len(mentions) == 1 and mentions[0].quote == text.strip():
        return unit_of(mentions[0], knowledge)
    return FoundUnit(unit_id(text), text)


def _signer(item: Item, knowledge: Knowledge) -> tuple[FoundUnit, Evidence] | None:
    tail = item.reply[-_SIGNATURE:].rstrip()
    dated = _SIGNED.search(tail)
    if dated is None:
        return None
    shift = len(item.reply) - len(item.reply[-_SIGNATURE:])
    mentions = find_units(tail[: dated.start()], knowledge.unit_aliases)
    if not mentions or dated.start() - mentions[-1].end > 2:
        return None
    last = mentions[-1]
    proof = Evidence(
        record=item.id,
        field="reply",
        start=shift + last.start,
        end=shift + last.end,
        quote=last.quote,
        score=0.9,
        rule="答复落款",
    )
    return unit_of(last, knowledge), proof
