"""Law trees (条文树): a paper as nested spans that hold every character of it once, whatever its format.

`parse(text)` takes the text apart into 编, 分编, 章, 节, 条, 款, 项 and 目, or, where there is no 第N条, into the
numbered clauses of a notice, minutes or a standard. `printed(tree)` gives the text back byte for byte, after
one change: line ends (\\r\\n, \\r) are one newline. Pure; the text may come from md, txt, docx, html or pdf.
"""

from __future__ import annotations

from core.law_tree.nouns import ACTIONS, Correction, Kind, Node, Oddity, Tree
from core.law_tree.oddities import missing_between
from core.law_tree.parsing import line_anchor, parse
from core.law_tree.printing import pieces, printed
from core.law_tree.reading import (
    Article,
    Clause,
    Fragment,
    articles_of,
    clause_label,
    clauses_of,
    counts_of,
    fragments_of,
    plain_text,
)

__all__ = [
    "ACTIONS",
    "Article",
    "Clause",
    "Correction",
    "Fragment",
    "Kind",
    "Node",
    "Oddity",
    "Tree",
    "articles_of",
    "clause_label",
    "clauses_of",
    "counts_of",
    "fragments_of",
    "line_anchor",
    "missing_between",
    "parse",
    "pieces",
    "plain_text",
    "printed",
]
