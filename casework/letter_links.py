"""Which letters people said are about one matter (来信对): what a model of letters learns from, masked, no accusation.

From gold sets; where these are the office's own, or none is given, also letters of one matter and precedents that
drafts were begun from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from casework.office import Office
from core.errors import InputError
from core.masking import mask
from core.viewer import Viewer
from eval.gold import GoldSet
from eval.office_sets import OFFICE
from eval.resolving import resolved
from records.basis_uses import all_drafts
from records.database import Tx
from records.items import items, iter_items
from search.documents import Document
from search.letter_pairs import Link

OWN = (f"{OFFICE}:similar", f"{OFFICE}:pairs")
MATTERS, PRECEDENTS = f"{OFFICE}:matters", f"{OFFICE}:precedents"
TYPED = "text:"
"""What stands before the words of a question that somebody typed, in the id it goes by here."""


def links_of(office: Office, viewer: Viewer, sets: Sequence[GoldSet]) -> list[Link]:
    """Pairs of letters, and of typed questions with letters, each once. Raises InputError for sets of other kinds."""
    found: dict[tuple[str, str], Link] = {}
    with office.database.read() as tx:
        every = [link for gold in sets for link in _of_set(tx, viewer, gold)]
        if not sets or any(gold.name in OWN for gold in sets):
            every += _own(tx, viewer)
    for link in every:
        found.setdefault((min(link.one, link.other), max(link.one, link.other)), link)
    return [found[pair] for pair in sorted(found) if pair[0] != pair[1]]


def _of_set(tx: Tx, viewer: Viewer, gold: GoldSet) -> Iterator[Link]:
    if gold.kind not in ("ranking", "pairs") or gold.corpus != "petitions":
        raise InputError(
            f"评测集“{gold.name}”不是“来信—来信”",
            "训练读来信的模型要用 kind 为 ranking（corpus 为 petitions）或 pairs 的集，见 docs/gold-sets.md",
        )
    ready = resolved(tx, viewer, gold)
    for pair in ready.pairs:
        yield Link(pair.one, pair.other, pair.same, gold.name)
    for ask in ready.asks:
        asked = ask.like or TYPED + mask(ask.text).text
        yield from (Link(asked, other, source=gold.name) for other in ask.relevant)


def _own(tx: Tx, viewer: Viewer) -> Iterator[Link]:
    matters, known = defaultdict(list), set()
    for some in iter_items(tx, viewer):
        for item in some:
            if not item.restricted and item.letter:
                known.add(item.id)
                matters[item.matter_id].append(item.id)
    for matter, ids in sorted(matters.items()):
        if matter:
            yield from (Link(one, other, source=MATTERS) for one, other in pairwise(sorted(ids)))
    for draft in all_drafts(tx):
        precedent = str(draft.basis.get("precedent", ""))
        if {draft.item_id, precedent} <= known:
            yield Link(draft.item_id, precedent, source=PRECEDENTS)


def documents_of_letters(tx: Tx, viewer: Viewer, ids: Iterable[str]) -> dict[str, Document]:
    """Id → the masked letter, for letters the viewer may see and typed questions; accusations are not among them."""
    wanted = sorted(set(ids))
    found = {id_: Document(id=id_, text=id_.removeprefix(TYPED)) for id_ in wanted if id_.startswith(TYPED)}
    rows = items(tx, viewer, [id_ for id_ in wanted if id_ not in found])
    return found | {
        id_: Document(id=id_, title=one.title_masked, text=one.content_masked)
        for id_, one in rows.items()
        if not one.restricted and one.letter
    }
