"""What learning in use forgets with an erased petition: judgments, typed copies of its words, sightings, examples."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from records.encoder_models import outdate_models
from records.tables.learning import bridge, judgment, typed_query, word_proposal, word_sighting
from records.tables.petitions import item_text
from records.tables.saved_searches import saved_search, saved_search_hit
from records.transactions import Tx

RUN = 10
"""A typed text that repeats so many characters in a row of the letter was copied from it."""


def forget_learned(tx: Tx, item_id: str, *, now: datetime) -> None:
    """Deletes what was learned from the petition and marks models trained on it; call it while its text is there."""
    outdate_models(tx, item_id, now=now)
    _forget_copies(tx, _runs(_letter(tx, item_id)))
    tx.execute(sa.delete(judgment).where(sa.or_(judgment.c.asked == item_id, judgment.c.hit == item_id)))
    tx.execute(sa.delete(word_sighting).where(word_sighting.c.seen_in == item_id))
    tx.execute(sa.delete(saved_search).where(saved_search.c.like == item_id))
    tx.execute(sa.delete(saved_search_hit).where(saved_search_hit.c.entity == item_id))
    tx.execute(sa.delete(saved_search_hit).where(~sa.exists().where(saved_search.c.id == saved_search_hit.c.search_id)))
    seen = sa.exists().where(word_sighting.c.proposal_id == word_proposal.c.id)
    tx.execute(sa.delete(word_proposal).where(~seen, word_proposal.c.person == ""))


def _letter(tx: Tx, item_id: str) -> list[str]:
    row = tx.execute(sa.select(item_text).where(item_text.c.item_id == item_id)).first()
    return [] if row is None else [one for one in row._mapping.values() if isinstance(one, str) and one != item_id]


def _runs(texts: list[str]) -> frozenset[str]:
    packed = ["".join(text.split()) for text in texts]
    return frozenset(text[at : at + RUN] for text in packed for at in range(len(text) - RUN + 1))


def _forget_copies(tx: Tx, runs: frozenset[str]) -> None:
    if not runs:
        return
    for table in (judgment, typed_query, saved_search):
        for row in tx.execute(sa.select(table.c.id, table.c.text).where(table.c.text != "")).all():
            if runs & _runs([row.text]):
                tx.execute(sa.delete(table).where(table.c.id == row.id))
                tx.execute(sa.delete(word_sighting).where(word_sighting.c.seen_in == row.id))
    for row in tx.execute(sa.select(bridge).where(bridge.c.examples != ())).all():
        kept = tuple(one for one in row.examples if not runs & _runs([one]))
        if kept != row.examples:
            same = sa.and_(bridge.c.everyday == row.everyday, bridge.c.legal == row.legal)
            tx.execute(sa.update(bridge).where(same).values(examples=kept))
