"""First start and log-in as a browser meets them, over a real office."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from ui import sessions
from ui.auth import own_path, routes, who
from ui.gate import Gate
from ui.tokens import COOKIE

BASE = "http://localhost:8501"
HERE = {"origin": BASE}
FIRST = {
    "step": "first",
    "one_name": "办理",
    "one_password": "Banli-2026-x",
    "one_again": "Banli-2026-x",
    "two_name": "审核",
    "two_password": "Shenhe-2026-y",
    "two_again": "Shenhe-2026-y",
}


def _client(address: str = "127.0.0.1", base: str = BASE) -> TestClient:
    app = Starlette(routes=routes(), middleware=[Middleware(Gate, who=who)])
    return TestClient(app, base_url=base, client=(address, 50000), follow_redirects=False)


@pytest.fixture
def client(empty_office):
    with _client() as opened:
        yield opened


@pytest.fixture
def set_up(client):
    assert client.post("/login", data=FIRST, headers=HERE).status_code == 303
    return client


def _log_in(client, **changes):
    data = {"name": "办理", "password": "Banli-2026-x", "next": "/case?id=item:a:1", **changes}
    return client.post("/login", data=data, headers=HERE)


def test_the_first_start_asks_for_two_accounts_and_then_never_again(client):
    assert "首次启动" in client.get("/login").text
    assert client.post("/login", data=FIRST, headers=HERE).headers["location"] == "/login"
    assert "首次启动" not in client.get("/login").text
    assert "账号已经设置过" in client.post("/login", data=FIRST, headers=HERE).text


@pytest.mark.parametrize(("address", "base"), [("192.168.1.20", BASE), ("127.0.0.1", "http://evil.example:8501")])
def test_the_first_start_is_done_at_the_machine_itself(empty_office, address, base):
    with _client(address, base) as elsewhere:
        assert "在安装本系统的电脑上" in elsewhere.get("/login").text
        assert elsewhere.post("/login", data=FIRST, headers={"origin": base}).status_code == 403
    assert not sessions.has_accounts(empty_office.database)


def test_passwords_typed_differently_are_refused(client):
    answer = client.post("/login", data={**FIRST, "two_again": "else"}, headers=HERE)
    assert (answer.status_code, "两次输入的密码不一样" in answer.text) == (400, True)


def test_logging_in_sets_a_guarded_cookie_and_leads_to_the_target(set_up):
    answer = _log_in(set_up)
    assert (answer.status_code, answer.headers["location"]) == (303, "/case?id=item:a:1")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert set_up.get("/login?next=/law").headers["location"] == "/law"


def test_the_cookie_is_secure_behind_tls(set_up):
    data = {"name": "办理", "password": "Banli-2026-x"}
    answer = set_up.post("/login", data=data, headers={**HERE, "x-forwarded-proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_wrong_password_is_told_without_saying_which_part(set_up):
    answer = _log_in(set_up, password="wrong")
    assert (answer.status_code, "用户名或密码不对" in answer.text) == (401, True)
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_a_form_from_elsewhere_is_refused(set_up):
    for headers in ({"origin": "http://evil.example"}, {}, {"origin": "null"}):
        answer = set_up.post("/login", data={"name": "办理", "password": "Banli-2026-x"}, headers=headers)
        assert answer.status_code == 403


def test_what_was_typed_comes_back_as_text(set_up):
    answer = _log_in(set_up, name='"><script>alert(1)</script>', password="x")
    assert "<script>alert(1)" not in answer.text


def test_logging_out_ends_the_session(set_up):
    _log_in(set_up)
    token = set_up.cookies[COOKIE]
    assert who(token) is not None
    assert set_up.get("/logout").headers["location"] == "/login"
    assert who(token) is None


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/case?id=item:a:1", "/case?id=item:a:1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/logout", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_a_target_elsewhere_is_not_followed(target, kept):
    assert own_path(target) == kept


def test_the_script_of_chinese_strings_is_open_to_all(client):
    answer = client.get("/xf/zh.js")
    assert (answer.status_code, "__WORDS__" in answer.text) == (200, False)
