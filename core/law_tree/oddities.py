"""What looks wrong in a tree, with lines, and how far the tree may be trusted (0 to 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.citations import article_label
from core.law_tree.lines import Line, broken_number
from core.law_tree.nouns import HEADINGS, Kind, Node, Oddity

KINDS = {
    "empty": "没有文字",
    "contents_only": "只有目录",
    "bare": "没有正文",
    "gap": "编号不连续",
    "twice": "编号重复",
    "jump": "条号跳跃",
    "restart": "条号重新开始",
    "annex": "附件里有条文",
    "number": "条号读不懂",
    "heading": "章节不连续",
    "quote": "引号没有成对",
    "bracket": "书名号没有成对",
    "long": "没有分行",
}
"""Kinds of oddities with their short names."""

_COSTS = {
    "annex": 0.0,
    "empty": 1.0,
    "contents_only": 0.9,
    "bare": 0.9,
    "restart": 0.3,
    "twice": 0.2,
    "long": 0.5,
    "gap": 0.15,
    "jump": 0.15,
}
_COST, _LONG_LINE = 0.05, 20_000


def confidence(oddities: Sequence[Oddity], *, articles: int) -> float:
    """1 for a document without oddities; each kind costs its share, a further one of a kind half of it, at least 0."""
    trust = 1.0
    counted: dict[str, int] = {}
    for one in oddities:
        times = counted[one.kind] = counted.get(one.kind, 0) + 1
        trust -= _COSTS.get(one.kind, _COST) / (1 if times == 1 else 2 * max(1.0, articles / 50))
    return round(max(0.0, min(1.0, trust)), 3)


def numbering(root: Node) -> Iterator[Oddity]:
    """Articles that stand twice or leave a gap, within the main text, each annex and each further law."""
    for area in _areas(root).values():
        first: dict[tuple[int, int], int] = {}
        highest = 0
        for node in area:
            key = (node.number, node.sub)
            label = article_label(*key)
            if key in first:
                yield Oddity("twice", node.line, f"{label}出现了两次：第 {first[key]} 行和第 {node.line} 行")
            elif node.number > highest + 1:
                missing = missing_between(highest, node.number)
                yield Oddity("gap", node.line, f"条文不连续：缺{missing}（第 {node.line} 行是{label}）")
            first.setdefault(key, node.line)
            highest = max(highest, node.number)


def annexes(root: Node) -> Iterator[Oddity]:
    """Articles in an annex beside those of the main text: they are no articles of the act."""
    areas = _areas(root)
    for one in root.children if -1 in areas else ():
        if one.kind is Kind.ANNEX and one.start in areas:
            message = f"附件（第 {one.line} 行起）里的条文没有拆分；需要时请另存为单独的文件"
            yield Oddity("annex", one.line, message)


def _areas(root: Node) -> dict[int, list[Node]]:
    """The articles of the main text, of each annex and of each further law; text all in annexes is one area each."""
    areas: dict[int, list[Node]] = {}

    def collect(node: Node, area: int) -> None:
        for child in node.children:
            if child.kind is Kind.ARTICLE:
                areas.setdefault(area, []).append(child)
            elif child.kind in (Kind.ANNEX, Kind.OTHER):
                collect(child, child.start)
            elif child.kind in HEADINGS:
                collect(child, area)

    collect(root, -1)
    return areas


def headings(root: Node) -> Iterator[Oddity]:
    """Chapters and sections whose numbers do not go on from the one before under the same heading."""
    for parent in root.walk():
        before: dict[Kind, int] = {}
        for child in parent.children:
            if child.kind not in HEADINGS or not child.number or child.kind is Kind.ANNEX:
                continue
            last = before.get(child.kind, 0)
            if child.number > last + 1 and (last or child.kind is not Kind.CHAPTER or parent.kind is Kind.WHOLE):
                yield Oddity("heading", child.line, f"第 {child.line} 行的“{child.title[:30]}”前面缺了{child.kind}")
            before[child.kind] = child.number


def missing_between(before: int, after: int) -> str:
    """`第三条至第五条`: the articles that stand between two numbers and are not there."""
    upto = f"至{article_label(after - 1, 0)}" if after > before + 2 else ""
    return f"{article_label(before + 1, 0)}{upto}"


def of_lines(source: str, lines: Sequence[Line]) -> Iterator[Oddity]:
    """What single lines show: numbers nobody can read, marks never closed, text without line breaks."""
    if not lines:
        yield Oddity("empty", 1, "文件里没有文字；扫描件要先做文字识别")
    for line in lines:
        if line.words[0] == "第" and "条" in line.words[:24] and (number := broken_number(source, line)):
            accepted = "条号为一至九千九百九十九，请写成“第一百条”或“第100条”"
            message = f"第 {line.number} 行的条号“第{number[:10]}条”读不懂，按正文处理；{accepted}"
            yield Oddity("number", line.number, message)
        if len(line.words) > _LONG_LINE:
            yield Oddity("long", line.number, f"第 {line.number} 行有 {len(line.words)} 字没有分行；请按条文分行")
    if source.count("《") != source.count("》"):
        line_no = _unpaired(source, lines)
        yield Oddity("bracket", line_no, f"第 {line_no} 行的“《”和“》”不成对，请核对")
    if (opened := source.rfind("“")) > source.rfind("”"):  # several paragraphs of one quotation open more than once
        line_no = source.count("\n", 0, opened) + 1
        yield Oddity("quote", line_no, f"第 {line_no} 行的“没有对应的”，请核对")


def _unpaired(source: str, lines: Sequence[Line]) -> int:
    places = (
        line for line in lines if source.count("《", line.start, line.end) != source.count("》", line.start, line.end)
    )
    return next((line.number for line in places), 1)
