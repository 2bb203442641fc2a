"""Kinds of nodes and links of the knowledge graph, the allowed triples and their Chinese labels: one table."""

from __future__ import annotations

from dataclasses import dataclass

NODE_LABELS: dict[str, str] = {
    "item": "信访件",
    "matter": "信访事项",
    "petitioner": "信访人",
    "class": "问题分类",
    "issue": "共性问题",
    "unit": "单位",
    "place": "地点",
    "respondent": "被反映对象",
    "package": "政策包",
    "regulation": "法规",
    "article": "条文",
    "measure": "措施",
    "batch": "批量办理",
}


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of link: its Chinese label and the (from, to) node kinds it may join."""

    kind: str
    label: str
    ends: frozenset[tuple[str, str]]


def _kind(kind: str, label: str, *ends: tuple[str, str]) -> LinkKind:
    return LinkKind(kind, label, frozenset(ends))


LINK_KINDS: dict[str, LinkKind] = {
    k.kind: k
    for k in (
        _kind("submitted_by", "提出", ("item", "petitioner")),
        _kind("part_of", "属于事项", ("item", "matter")),
        _kind("same_matter_candidate", "疑似同一事项", ("item", "item")),
        _kind("related_matter", "相关事项", ("matter", "matter")),
        _kind("classified_as", "归类", ("item", "class"), ("issue", "class")),
        _kind("sub_class_of", "下级分类", ("class", "class")),
        _kind("names_unit", "提及单位", ("item", "unit")),
        _kind("handled_by", "承办", ("item", "unit"), ("matter", "unit"), ("issue", "unit")),
        _kind("returned_by", "退回", ("item", "unit")),
        _kind("complains_about", "反映", ("item", "respondent"), ("item", "unit")),
        _kind("located_at", "发生于", ("item", "place"), ("issue", "place")),
        _kind("within", "位于", ("place", "place")),
        _kind("cites", "引用", ("item", "article"), ("item", "regulation"), ("item", "package")),
        _kind("rests_on", "依据", ("measure", "article"), ("measure", "regulation"), ("issue", "article")),
        _kind("belongs_to", "属于法规", ("article", "regulation")),
        _kind("contains", "包含", ("package", "regulation")),
        _kind("replaces", "取代", ("package", "package"), ("regulation", "regulation")),
        _kind("member_of", "属于共性问题", ("item", "issue")),
        _kind("kept_out_of", "排除于", ("item", "issue")),
        _kind("event_of", "属于规律", ("issue", "issue")),
        _kind("addresses", "针对", ("measure", "issue"), ("batch", "issue")),
        _kind("adopted_by", "采取单位", ("measure", "unit")),
        _kind("carries_out", "落实", ("batch", "measure")),
        _kind("applied_to", "适用于", ("measure", "item"), ("batch", "item")),
    )
}

# A petitioner is a person: no counts, sizes, rankings or lists are ever derived for these nodes.
UNCOUNTED_KINDS = frozenset({"petitioner"})


def allowed(source_kind: str, link_kind: str, target_kind: str) -> bool:
    """True when a link of `link_kind` may lead from `source_kind` to `target_kind`."""
    found = LINK_KINDS.get(link_kind)
    return found is not None and (source_kind, target_kind) in found.ends
