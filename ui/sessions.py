"""Accounts and log-ins: passwords, lock-out, server-side sessions. Stored by `records.accounts`, decided here.

A session is a random 256-bit token in the browser's cookie; the records keep its SHA-256 only.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from core.errors import Conflict, Forbidden, InputError, Unavailable
from core.viewer import Viewer
from records import accounts, audit
from records.database import Database
from ui.words import word

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
LOCK_WINDOW = timedelta(minutes=15)
FAILS_PER_ACCOUNT = 5
FAILS_PER_CLIENT = 30
TOUCH_EVERY = timedelta(minutes=1)
"""How often use is written down; must stay well below `IDLE`, or a busy person is logged out."""
SHORTEST_PASSWORD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What a person types to open an account: name, password, the unit it belongs to, its role."""

    name: str
    password: str
    unit_id: str = ""
    role: str = "caseworker"


@cache
def hasher() -> PasswordHasher:
    """The password hasher (argon2id, RFC 9106 low-memory profile)."""
    return PasswordHasher()


@cache
def _no_account_hash() -> str:
    return hasher().hash(secrets.token_urlsafe(16))


def has_accounts(database: Database) -> bool:
    """True once the first start is done and somebody can log in."""
    with database.read() as tx:
        return bool(accounts.accounts(tx))


def open_first_accounts(database: Database, new: tuple[NewAccount, NewAccount], *, now: datetime, client: str) -> None:
    """Writes the office's first two accounts, both or none.

    Raises InputError for a weak password or one name twice, Conflict when accounts exist already.
    """
    if new[0].name.strip() == new[1].name.strip():
        raise InputError(word("first.same_name"), word("first.same_name_hint"))
    if new[0].password == new[1].password:
        raise InputError(word("first.same_password"), word("first.same_password_hint"))
    hashes = [hasher().hash(checked_password(one.password)) for one in new]
    with database.write() as tx:
        if accounts.accounts(tx):
            raise Conflict(word("first.done_already"), word("first.done_already_hint"))
        for one, password_hash in zip(new, hashes, strict=True):
            name = one.name.strip()
            if not name:
                raise InputError(word("first.no_name"), word("first.no_name_hint"))
            account = accounts.Account(
                name=name,
                unit_id=one.unit_id,
                role=one.role,
                password_hash=password_hash,
                created_at=now,
                password_at=now,
            )
            accounts.add_account(tx, account)
            viewer = Viewer(name=name, unit_id=one.unit_id, role=one.role)
            audit.record(tx, viewer, "change", f"account:{name}", now=now, reason=word("first.audit"), client=client)


def checked_password(password: str) -> str:
    """`password` itself when it is long and mixed enough; InputError otherwise."""
    kinds = sum(
        (
            any(c.isdigit() for c in password),
            any(c.isalpha() for c in password),
            any(not c.isalnum() for c in password),
        )
    )
    if len(password) < SHORTEST_PASSWORD or kinds < 2:
        raise InputError(word("first.weak"), word("first.weak_hint", shortest=SHORTEST_PASSWORD))
    return password


def log_in(database: Database, name: str, password: str, *, now: datetime, client: str) -> str:
    """A fresh session token for a right name and password.

    Raises Unavailable while locked (5 failures in 15 minutes), Forbidden for a wrong pair; both are audited.
    """
    name = name.strip()
    _refuse_when_locked(database, name, now=now, client=client)
    with database.read() as tx:
        account = accounts.find_account(tx, name)
    known = account is not None and not account.disabled
    right = _matches(account.password_hash if account is not None else _no_account_hash(), password) and known
    who = Viewer(name=name, unit_id=account.unit_id if account is not None else "")
    with database.write() as tx:
        accounts.note_attempt(tx, name, client, ok=right, now=now)
        if not right:
            audit.record(
                tx, who, "denied", f"account:{name}", now=now, reason=word("login.audit_failed"), client=client
            )
        else:
            accounts.drop_expired(tx, now)
            token = secrets.token_urlsafe(32)
            accounts.open_session(tx, name, token, now=now, expires_at=now + IDLE, client=client)
            audit.record(tx, who, "login", f"account:{name}", now=now, client=client)
            return token
    raise Forbidden(word("login.wrong"), word("login.wrong_hint"))


def _refuse_when_locked(database: Database, name: str, *, now: datetime, client: str) -> None:
    since = now - LOCK_WINDOW
    with database.read() as tx:
        own = accounts.failed_attempts(tx, account=name, since=since)
        here = accounts.failed_attempts(tx, client=client, since=since)
    if own >= FAILS_PER_ACCOUNT or here >= FAILS_PER_CLIENT:
        raise Unavailable(
            word("login.locked"), word("login.locked_hint", minutes=int(LOCK_WINDOW.total_seconds() // 60))
        )


def _matches(stored: str, password: str) -> bool:
    try:
        return hasher().verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def viewer_of(database: Database, token: str, *, now: datetime, touch: bool) -> Viewer | None:
    """Who holds the session of `token`, or None when it ended, idled out or grew too old.

    `touch` writes the use down; a poll of the page itself must not count as use.
    """
    if not token:
        return None
    with database.read() as tx:
        session = accounts.session(tx, token, now)
        viewer = accounts.viewer_of(tx, session.account) if session is not None else None
    if session is None or now - session.created_at > LONGEST:
        return None
    if touch and now - session.seen_at > TOUCH_EVERY:
        with database.write() as tx:
            accounts.touch_session(tx, token, now=now, expires_at=min(now + IDLE, session.created_at + LONGEST))
    return viewer


def log_out(database: Database, token: str, *, now: datetime, client: str) -> None:
    """Closes the session of `token`, if there is one."""
    viewer = viewer_of(database, token, now=now, touch=False)
    with database.write() as tx:
        accounts.end_session(tx, token)
        if viewer is not None:
            audit.record(tx, viewer, "logout", f"account:{viewer.name}", now=now, client=client)
