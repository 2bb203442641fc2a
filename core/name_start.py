"""Where a name of a place or firm begins among the words before its suffix, by their parts of speech."""

from __future__ import annotations

from core.words import is_known, tagged

_EVERYDAY = frozenset({"n", "vn", "a", "ad", "an", "b", "l", "i", "d", "v", "z", "s", "f", "t", "nt", "m", "q", "mq"})
_FUNCTION = frozenset("cpudryeo")


def name_start(text: str, start: int, end: int, *, anchored: bool) -> tuple[int, bool]:
    """(start, proper): the start after verbs, adverbs and conjunctions; proper when more than everyday words remain.

    A verb of two characters ends before the name unless the general dictionary does not know it; single ones only
    at the front, and not where a region stands before the name (`anchored`).
    """
    at = best = start
    proper = False
    for word, tag in tagged(text[start:end]):
        at += len(word)
        if _drops(word, tag, leading=best == at - len(word), anchored=anchored, proper=proper):
            best, proper = at, False
        elif tag not in _EVERYDAY or not is_known(word) or (len(word) == 1 and tag not in {"n", "v", "d", "m", "q"}):
            proper = True
    return best, proper


def _drops(word: str, tag: str, *, leading: bool, anchored: bool, proper: bool) -> bool:
    """True when a name cannot begin before the end of `word`."""
    if len(word) == 1:
        if tag == "c" and not proper:
            return True
        return leading and not anchored and (tag[:1] in _FUNCTION or tag in {"v", "t", "f"})
    function = tag[:1] in _FUNCTION or tag in {"v", "vd", "vi", "vq"} or (leading and tag in {"f", "ad"})
    return function and is_known(word)
