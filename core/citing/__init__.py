"""The reference reader: citations of law in a text, and what they point to. Pure; `core.citations` is its door."""
