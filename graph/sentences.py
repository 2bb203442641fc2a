"""Chinese sentences for links, so that a path through the graph can be read aloud."""

from __future__ import annotations

from core.kinds import LINK_KINDS, NODE_LABELS, UNCOUNTED_KINDS
from core.petition import Node
from graph.port import GraphLink

# Links whose label alone does not make a sentence between two names.
_PHRASES = {
    "submitted_by": "{a}由{b}提出",
    "same_matter_candidate": "{a}与{b}疑似同一事项",
    "related_matter": "{a}与{b}相关",
    "classified_as": "{a}归入{b}",
    "sub_class_of": "{a}是{b}的下级分类",
    "handled_by": "{a}由{b}承办",
    "returned_by": "{a}被{b}退回",
    "rests_on": "{a}以{b}为依据",
    "kept_out_of": "{a}不计入{b}",
    "adopted_by": "{a}由{b}采取",
}


def called(node: Node) -> str:
    """How a node is named in a sentence: `信访件“电梯停运”`; a person is never named."""
    label = NODE_LABELS[node.kind]
    return f"同一{label}" if node.kind in UNCOUNTED_KINDS else f"{label}“{node.name or node.id}”"


def sentence(link: GraphLink, source: Node, target: Node) -> str:
    """One link as a sentence: `信访件“电梯停运”归入问题分类“物业服务”`."""
    phrase = _PHRASES.get(link.kind) or f"{{a}}{LINK_KINDS[link.kind].label}{{b}}"
    return phrase.format(a=called(source), b=called(target))


def both(link: GraphLink, common: Node) -> str:
    """What two things have in common through `link`: `都归入问题分类“物业服务”`."""
    phrase = _PHRASES.get(link.kind) or f"{{a}}{LINK_KINDS[link.kind].label}{{b}}"
    return phrase.format(a="都", b=called(common)) if link.target == common.id else f"都与{called(common)}有关"


def more(count: int) -> str:
    """The label of an aggregated node."""
    return f"还有 {count} 件"
