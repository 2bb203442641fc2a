"""Titles and document numbers in the one form in which they are stored; see `core.law_names`."""

from core.law_names import plain_number, plain_title

__all__ = ["plain_number", "plain_title"]
