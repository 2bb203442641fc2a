"""Cached vectors by encoder and hash of the masked text; they go when the last record with that text goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from records.tables.graph import vector as table
from records.tables.graph import vector_owner as owners
from records.tables.petitions import item
from records.transactions import Tx, delete_among, insert_new, select_among, upsert


def cached(tx: Tx, encoder: str, hashes: Iterable[str]) -> dict[str, bytes]:
    """Hash → vector bytes for those of `hashes` that the encoder's cache holds."""
    statement = sa.select(table.c.hash, table.c.data).where(table.c.encoder == encoder)
    return {hash_: bytes(data) for hash_, data in select_among(tx, statement, table.c.hash, hashes)}


def store(tx: Tx, encoder: str, vectors: Mapping[str, bytes], owned: Mapping[str, Iterable[str]] | None = None) -> None:
    """Caches vectors; `owned` names the hashes of each entity's text, so that erasing it forgets them."""
    upsert(tx, table, [{"encoder": encoder, "hash": h, "data": data} for h, data in vectors.items()])
    own(tx, owned or {})


def own(tx: Tx, owned: Mapping[str, Iterable[str]]) -> None:
    """Notes which hashes belong to which entity (entity → hashes)."""
    insert_new(tx, owners, [{"hash": h, "entity": entity} for entity, hashes in owned.items() for h in set(hashes)])


def forget(tx: Tx, hashes: Iterable[str]) -> int:
    """How many vectors were deleted."""
    gone = list(hashes)
    delete_among(tx, owners, owners.c.hash, gone)
    return delete_among(tx, table, table.c.hash, gone)


def forget_other_encoders(tx: Tx, kept: Iterable[str]) -> int:
    """How many vectors were deleted because none of the encoders `kept` made them."""
    return int(tx.execute(sa.delete(table).where(table.c.encoder.not_in(sorted(kept)))).rowcount)


def forget_erased(tx: Tx) -> int:
    """How many vectors of erased petitions were deleted: made from a text that was read before it was erased."""
    erased = sa.select(owners.c.entity).distinct().join(item, item.c.id == owners.c.entity).where(item.c.erased)
    return forget_entities(tx, list(tx.scalars(erased)))


def forget_entities(tx: Tx, entities: Iterable[str]) -> int:
    """How many vectors were deleted because only these entities had their text."""
    wanted = list(entities)
    mine = {h for (h,) in select_among(tx, sa.select(owners.c.hash), owners.c.entity, wanted)}
    delete_among(tx, owners, owners.c.entity, wanted)
    still = {h for (h,) in select_among(tx, sa.select(owners.c.hash), owners.c.hash, mine)}
    return forget(tx, mine - still)
