"""Errors of a page run: known ones are told in their own words, unknown ones get a number that is also in the log."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from core.errors import PetitionGraphError
from ui.words import word

log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """True: the error was shown. A known error shows its detail and hint, any other an incident number."""
    if isinstance(error, PetitionGraphError):
        show_error(error)
        return True
    number = secrets.token_hex(4)
    log.error("page run failed, incident %s", number, exc_info=error)
    st.error(word("error.incident", number=number))
    return True


def show_error(error: PetitionGraphError) -> None:
    """Draws a known error: what and where, then the next step."""
    st.error(plain(error.detail))
    if error.hint:
        st.info(plain(error.hint))


def plain(text: str) -> str:
    """`text` with every Markdown sign escaped, so that words of a letter are never taken for formatting."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|~$:<>&^=" else c for c in text).replace("\n", "  \n")
