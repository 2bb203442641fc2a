"""The session cookie: its name, how it is read from a request, and the hash that alone is stored."""

from __future__ import annotations

import hashlib
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

COOKIE = "pg_session"


def token_hash(token: str) -> str:
    """The SHA-256 of a session token, the only form that is stored."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def session_token(headers: Headers) -> str:
    """The session token of the request's cookie, or the empty string."""
    try:
        cookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""
