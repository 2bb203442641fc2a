"""Titles and document numbers in the one form in which they are compared and stored."""

from __future__ import annotations

import re

_OUTER = re.compile(r"[《》〈〉\s]")
_STATE = re.compile(r"^中华人民共和国(?=主席令)")


def plain_title(text: str) -> str:
    """The title as it is compared: without brackets, blanks and 中华人民共和国."""
    return _OUTER.sub("", text).replace("（", "(").replace("）", ")").removeprefix("中华人民共和国")


def plain_number(text: str) -> str:
    """The document number (文号) as it is compared: 〔2026〕12号 with one kind of brackets and no blanks."""
    bare = re.sub(r"[\s第]", "", text).translate(str.maketrans("[]［］【】（）()", "〔〕〔〕〔〕〔〕〔〕"))
    return _STATE.sub("", bare)
