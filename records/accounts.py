"""Accounts, sessions and login attempts as rows; hashing of passwords is done by whoever logs people in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.errors import Conflict, NotFound
from core.viewer import Viewer
from records.tables.office import account as accounts_table
from records.tables.office import login_attempt, login_session
from records.tables.petitions import assignment
from records.transactions import Tx, add, as_row, insert_new, select_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who may log in; `password_hash` is an argon2 string."""

    name: str
    display_name: str = ""
    password_hash: str = ""
    role: str = "caseworker"
    unit_id: str = ""
    disabled: bool = False
    created_at: datetime | None = None
    password_at: datetime | None = None


def add_account(tx: Tx, new: Account) -> None:
    """Adds an account. Raises Conflict when the name is taken."""
    if find_account(tx, new.name) is not None:
        raise Conflict(f"账号“{new.name}”已经存在", "请换一个账号名")
    add(tx, accounts_table, as_row(new, accounts_table))


def find_account(tx: Tx, name: str) -> Account | None:
    """The account with this name; None when there is none."""
    row = tx.execute(sa.select(accounts_table).where(accounts_table.c.name == name)).first()
    return None if row is None else Account(**row._mapping)


def accounts(tx: Tx) -> list[Account]:
    """All accounts by name."""
    return [Account(**row._mapping) for row in tx.execute(sa.select(accounts_table).order_by(accounts_table.c.name))]


def set_password(tx: Tx, name: str, password_hash: str, *, now: datetime) -> None:
    """Stores a new password hash and ends all sessions of the account. Raises NotFound."""
    _change(tx, name, password_hash=password_hash, password_at=now)
    end_sessions(tx, name)


def set_account(tx: Tx, name: str, *, role: str, unit_id: str, disabled: bool = False) -> None:
    """Changes role, unit and whether the account may log in; disabling ends its sessions. Raises NotFound."""
    _change(tx, name, role=role, unit_id=unit_id, disabled=disabled)
    if disabled:
        end_sessions(tx, name)


def _change(tx: Tx, name: str, **values: object) -> None:
    if tx.execute(sa.update(accounts_table).where(accounts_table.c.name == name).values(values)).rowcount == 0:
        raise NotFound(f"没有账号“{name}”", "请检查账号名")


def viewer_of(tx: Tx, account: Account) -> Viewer:
    """The viewer an account is, with the restricted items assigned to it."""
    return Viewer(name=account.name, unit_id=account.unit_id, role=account.role, assigned=assigned_to(tx, account.name))


def assign(tx: Tx, person: str, item_ids: Iterable[str], *, by: str, now: datetime) -> None:
    """Makes a person a handler of items, by name; only handlers see accusations."""
    rows = [{"person": person, "item_id": id_, "by_person": by, "at": now} for id_ in dict.fromkeys(item_ids)]
    insert_new(tx, assignment, rows)


def unassign(tx: Tx, person: str, item_id: str) -> None:
    """Takes an item from a handler."""
    tx.execute(sa.delete(assignment).where(assignment.c.person == person, assignment.c.item_id == item_id))


def handled_by_somebody(tx: Tx, item_ids: Iterable[str]) -> set[str]:
    """Those of `item_ids` that an account which may log in handles by name."""
    statement = (
        sa.select(assignment.c.item_id)
        .join(accounts_table, accounts_table.c.name == assignment.c.person)
        .where(accounts_table.c.disabled.is_(False))
    )
    return {row[0] for row in select_among(tx, statement, assignment.c.item_id, item_ids)}


def assigned_to(tx: Tx, person: str) -> frozenset[str]:
    """Ids of the items a person handles by name."""
    return frozenset(tx.scalars(sa.select(assignment.c.item_id).where(assignment.c.person == person)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(tx: Tx, account: str, token: str, *, now: datetime, expires_at: datetime, client: str = "") -> None:
    """Remembers a session by the SHA-256 of its token; the token itself is never stored."""
    row = {"token_hash": _hash(token), "account": account, "client": client, "created_at": now, "seen_at": now}
    add(tx, login_session, row | {"expires_at": expires_at})


def session_account(tx: Tx, token: str, now: datetime) -> Account | None:
    """The account of a session that has not expired and whose account may log in; None otherwise."""
    statement = (
        sa.select(accounts_table)
        .join(login_session, login_session.c.account == accounts_table.c.name)
        .where(login_session.c.token_hash == _hash(token), login_session.c.expires_at > now)
        .where(accounts_table.c.disabled.is_(False))
    )
    row = tx.execute(statement).first()
    return None if row is None else Account(**row._mapping)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in that has not expired: whose it is, when it began and when it was last used."""

    account: Account
    created_at: datetime
    seen_at: datetime


def session(tx: Tx, token: str, now: datetime) -> Session | None:
    """The session of a token with its times; None when it expired, ended, or its account is disabled."""
    found = session_account(tx, token, now)
    times = sa.select(login_session.c.created_at, login_session.c.seen_at)
    row = tx.execute(times.where(login_session.c.token_hash == _hash(token))).first()
    return None if found is None or row is None else Session(account=found, created_at=row[0], seen_at=row[1])


def touch_session(tx: Tx, token: str, *, now: datetime, expires_at: datetime) -> None:
    """Notes that a session was used and when it ends now."""
    used = sa.update(login_session).where(login_session.c.token_hash == _hash(token))
    tx.execute(used.values(seen_at=now, expires_at=expires_at))


def end_session(tx: Tx, token: str) -> None:
    """Logs a session out."""
    tx.execute(sa.delete(login_session).where(login_session.c.token_hash == _hash(token)))


def end_sessions(tx: Tx, account: str) -> None:
    """Logs all sessions of an account out."""
    tx.execute(sa.delete(login_session).where(login_session.c.account == account))


def drop_expired(tx: Tx, now: datetime) -> int:
    """How many expired sessions were deleted."""
    return int(tx.execute(sa.delete(login_session).where(login_session.c.expires_at <= now)).rowcount)


def note_attempt(tx: Tx, account: str, client: str, *, ok: bool, now: datetime) -> None:
    """Writes a login attempt down."""
    add(tx, login_attempt, {"account": account, "client": client, "ok": ok, "at": now})


def failed_attempts(tx: Tx, *, account: str = "", client: str = "", since: datetime) -> int:
    """How many attempts of the account, or from the client, failed after `since` and its last success after that."""
    same = [login_attempt.c.at > since]
    if account:
        same.append(login_attempt.c.account == account)
    if client:
        same.append(login_attempt.c.client == client)
    last = tx.scalar(sa.select(sa.func.max(login_attempt.c.at)).where(*same, login_attempt.c.ok))
    failed = sa.select(sa.func.count()).select_from(login_attempt).where(*same, ~login_attempt.c.ok)
    if last is not None:
        failed = failed.where(login_attempt.c.at > last)
    return int(tx.scalar(failed) or 0)
