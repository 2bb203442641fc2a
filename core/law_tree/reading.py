"""Articles and clauses read off a tree: numbers, plain words, path of headings, and how a clause is cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.clause_labels import PATH_MARK
from core.law_tree.lines import plain_line
from core.law_tree.nouns import HEADINGS, Kind, Node, Tree
from core.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a tree: number, 之N as `sub` (0 without), words without label, path, line, its node."""

    number: int
    sub: int
    text: str
    path: str
    line: int
    node: Node


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `label` as cited (二（三）, 5.2.1, 第三自然段), its words, the headings above it, its node."""

    label: str
    text: str
    path: str
    line: int
    depth: int
    node: Node


def plain_text(tree: Tree, start: int, end: int) -> str:
    """The words between two places: no markup, blanks folded, blank lines gone."""
    return "\n".join(words for raw in tree.source[start:end].split("\n") if (words := plain_line(raw)))


def articles_of(tree: Tree, *, everywhere: bool = False) -> tuple[Article, ...]:
    """The articles in order: of the main text, or of annexes when it has none; `everywhere` takes all of them."""
    found = list(_articles(tree, tree.root, (), everywhere=everywhere))
    if not found and not everywhere:
        found = list(_articles(tree, tree.root, (), everywhere=True))
    return tuple(found)


def _articles(tree: Tree, node: Node, path: tuple[str, ...], *, everywhere: bool) -> Iterator[Article]:
    for child in node.children:
        if child.kind is Kind.ARTICLE:
            text = plain_text(tree, child.body, child.end)
            yield Article(child.number, child.sub, text, PATH_MARK.join(path), child.line, child)
        elif child.kind in (Kind.ANNEX, Kind.OTHER) and not everywhere:
            continue
        elif child.kind is Kind.OTHER:
            yield from _articles(tree, child, (), everywhere=everywhere)
        elif child.kind in HEADINGS:
            yield from _articles(tree, child, (*path, child.title), everywhere=everywhere)


def clauses_of(tree: Tree) -> tuple[Clause, ...]:
    """The clauses in order, or the paragraphs of a paper without numbers."""
    return tuple(_clauses(tree, tree.root, ()))


def _clauses(tree: Tree, node: Node, above: tuple[Node, ...]) -> Iterator[Clause]:
    for child in node.children:
        if child.kind in (Kind.CLAUSE, Kind.PARAGRAPH):
            end = child.children[0].start if child.children else child.end
            chain = (*above, child)
            path = PATH_MARK.join(_heading_words(tree, one) for one in above)
            yield Clause(clause_label(chain), plain_text(tree, child.start, end), path, child.line, len(above), child)
            yield from _clauses(tree, child, chain)
        elif child.kind is Kind.ANNEX:
            yield from _clauses(tree, child, (child,))


def _heading_words(tree: Tree, node: Node) -> str:
    words = plain_text(tree, node.start, node.children[0].start if node.children else node.end)
    return words.split("\n", 1)[0].split("。", 1)[0][:40]


def clause_label(chain: Sequence[Node]) -> str:
    """How a clause is cited, from the outermost one down: 二（三）1, 5.2.1, 附件2第一部分, 第三自然段."""
    last = chain[-1]
    if last.kind is Kind.PARAGRAPH:
        return f"第{to_chinese(last.number)}自然段"
    if last.title and "." in last.title.strip(".．") and last.title[:1].isascii():
        return last.title
    return "".join(_short(one) for one in chain)


def _short(node: Node) -> str:
    title = node.title
    if node.kind is Kind.ANNEX:
        return title.partition("：")[0].partition(":")[0]
    return title.rstrip("、．.")


def counts_of(tree: Tree) -> dict[str, int]:
    """How many nodes of each kind the tree holds, by the Chinese word, in the order of `Kind`."""
    counted = Counter(node.kind for node in tree.root.walk())
    return {kind.value: counted[kind] for kind in Kind if counted[kind] and kind is not Kind.WHOLE}


@dataclass(frozen=True, slots=True)
class Fragment:
    """The words one node holds alone, with the headings above it: what a paper is stored as, piece by piece."""

    kind: Kind
    text: str
    path: str
    line: int


def fragments_of(tree: Tree) -> Iterator[Fragment]:
    """Every piece of a paper in order; a heading that only leads to its clauses stands in their path."""
    yield from _fragments(tree, tree.root, ())


def _fragments(tree: Tree, node: Node, above: tuple[str, ...]) -> Iterator[Fragment]:
    at, first, own = node.start, True, node.kind is not Kind.WHOLE
    head = _heading_words(tree, node)
    below = (*above, head) if own and node.kind in (*HEADINGS, Kind.CLAUSE) else above
    for upto, child in [*((child.start, child) for child in node.children), (node.end, None)]:
        text = plain_text(tree, at, upto)
        if text and not (first and child is not None and text == head and not text.endswith(("：", ":"))):
            yield Fragment(node.kind, text, PATH_MARK.join(above if first else below), node.line)
        if child is not None:
            yield from _fragments(tree, child, below)
            at, first = child.end, False
