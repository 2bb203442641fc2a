"""Screens in Chinese: services, words, login, pages."""
