"""The gate: what an anonymous or a lying client gets, and what leaves with every answer."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from core.viewer import Viewer
from ui.gate import NO_SESSION, Gate
from ui.tokens import COOKIE

TOKEN = "right-token"


async def _echo(request: Request) -> JSONResponse:
    return JSONResponse({k: v for k, v in request.headers.items() if k.startswith("x-")})


async def _page(request: Request) -> HTMLResponse:
    return HTMLResponse('<!DOCTYPE html><html lang="en"><head><title>x</title></head></html>', headers={"etag": "1"})


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({k: v for k, v in socket.headers.items() if k.startswith("x-")})
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    viewers = {TOKEN: Viewer(name="办理")}
    app = Starlette(
        routes=[Route("/echo", _echo), Route("/", _page), Route("/login", _page), WebSocketRoute("/stream", _socket)],
        middleware=[Middleware(Gate, who=viewers.get)],
    )
    return TestClient(app, follow_redirects=False)


def _cookie(token: str = TOKEN) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={token}"}


def test_an_anonymous_browser_is_sent_to_the_login_page_with_its_target(client):
    answer = client.get("/case?id=item:a:1", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fcase%3Fid%3Ditem%3Aa%3A1")


@pytest.mark.parametrize("path", ["/media/x.docx", "/_stcore/metrics", "/_stcore/host-config", "/echo", "/static/x.js"])
def test_an_anonymous_request_for_anything_else_is_refused(client, path):
    assert client.get(path).status_code == 401
    assert client.post(path).status_code == 401


@pytest.mark.parametrize("headers", [{}, _cookie("forged"), {"x-pg-session": TOKEN, "x-pg-user": "root"}])
def test_a_socket_without_a_session_is_closed(client, headers):
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/stream", headers=headers):
        pass
    assert closed.value.code == NO_SESSION


def test_identity_headers_of_a_client_are_dropped(client):
    sent = {**_cookie(), "x-pg-session": "somebody-else", "X-PG-Role": "admin", "x-pg-user": "root", "x-other": "kept"}
    assert client.get("/echo", headers=sent).json() == {"x-other": "kept", "x-pg-session": TOKEN}
    with client.websocket_connect("/stream", headers=sent) as socket:
        assert socket.receive_json() == {"x-other": "kept", "x-pg-session": TOKEN}


def test_identity_headers_gain_nothing_without_a_session(client):
    assert client.get("/echo", headers={"x-pg-session": TOKEN}).status_code == 401


def test_a_page_leaves_in_chinese_with_its_guards(client):
    answer = client.get("/", headers={**_cookie(), "accept": "text/html"})
    assert '<html lang="zh-CN"><head><script src="/xf/zh.js"></script>' in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_refusals_are_guarded_too(client):
    assert "content-security-policy" in client.get("/echo").headers


def test_the_open_paths_are_open(client):
    assert client.get("/login").status_code == 200


def test_a_broken_cookie_is_no_session(client):
    assert client.get("/echo", headers={"cookie": 'a="\x01'}).status_code == 401
