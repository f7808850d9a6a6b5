"""Bring a running Anki up to date through the add-on AnkiConnect."""
