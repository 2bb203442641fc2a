"""Nouns taken apart and put together: equal nouns come back, whole or changed, also through another process's door."""

from __future__ import annotations

import pickle
from dataclasses import replace

from core.nouns import changed, made_of, quick_to_pickle, values_of
from core.petition import Evidence, Item, Link

ITEM = Item(id="item:a:1", source="a", source_id="1", content="停水三天", extra={"栏": "值"})


def test_values_make_an_equal_noun():
    assert made_of(Item, values_of(ITEM)) == ITEM


def test_a_changed_noun_is_what_replace_gives():
    assert changed(ITEM, title="停水", matter_id="matter:1") == replace(ITEM, title="停水", matter_id="matter:1")
    assert ITEM.title == ""


def test_quick_pickles_are_equal_and_smaller():
    link = Link(source=ITEM.id, kind="located_at", target="place:a", evidence=(Evidence(record=ITEM.id, quote="a"),))
    quick_to_pickle(Evidence, Link)
    assert pickle.loads(pickle.dumps(link)) == link
