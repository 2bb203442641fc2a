"""Storing, matching and opening identities with the vault's keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import InputError, NotFound, Unavailable
from core.petition import Person
from core.viewer import Viewer
from records import audit
from records.tables.office import meta
from records.tables.office import person as persons
from records.tables.office import person_key as keys
from records.tables.petitions import item
from records.transactions import Tx, delete_among, insert_new, select_among, upsert, upsert_values
from records.vault_keys import COLUMNS, Vault, folded, match_keys
from records.visibility import shown_items

__all__ = [
    "Vault",
    "check_keys",
    "forget_persons",
    "names_of",
    "open_identity",
    "store_person",
    "store_persons",
]

_CHECK = "vault"


@dataclass(slots=True)
class _Known:
    """Somebody known: pseudonym, digests of name and ID number (empty when not known)."""

    ref: str
    name: str = ""
    id_no: str = ""


@dataclass(slots=True)
class _Stored:
    """Who is known by which match key, and the rows to write."""

    by_key: dict[tuple[str, str], dict[str, _Known]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def store_person(tx: Tx, vault: Vault, person: Person, item_id: str = "") -> str:
    """The pseudonym of the person, stored or recognised; empty for an empty person."""
    return store_persons(tx, vault, [(person, item_id)])[0]


def store_persons(tx: Tx, vault: Vault, people: Sequence[tuple[Person, str]]) -> list[str]:
    """One pseudonym a (person, item id), in order; recognised by ID number, phone, address with name or account.

    Two with different ID numbers are never one, nor two with one phone or account and different names; a name alone
    never joins. Raises Unavailable when the keys are not those the identities were stored with.
    """
    _check_keys(tx, vault)
    evidence = [match_keys(vault, one) for one, _ in people]
    stored = _Stored(_known(tx, {digest for found in evidence for _, digest in found}))
    refs = [
        "" if one.is_empty() else _ref(vault, one, item_id, found=found, stored=stored)
        for (one, item_id), found in zip(people, evidence, strict=True)
    ]
    _write(tx, stored)
    return refs


def _known(tx: Tx, digests: Iterable[str]) -> dict[tuple[str, str], dict[str, _Known]]:
    found: dict[tuple[str, str], dict[str, _Known]] = {}
    for row in select_among(tx, sa.select(keys), keys.c.digest, sorted(digests)):
        found.setdefault((row.kind, row.digest), {})[row.ref] = _Known(row.ref, row.name_digest, row.id_digest)
    return found


def _ref(vault: Vault, one: Person, item_id: str, *, found: list[tuple[str, str]], stored: _Stored) -> str:
    name = vault.digest("name", folded(one.name)) if one.name.strip() else ""
    id_no = next((digest for kind, digest in found if kind == "id"), "")
    somebody = _recognised(found, name, id_no, stored) or _Known(
        vault.pseudonym(one, item_id, found=found), name, id_no
    )
    somebody = _Known(somebody.ref, somebody.name or name, somebody.id_no or id_no)
    for key in found:
        stored.by_key.setdefault(key, {})[somebody.ref] = somebody
    cells = {column: vault.encrypt(somebody.ref, column, getattr(one, column)) for column in COLUMNS}
    row = stored.rows.setdefault(somebody.ref, {"ref": somebody.ref} | dict.fromkeys(COLUMNS))
    row.update({column: cell for column, cell in cells.items() if row[column] is None})
    return somebody.ref


def _recognised(found: list[tuple[str, str]], name: str, id_no: str, stored: _Stored) -> _Known | None:
    for kind, digest in found:
        candidates = [
            known
            for known in stored.by_key.get((kind, digest), {}).values()
            if not (id_no and known.id_no and id_no != known.id_no)
            and (kind == "id" or not (name and known.name and name != known.name))
        ]
        exact = [known for known in candidates if known.name == name]
        if len(candidates) == 1 or len(exact) == 1:
            return (exact or candidates)[0]
    return None


def _write(tx: Tx, stored: _Stored) -> None:
    upsert(tx, persons, list(stored.rows.values()), fill=COLUMNS)
    rows = [
        (kind, digest, known.ref, known.name, known.id_no)
        for (kind, digest), several in stored.by_key.items()
        for known in several.values()
        if known.ref in stored.rows
    ]
    upsert_values(tx, keys, ("kind", "digest", "ref", "name_digest", "id_digest"), rows)


def _check_keys(tx: Tx, vault: Vault) -> None:
    insert_new(tx, meta, [{"name": _CHECK, "value": vault.fingerprint}])
    check_keys(tx, vault)


def check_keys(tx: Tx, vault: Vault) -> None:
    """Nothing, or raises Unavailable when the identities were stored with other keys."""
    stored = tx.scalar(sa.select(meta.c.value).where(meta.c.name == _CHECK))
    if stored is not None and stored != vault.fingerprint:
        raise Unavailable("身份库的密钥与数据库不符", "请把建库时的 keys 文件夹放回办公数据目录")


def open_identity(tx: Tx, vault: Vault, viewer: Viewer, ref: str, *, reason: str, now: datetime) -> Person:
    """Who the pseudonym stands for; needs a writing transaction, for the opening is written into the audit chain.

    Raises InputError without a reason, NotFound for an unknown person or one the viewer sees no item of.
    """
    if not reason.strip():
        raise InputError("打开身份信息要写明理由", "例如：电话核实办理结果")
    row = tx.execute(sa.select(persons).where(persons.c.ref == ref)).first()
    if row is None or not _sees(tx, viewer, ref):
        raise NotFound(f"没有信访人 {ref}，或者您无权查看", "请从信访件页面打开")
    check_keys(tx, vault)
    audit.record(tx, viewer, "open_identity", f"petitioner:{ref}", now=now, reason=reason.strip())
    return Person(**{column: vault.decrypt(ref, column, getattr(row, column)) for column in COLUMNS})


def _sees(tx: Tx, viewer: Viewer, ref: str) -> bool:
    shown = sa.select(item.c.id).where(item.c.petitioner_ref == ref, shown_items(tx, viewer)).limit(1)
    return tx.scalar(shown) is not None


def names_of(tx: Tx, vault: Vault, refs: Iterable[str]) -> dict[str, str]:
    """Pseudonym → name, for masking known names in texts at ingest; never for showing."""
    rows = select_among(tx, sa.select(persons.c.ref, persons.c.name), persons.c.ref, refs)
    return {row.ref: vault.decrypt(row.ref, "name", row.name) for row in rows}


def forget_persons(tx: Tx, refs: Iterable[str]) -> int:
    """How many identities were deleted."""
    gone = [ref for ref in refs if ref]
    delete_among(tx, keys, keys.c.ref, gone)
    return delete_among(tx, persons, persons.c.ref, gone)
