"""From text to tree: articles where the text has them, else numbered clauses, else paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from core.errors import NotFound
from core.law_tree.articles import LOOSE_RANK, read_articles
from core.law_tree.clauses import CLOSING_RANK, closing, read_clauses
from core.law_tree.growing import Opening, grown
from core.law_tree.lines import Line, anchors, heading, lines_of, normalised
from core.law_tree.nouns import Correction, Kind, Node, Oddity, Tree
from core.law_tree.oddities import annexes, confidence, headings, numbering, of_lines
from core.law_tree.quotes import inside, quoted_spans


def parse(text: str, corrections: Sequence[Correction] = ()) -> Tree:
    """The tree of `text`, with what a person said about single lines; never fails, oddities say what looks wrong."""
    source = normalised(text)
    lines = lines_of(source)
    forced, unused = _forced(lines, corrections)
    quoted = inside(lines, quoted_spans(source)) - {place for place, said in forced.items() if said == "split"}
    reading = read_articles(source, lines, quoted, forced)
    if reading.articles:
        root = grown(source, _signed(lines, reading.openings))
        odd = [*reading.oddities, *numbering(root), *headings(root), *annexes(root), *of_lines(source, lines)]
        return _tree(source, root, "articles", odd, unused, reading.articles)
    clauses = read_clauses(source, lines, quoted, forced)
    listed = _only_contents(lines)
    openings = [Opening(0, LOOSE_RANK, Kind.CONTENTS, line=1)] if listed else list(clauses.openings)
    odd = [*reading.oddities, *([] if listed else clauses.oddities), *of_lines(source, lines)]
    odd += [Oddity("contents_only", lines[0].number, "只有目录，没有条文；请换成带正文的文件")] if listed else []
    if lines and not listed and not any(one.kind in (Kind.CLAUSE, Kind.PARAGRAPH) for one in openings):
        odd.append(Oddity("bare", lines[0].number, "没有找到条文、编号或完整的句子；请核对文件是否完整"))
    form = "clauses" if clauses.clauses and not listed else "paragraphs"
    return _tree(source, grown(source, openings), form, odd, unused, clauses.clauses)


def _tree(source: str, root: Node, form: str, odd: list[Oddity], unused: tuple[Correction, ...], parts: int) -> Tree:
    ordered = tuple(sorted(dict.fromkeys(odd), key=lambda one: (one.line, one.kind)))
    return Tree(source, root, form, ordered, confidence(ordered, articles=parts), unused)


def _signed(lines: Sequence[Line], openings: Sequence[Opening]) -> list[Opening]:
    """The openings with the signature and date that follow the last article before the first annex."""
    main = next((at for at, one in enumerate(openings) if one.kind is Kind.ANNEX and at), len(openings))
    last = openings[main - 1]
    if last.kind is not Kind.ARTICLE:
        return list(openings)
    upto = openings[main].at if main < len(openings) else lines[-1].end + 1
    first = bisect_left(lines, last.at, key=lambda line: line.start)
    end = bisect_left(lines, upto, key=lambda line: line.start)
    begun = closing(lines, first, end)
    if begun >= end:
        return list(openings)
    signature = Opening(lines[begun].start, CLOSING_RANK, Kind.CLOSING, line=lines[begun].number)
    return [*openings[:main], signature, *openings[main:]]


def _only_contents(lines: Sequence[Line]) -> bool:
    """True for a contents page: at least three headings and no sentence."""
    heads = sum(heading(line) is not None for line in lines)
    return heads >= 3 and not any(line.words.endswith(("。", "；", "：")) for line in lines)


def _forced(lines: Sequence[Line], corrections: Sequence[Correction]) -> tuple[dict[int, str], tuple[Correction, ...]]:
    if not corrections:
        return {}, ()
    places = {anchor: place for place, anchor in enumerate(anchors(lines))}
    forced = {places[one.anchor]: one.action for one in corrections if one.anchor in places}
    return forced, tuple(one for one in corrections if one.anchor not in places)


def line_anchor(text: str, number: int) -> str:
    """The anchor of line `number` (from 1) of `text`. Raises NotFound for a line without words."""
    lines = lines_of(normalised(text))
    for line, anchor in zip(lines, anchors(lines), strict=True):
        if line.number == number:
            return anchor
    raise NotFound(f"第 {number} 行没有文字", "行号从 1 开始，空行不算；用 law tree 可以看到每一行")
