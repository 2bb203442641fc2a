"""Petition items (信访件): saving, changing, reading, finding and counting them."""

from __future__ import annotations

from records.item_finding import EVERYTHING, FACETS, ItemFilter, count_items, facets, find_ids, find_items
from records.item_reading import item, item_by_source_id, items, iter_items
from records.item_saving import SaveReport, content_hash, save_items, update_item

__all__ = [
    "EVERYTHING",
    "FACETS",
    "ItemFilter",
    "SaveReport",
    "content_hash",
    "count_items",
    "facets",
    "find_ids",
    "find_items",
    "item",
    "item_by_source_id",
    "items",
    "iter_items",
    "save_items",
    "update_item",
]
