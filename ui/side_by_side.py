"""Old and new words side by side, what was taken out, put in or moved in colour and with a sign."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.text_diff import Kind, Segment, sides
from ui.incidents import plain

_MARKS: dict[Kind, tuple[str, str]] = {
    "equal": ("", ""),
    "deleted": (":red-background[~~", "~~]"),
    "inserted": (":green-background[", "]"),
    "moved": (":blue-background[", "]"),
}


def side_by_side(heads: tuple[str, str], texts: tuple[str, str], segments: Sequence[Segment]) -> None:
    """Draws two columns with a head each; without `segments` the texts stand as they are."""
    pieces = sides(*texts, segments)
    for column, head, text, mine in zip(st.columns(2, gap="medium"), heads, texts, pieces, strict=True):
        with column:
            st.markdown(f"**{plain(head) or '—'}**")
            st.markdown(_marked(mine) if segments else plain(text) or "—")


def _marked(pieces: Sequence[tuple[Kind, str]]) -> str:
    """The pieces of one side with their colours; line ends stay outside the marks, which would not close over them."""
    parts = []
    for kind, text in pieces:
        before, after = _MARKS[kind]
        for number, part in enumerate(text.split("\n")):
            parts.append("  \n" if number else "")
            parts.append(f"{before}{plain(part)}{after}" if part.strip() else part)
    return "".join(parts)
