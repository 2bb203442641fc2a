"""Everyday words lead to legal terms, longest first, and never to a word the text uses already."""

from __future__ import annotations

from core.everyday_words import everyday_words, legal_terms


def test_everyday_words_stand_for_legal_terms() -> None:
    found = legal_terms("老板跑了，不给工钱怎么办", everyday_words())
    assert found["拖欠劳动报酬"] == "不给工钱" and found["用人单位"] == "老板"


def test_terms_that_are_said_already_are_not_added() -> None:
    assert "拖欠劳动报酬" not in legal_terms("不给工钱就是拖欠劳动报酬", everyday_words())
    assert legal_terms("今天天气很好", everyday_words()) == {}


def test_every_entry_has_words_and_terms() -> None:
    assert all(word and terms and all(terms) for word, terms in everyday_words().items())
