"""A tree printed back, and the proof that it holds every character of its source exactly once."""

from __future__ import annotations

from collections.abc import Iterator

from core.law_tree.nouns import Node, Tree


def printed(tree: Tree) -> str:
    """The source put together from what each node holds of its own, in order; equal to `tree.source`."""
    return "".join(tree.source[start:end] for _, start, end in pieces(tree.root))


def pieces(node: Node) -> Iterator[tuple[Node, int, int]]:
    """The spans that belong to each node alone, in the order of the source. Raises ValueError where nodes overlap."""
    waiting: list[tuple[Node, int]] = [(node, 0)]
    at = node.start
    while waiting:
        here, child = waiting.pop()
        upto = here.children[child].start if child < len(here.children) else here.end
        if upto < at:
            raise ValueError(f"nodes overlap at {upto}")
        if upto > at:
            yield here, at, upto
            at = upto
        if child < len(here.children):
            waiting.append((here, child + 1))
            waiting.append((here.children[child], 0))
