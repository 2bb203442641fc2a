"""Nouns and rules of petition work (信访): pure, no network, no clock, no globals."""
