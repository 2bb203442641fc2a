"""Classes of items nobody labelled, learned from those the office or its source labelled (at least 200)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.errors import InputError
from core.ids import issue_class_id
from core.petition import Evidence, Item, Link
from core.viewer import WORKER
from ingest.linking.issue_classes import class_node
from records.database import Database
from records.item_reading import iter_items
from records.item_saving import update_item
from records.link_saving import replace_many
from records.nodes import put_nodes
from records.transactions import chunks
from search.labels import LEAST, IssueLearner, LetterVectors, Suggestion, class_of

LEAST_SHARE = 0.5
_RULE = "由已标注的信访件学得"


def learn_classes(database: Database, vectors: LetterVectors, *, now: datetime) -> int:
    """How many unlabelled items got another class; 0 when fewer than 200 labelled items are there to learn from.

    What a person or the source said is never touched. A guess by rules that lies beneath the learned class is finer
    and stays. Running it again changes nothing until more is labelled.
    """
    with database.read() as tx:
        several = [item for batch in iter_items(tx, WORKER) for item in batch if item.letter]
    open_ones = [item for item in several if not class_of(item)]
    if not open_ones or len(several) - len(open_ones) < LEAST:
        return 0
    try:
        learner = IssueLearner(several, vectors)
    except InputError:
        return 0  # enough labelled rows, but not of two classes
    changed = 0
    for part in chunks(open_ones):
        changed += _apply(database, list(_better(part, learner)), now)
    return changed


def _better(items: Sequence[Item], learner: IssueLearner) -> Iterator[tuple[Item, Suggestion]]:
    for item, suggestions in zip(items, learner.suggest(items, limit=1), strict=True):
        best = suggestions[0] if suggestions else None
        if best and best.code and best.share >= LEAST_SHARE and not item.issue_code.startswith(best.code):
            yield item, best


def _apply(database: Database, better: Sequence[tuple[Item, Suggestion]], now: datetime) -> int:
    if better:
        with database.write() as tx:
            put_nodes(tx, [class_node(code) for code in sorted({best.code for _, best in better})])
            for item, best in better:
                update_item(tx, item.id, lane="bulk", issue_code=best.code, issue_confidence=best.share)
            replace_many(tx, {item.id: [_link(item, best)] for item, best in better}, ("classified_as",), now)
    return len(better)


def _link(item: Item, best: Suggestion) -> Link:
    proofs = tuple(proof for word in best.evidence if (proof := _evidence(item, word, best.share)))
    whole = Evidence(record=item.id, field="content", score=best.share, rule=_RULE)
    target = issue_class_id(best.code)
    return Link(source=item.id, kind="classified_as", target=target, score=best.share, evidence=proofs or (whole,))


def _evidence(item: Item, word: str, share: float) -> Evidence | None:
    for field in ("title", "content"):
        start = getattr(item, field).find(word)
        if start >= 0:
            return Evidence(
                record=item.id, field=field, start=start, end=start + len(word), quote=word, score=share, rule=_RULE
            )
    return None
