"""The session cookie: its name and how it is read from a request."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

COOKIE = "pg_session"


def session_token(headers: Headers) -> str:
    """The session token of the request's cookie, or the empty string."""
    try:
        cookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""
