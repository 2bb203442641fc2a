"""Passwords, lock-out and the life of a log-in, over real records."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from core.errors import Conflict, Forbidden, InputError, Unavailable
from records import audit
from records.database import open_database
from ui import sessions
from ui.sessions import NewAccount
from ui.wiring import SHANGHAI

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)
FIRST = (
    NewAccount(name="办理", password="Banli-2026-x", unit_id="unit:xfj"),
    NewAccount(name="审核", password="Shenhe-2026-y"),
)
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(sessions, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def database(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path / 'office.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def office(database):
    sessions.open_first_accounts(database, FIRST, now=NOW, client=HERE)
    return database


def _log_in(database, *, name="办理", password="Banli-2026-x", now=NOW):
    return sessions.log_in(database, name, password, now=now, client=HERE)


def test_the_first_start_opens_both_accounts_or_none(database):
    with pytest.raises(InputError, match="密码太简单"):
        sessions.open_first_accounts(
            database, (FIRST[0], NewAccount(name="审核", password="short")), now=NOW, client=HERE
        )
    assert not sessions.has_accounts(database)
    sessions.open_first_accounts(database, FIRST, now=NOW, client=HERE)
    assert sessions.has_accounts(database)
    with pytest.raises(Conflict, match="已经设置过"):
        sessions.open_first_accounts(database, FIRST, now=NOW, client=HERE)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (NewAccount(name="办理 ", password="Another-2026"), "用户名一样"),
        (NewAccount(name="审核", password="Banli-2026-x"), "密码一样"),
        (NewAccount(name="  ", password="Another-2026"), "用户名是空的"),
        (NewAccount(name="审核", password="1234567890"), "密码太简单"),
    ],
)
def test_the_two_accounts_must_differ_and_be_strong(database, second, words):
    with pytest.raises(InputError, match=words):
        sessions.open_first_accounts(database, (FIRST[0], second), now=NOW, client=HERE)


def test_a_right_password_opens_a_session_of_that_person(office):
    token = _log_in(office)
    viewer = sessions.viewer_of(office, token, now=NOW, touch=False)
    assert viewer is not None
    assert (viewer.name, viewer.unit_id, viewer.sees_restricted) == ("办理", "unit:xfj", False)


@pytest.mark.parametrize("name", ["办理", "没有这个人"])
def test_a_wrong_pair_is_refused_in_the_same_words(office, name):
    with pytest.raises(Forbidden, match="用户名或密码不对"):
        _log_in(office, name=name, password="wrong")


def test_five_failures_lock_for_fifteen_minutes_even_the_right_password(office):
    for second in range(5):
        with pytest.raises(Forbidden):
            _log_in(office, password="wrong", now=NOW + timedelta(seconds=second))
    with pytest.raises(Unavailable, match="暂时锁定"):
        _log_in(office, now=NOW + timedelta(minutes=5))
    assert _log_in(office, now=NOW + timedelta(minutes=16))
    assert _log_in(office, name="审核", password="Shenhe-2026-y", now=NOW + timedelta(minutes=5))


def test_a_session_idles_out_but_use_keeps_it_up_to_twelve_hours(office):
    token = _log_in(office)
    assert sessions.viewer_of(office, token, now=NOW + timedelta(minutes=29), touch=False)
    assert sessions.viewer_of(office, token, now=NOW + timedelta(minutes=31), touch=False) is None
    moment = NOW
    while moment < NOW + timedelta(hours=11, minutes=30):
        moment += timedelta(minutes=20)
        assert sessions.viewer_of(office, token, now=moment, touch=True)
    assert sessions.viewer_of(office, token, now=NOW + timedelta(hours=12, minutes=1), touch=True) is None


def test_polls_do_not_keep_a_session_alive(office):
    token = _log_in(office)
    for minute in range(1, 30):
        assert sessions.viewer_of(office, token, now=NOW + timedelta(minutes=minute), touch=False)
    assert sessions.viewer_of(office, token, now=NOW + timedelta(minutes=31), touch=False) is None


def test_logging_out_ends_the_session_at_once(office):
    token = _log_in(office)
    sessions.log_out(office, token, now=NOW, client=HERE)
    assert sessions.viewer_of(office, token, now=NOW, touch=False) is None


@pytest.mark.parametrize("token", ["", "forged", "\udc80"])
def test_a_forged_token_is_nobody(office, token):
    assert sessions.viewer_of(office, token, now=NOW, touch=False) is None


def test_every_step_is_in_the_audit_chain(office):
    token = _log_in(office)
    with pytest.raises(Forbidden):
        _log_in(office, password="wrong")
    sessions.log_out(office, token, now=NOW, client=HERE)
    with office.read() as tx:
        assert audit.verify(tx).ok
        assert sorted(row.action for row in audit.audit_rows(tx)) == ["change", "change", "denied", "login", "logout"]
