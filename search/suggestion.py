"""What learners of labels share: a suggestion, the labels somebody gave, and how many rows are enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from core.errors import InputError
from core.petition import Item

LEAST = 200
MOST = 20_000
"""Rows learned from, the newest; more make it slower and hardly better."""
FEWEST_OF_A_LABEL = 3
WORTH_EXPLAINING = 0.05
"""Share below which a suggestion is listed without evidence."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One label with its share of all (0..1) and the words or fields that speak for it."""

    code: str
    label: str
    share: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label's code (may be empty) and the office's own word for it."""

    code: str
    label: str


def class_of(item: Item) -> str:
    """The class somebody gave the item: the source's own label, else a person's code; "" for a machine's guess."""
    return item.class_text or (item.issue_code if item.issue_confidence == 1.0 else "")


def unit_of(item: Item) -> str:
    """The unit the source or a person named."""
    return item.unit_text or item.unit_id


def enough(rows: list[Item], label: Callable[[Item], str], what: str) -> list[Item]:
    """The newest rows whose label came three times or more. Raises InputError below 200 rows or two labels."""
    counted = Counter(label(item) for item in rows)
    kept = [item for item in rows if counted[label(item)] >= FEWEST_OF_A_LABEL]
    kept = sorted(kept, key=lambda item: (str(item.received_at or ""), item.id))[-MOST:]
    kinds = len({label(item) for item in kept})
    if len(kept) < LEAST or kinds < 2:
        rare = (
            f"（另有 {len(rows) - len(kept)} 件的{what}不足 {FEWEST_OF_A_LABEL} 件）" if len(rows) > len(kept) else ""
        )
        few = f"的信访件只有 {len(kept)} 件" if len(kept) < LEAST else f"的 {len(kept)} 件信访件都是同一种"
        raise InputError(
            f"已标注{what}{few}，不足以学习{rare}",
            f"至少需要 {LEAST} 件、两种以上；可导入带{what}的历史数据，或先由人员标注",
        )
    return kept


def best(shares: NDArray[Any], names: Sequence[str], limit: int) -> list[tuple[str, float]]:
    """The `limit` names with the largest shares, ties by name."""
    order = sorted(range(len(shares)), key=lambda i: (-shares[i], names[i]))[:limit]
    return [(names[i], round(float(shares[i]), 4)) for i in order]
