"""Turn Markdown study notes into an Anki deck that survives every edit."""

__version__ = "0.1.0"
