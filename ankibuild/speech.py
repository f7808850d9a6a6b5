"""Say things in the reader's language: every message goes through here on its way to a person.

A message is written in English where it is said, with its values by name; `ngettext` forms stand for one and many.
"""

from collections.abc import Callable


def _english(message: str) -> str:
    return message


class _Speech:
    """The language that is spoken in this process."""

    one: Callable[[str], str] = staticmethod(_english)


def _(message: str, /, **values: object) -> str:
    """Return a message with its values filled in."""
    return _Speech.one(message).format(**values) if values else _Speech.one(message)


def counted(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the form of a message that fits a number, which stands in it as {n}."""
    return (one if number == 1 else many).format(n=f"{number:,}", **values)
