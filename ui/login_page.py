"""The log-in page and the page of the first start, as plain HTML without any outside file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from core.petition import Unit
from ui.words import word

_PAGE = Path(__file__).with_name("login.html")


def login_page(*, next_path: str, say: str = "", name: str = "") -> str:
    """HTML that asks for name and password; `say` is shown above the form."""
    fields = _input("name", word("login.name"), value=name, complete="username", focus=True) + _input(
        "password", word("login.password"), kind="password", complete="current-password"
    )
    return _page(fields, sub=word("login.sub"), button=word("login.button"), next_path=next_path, say=say)


def first_page(units: Sequence[Unit], *, say: str = "") -> str:
    """HTML of the first start: two accounts with names, units and passwords."""
    blocks = [
        _account("one", word("first.one"), word("first.one_name"), units),
        _account("two", word("first.two"), word("first.two_name"), units),
    ]
    note = f'<p class="note">{escape(word("first.note"))}</p>'
    fields = f'<input type="hidden" name="step" value="first">{note}<div class="pair">{"".join(blocks)}</div>'
    return _page(fields, sub=word("first.sub"), button=word("first.button"), next_path="/", say=say, width="46rem")


def closed_page() -> str:
    """HTML that says the first start must be done at the machine itself."""
    return _page("", sub=word("first.sub"), button=word("first.again"), next_path="/", say=word("first.elsewhere"))


def _account(key: str, title: str, name: str, units: Sequence[Unit]) -> str:
    nothing = f'<option value="">{escape(word("first.no_unit"))}</option>'
    options = nothing + "".join(f'<option value="{escape(u.id)}">{escape(u.name)}</option>' for u in units)
    return (
        f"<fieldset><legend>{escape(title)}</legend>"
        + _input(f"{key}_name", word("login.name"), value=name)
        + f'<label for="{key}_unit">{escape(word("first.unit"))}</label>'
        + f'<select id="{key}_unit" name="{key}_unit">{options}</select>'
        + _input(f"{key}_password", word("login.password"), kind="password", complete="new-password")
        + _input(f"{key}_again", word("first.again_password"), kind="password", complete="new-password")
        + "</fieldset>"
    )


def _input(
    key: str, label: str, *, value: str = "", kind: str = "text", complete: str = "off", focus: bool = False
) -> str:
    extra = " autofocus" if focus else ""
    return (
        f'<label for="{key}">{escape(label)}</label>'
        f'<input id="{key}" name="{key}" type="{kind}" value="{escape(value)}" autocomplete="{complete}" '
        f'maxlength="128" required{extra}>'
    )


def _page(fields: str, *, sub: str, button: str, next_path: str, say: str, width: str = "24rem") -> str:
    shown = f'<p class="say" role="alert">{escape(say)}</p>' if say else ""
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        title=escape(f"{sub} · {word('product.name')}"),
        product=escape(word("product.name")),
        sub=escape(sub),
        say=shown,
        old_browser=escape(word("login.old_browser")),
        next=escape(next_path),
        fields=fields,
        button=escape(button),
        foot=escape(word("login.foot")),
        width=width,
    )
