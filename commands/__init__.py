"""The commands behind `cli.py`, one module for each group; no rule of the field lives here."""
