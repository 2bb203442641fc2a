"""Ways from page to page: each page is one module of `ui.pages`, found by its name."""

from __future__ import annotations

import importlib
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from ui.words import word

DEFAULT = "workbench"
SHOWN = (
    ("", (DEFAULT,)),
    ("search", ("search", "law", "versions", "acts")),
    ("analysis", ("issues", "radar", "gaps", "duties", "graph")),
    ("handling", ("batches", "check", "stale")),
    ("office", ("import", "splits", "names", "dictionary", "feedback", "threshold", "quality", "doubts")),
)
HIDDEN = ("case", "issue", "batch")
_MODULES = {"import": "imports"}


def page(name: str) -> Page:
    """The page `name`, addressed as `/name`; the workbench is the page without a path."""

    def draw() -> None:
        importlib.import_module(f"ui.pages.{_MODULES.get(name, name)}").draw()

    return st.Page(
        draw,
        title=word(f"page.{name}"),
        url_path="" if name == DEFAULT else name,
        default=name == DEFAULT,
        visibility="hidden" if name in HIDDEN else "visible",
    )


def sections() -> dict[str, list[Page]]:
    """All pages by section of the sidebar; hidden ones are reached by links alone."""
    shown = {word(f"section.{key}") if key else "": [page(name) for name in names] for key, names in SHOWN}
    shown[""] += [page(name) for name in HIDDEN]
    return shown


def go(name: str, **query: str) -> NoReturn:
    """Leaves this page for page `name`; ids may go into the address, personal data never."""
    st.switch_page(page(name), query_params=query)


def link(name: str, label: str, **query: str) -> None:
    """Draws a link to page `name`."""
    st.page_link(page(name), label=label, query_params=query)


def asked(key: str) -> str:
    """The value of `key` in the page's address, or the empty string."""
    return str(st.query_params.get(key, ""))
