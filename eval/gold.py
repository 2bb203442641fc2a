"""Gold sets (评测集): questions with what answers them, pairs, clusters, labels; each with a hash of what it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal

from core.ids import short_hash
from search.documents import Corpus

Kind = Literal["ranking", "pairs", "clusters", "labels"]
KINDS: Mapping[Kind, str] = {"ranking": "检索", "pairs": "同与不同", "clusters": "共性问题", "labels": "分类与承办"}
Target = Literal["issue-class", "unit"]
Level = Literal["article", "regulation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question in words or like an item, and the grade of each relevant id; `group` holds what belongs together.

    `among` narrows the answers to these ids; `asks` of one group are drawn together in a bootstrap.
    """

    id: str
    text: str = ""
    like: str = ""
    relevant: Mapping[str, float]
    among: frozenset[str] = frozenset()
    group: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items that somebody called the same matter, or not."""

    one: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """All items of one common issue, and look-alikes that must not be in it."""

    id: str
    members: frozenset[str]
    lookalikes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An item of the office, or a text, with its right label; `group` is never split between learning and testing."""

    id: str
    label: str
    text: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """One gold set; only the rows of its kind are filled. Equal content has an equal `digest`."""

    name: str
    kind: Kind
    corpus: Corpus = "petitions"
    asks: Sequence[Ask] = ()
    pairs: Sequence[Pair] = ()
    clusters: Sequence[Cluster] = ()
    labelled: Sequence[Labelled] = ()
    target: Target = "issue-class"
    level: Level = "article"
    """What counts as found among articles: the article, or any article of the act."""
    hidden: frozenset[str] = field(default_factory=frozenset)
    """Columns of the source that a learner of labels may not look at."""
    folds: int = 5
    depth: int = 0
    """How many answers are looked at; 0 for the corpus's usual depth."""

    @property
    def size(self) -> int:
        """How many questions, pairs, clusters or labelled rows."""
        return len(self.asks) + len(self.pairs) + len(self.clusters) + len(self.labelled)

    @property
    def digest(self) -> str:
        """A hash of everything in the set, independent of its name and of the order of rows."""
        several = (self.asks, self.pairs, self.clusters, self.labelled)
        rows = sorted(json.dumps(asdict(row), sort_keys=True, default=_plain) for some in several for row in some)
        how = (self.kind, self.corpus, self.target, self.level, *sorted(self.hidden), str(self.folds), str(self.depth))
        return short_hash(*how, *rows)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
