"""The gate before every request: no valid session, no page, no file, no socket; headers and words on the way out.

Pure ASGI, for `http` and `websocket` alike.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.viewer import Viewer
from ui.tokens import session_token
from ui.words import word

IDENTITY_PREFIX = b"x-pg-"
SESSION_HEADER = b"x-pg-session"
OPEN_PATHS = frozenset({"/login", "/logout", "/xf/zh.js", "/xf/look.css", "/_stcore/health"})
NO_SESSION = 4401
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEAD = b'<script src="/xf/zh.js"></script><link rel="stylesheet" href="/xf/look.css">'


class Gate:
    """ASGI middleware; `who(token)` says whose session it is, or None."""

    def __init__(self, app: ASGIApp, who: Callable[[str], Viewer | None]) -> None:
        self.app = app
        self.who = who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through with its session, or answers 303, 401 or 4401."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = [pair for pair in scope["headers"] if not pair[0].lower().startswith(IDENTITY_PREFIX)]
        token = session_token(Headers(raw=headers))
        known = bool(token) and await to_thread.run_sync(self.who, token) is not None
        if known:
            headers.append((SESSION_HEADER, token.encode()))
        elif scope["path"] not in OPEN_PATHS:
            await _refuse(scope, receive, send)
            return
        scope = {**scope, "headers": headers}
        if scope["type"] == "http":
            await _answer(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)


def wants_page(scope: Scope) -> bool:
    """True when a browser asks for a page that a person will see."""
    return scope.get("method") == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": NO_SESSION})
        return
    if wants_page(scope):
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{query}" if query else "")
        response: PlainTextResponse | RedirectResponse = RedirectResponse(f"/login?next={quote(target, safe='')}", 303)
    else:
        response = PlainTextResponse(word("login.needed"), 401)
    _guard(response.headers)
    await response(scope, receive, send)


def _guard(headers: MutableHeaders) -> None:
    headers["content-security-policy"] = POLICY
    headers["x-content-type-options"] = "nosniff"
    headers["x-frame-options"] = "SAMEORIGIN"
    headers["referrer-policy"] = "same-origin"


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    page = wants_page(scope)
    if page:  # the page is rewritten below: it must come whole, plain and fresh
        scope["headers"] = [h for h in scope["headers"] if h[0].lower() not in (b"accept-encoding", b"if-none-match")]
    held: list[Message] = []
    body = bytearray()

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            _guard(headers)
            if page and headers.get("content-type", "").startswith("text/html"):
                held.append(message)
                return
        elif held and message["type"] == "http.response.body":
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            start = held.pop()
            whole = _in_chinese(bytes(body))
            MutableHeaders(scope=start)["content-length"] = str(len(whole))
            await send(start)
            await send({"type": "http.response.body", "body": whole})
            return
        await send(message)

    await app(scope, receive, guarded)


def _in_chinese(page: bytes) -> bytes:
    if b'<html lang="en">' not in page:  # our own pages are Chinese already
        return page
    return page.replace(b'<html lang="en">', b'<html lang="zh-CN">', 1).replace(b"<head>", b"<head>" + HEAD, 1)
