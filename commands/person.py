"""Who gives a command: a named account of the office, with its password where four eyes are asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.office import Office
from core.errors import Forbidden
from core.viewer import OFFICE, Viewer
from records.accounts import find_account, viewer_of
from ui.sessions import log_in, log_out

As = Annotated[str, typer.Option("--as", help="以哪个账号的名义（写入审计）")]
MaybeAs = Annotated[str, typer.Option("--as", help="以哪个账号的名义；不写则为本机命令")]


def named(office: Office, name: str) -> Viewer:
    """The viewer of an account, or the machine's own for an empty name. Raises Forbidden for an unknown account."""
    if not name:
        return OFFICE
    with office.database.read() as tx:
        account = find_account(tx, name)
        if account is None or account.disabled:
            raise Forbidden(f"没有账号“{name}”，或已停用", "请先在网页首次启动时建立账号")
        return viewer_of(tx, account)


def with_password(office: Office, name: str) -> Viewer:
    """The viewer of an account after its password was typed. Raises Forbidden when it is wrong."""
    viewer = named(office, name)
    password = typer.prompt(f"{name} 的密码", hide_input=True, err=True)
    token = log_in(office.database, name, password, now=office.now(), client="命令行")
    log_out(office.database, token, now=office.now(), client="命令行")
    return viewer
