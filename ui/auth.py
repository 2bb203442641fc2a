"""Routes outside the pages: `/login` (also the first start), `/logout`, `/xf/zh.js`, `/xf/look.css`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from core.errors import InputError, PetitionGraphError
from core.petition import Unit
from core.viewer import Viewer
from records import units as office_units
from ui import login_page, sessions
from ui.tokens import COOKIE, session_token
from ui.wiring import clock, the_office
from ui.words import word, words_under

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
_SCRIPT = Path(__file__).with_name("zh.js")
_LOOK = Path(__file__).with_name("look.css")


def routes() -> list[Route]:
    """The routes the app serves beside its pages."""
    return [
        Route("/login", login, methods=["GET", "POST"]),
        Route("/logout", logout, methods=["GET", "POST"]),
        Route("/xf/zh.js", chinese_strings),
        Route("/xf/look.css", look),
    ]


def who(token: str) -> Viewer | None:
    """Whose session this token is; what the gate asks before every request."""
    return sessions.viewer_of(the_office().database, token, now=clock(), touch=False)


async def login(request: Request) -> Response:
    """The log-in page, or the first start while nobody has an account; a right pair gets the session cookie."""
    if request.method == "POST":
        if not from_own_page(request):
            return PlainTextResponse(word("login.foreign"), 403)
        form = await request.form()
        return await to_thread.run_sync(_take, request, form)
    return await to_thread.run_sync(_show, request)


async def logout(request: Request) -> Response:
    """Ends the session and goes back to the log-in page."""
    token = session_token(request.headers)
    if token:
        await to_thread.run_sync(_end, token, client_of(request))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def chinese_strings(request: Request) -> Response:
    """The script that puts the framework's own English strings into Chinese and lets old browsers start."""
    table = json.dumps(words_under("builtin"), ensure_ascii=False)
    text = _SCRIPT.read_text(encoding="utf-8").replace("__WORDS__", table)
    return Response(text, media_type="text/javascript; charset=utf-8", headers={"cache-control": "max-age=3600"})


async def look(request: Request) -> Response:
    """The few style rules the theme has no setting for."""
    text = _LOOK.read_text(encoding="utf-8")
    return Response(text, media_type="text/css; charset=utf-8", headers={"cache-control": "max-age=3600"})


def from_own_page(request: Request) -> bool:
    """True when the form was sent by a page of this very address (Origin equals Host)."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", " ")


def own_path(target: str) -> str:
    """`target` when it is a path of this app, `/` for anything that leads elsewhere."""
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\", "/login", "/logout"))
    return target if safe and not parts.netloc and "\\" not in target and target.isprintable() else "/"


def client_of(request: Request) -> str:
    """The address the request came from, as written into the audit chain."""
    return request.client.host if request.client else ""


def at_this_machine(request: Request) -> bool:
    """True when the browser runs on the office PC itself and asked for it by a local name."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    try:
        return ip_address(client_of(request)).is_loopback and host in LOCAL_NAMES
    except ValueError:
        return False


def _show(request: Request) -> Response:
    if not sessions.has_accounts(the_office().database):
        if not at_this_machine(request):
            return HTMLResponse(login_page.closed_page(), 403)
        return HTMLResponse(login_page.first_page(_units()))
    target = own_path(request.query_params.get("next", "/"))
    if who(session_token(request.headers)) is not None:
        return RedirectResponse(target, 303)
    return HTMLResponse(login_page.login_page(next_path=target))


def _take(request: Request, form: FormData) -> Response:
    database = the_office().database
    client = client_of(request)
    if form.get("step") == "first":
        if not at_this_machine(request):
            return HTMLResponse(login_page.closed_page(), 403)
        try:
            sessions.open_first_accounts(database, (_new(form, "one"), _new(form, "two")), now=clock(), client=client)
        except PetitionGraphError as error:
            return HTMLResponse(login_page.first_page(_units(), say=f"{error.detail}\n{error.hint}"), 400)
        return RedirectResponse("/login", 303)
    target = own_path(_text(form, "next"))
    name = _text(form, "name")
    try:
        token = sessions.log_in(database, name, _text(form, "password"), now=clock(), client=client)
    except PetitionGraphError as error:
        page = login_page.login_page(next_path=target, say=f"{error.detail}\n{error.hint}".strip(), name=name)
        return HTMLResponse(page, 401)
    answer = RedirectResponse(target, 303)
    secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def _new(form: FormData, key: str) -> sessions.NewAccount:
    password = _text(form, f"{key}_password")
    if password != _text(form, f"{key}_again"):
        raise InputError(word("first.differ"), word("first.differ_hint"))
    return sessions.NewAccount(name=_text(form, f"{key}_name"), password=password, unit_id=_text(form, f"{key}_unit"))


def _text(form: FormData, key: str) -> str:
    value = form.get(key, "")
    return value[:512] if isinstance(value, str) else ""


def _units() -> Sequence[Unit]:
    with the_office().database.read() as tx:
        return sorted(office_units.units(tx).values(), key=lambda unit: unit.name)


def _end(token: str, client: str) -> None:
    sessions.log_out(the_office().database, token, now=clock(), client=client)
