"""Lines for people: pieces of text with roles, of which the terminal makes colours."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal
from unicodedata import combining, east_asian_width

from ankibuild.patterns import lazily

Role = Literal["", "path", "error", "warning", "hint", "added", "removed", "moved", "good", "faint", "strong"]
Line = tuple[tuple[str, Role], ...]
"""One line: its pieces in their order, each with what it is."""
Shown = str | Line

_UNPRINTABLE = lazily("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def line(*pieces: str | tuple[str, Role]) -> Line:
    """Return a line of pieces; a text alone has no role."""
    return tuple((piece, "") if isinstance(piece, str) else piece for piece in pieces)


def plain(shown: Shown) -> str:
    """Return a line's text."""
    return shown if isinstance(shown, str) else "".join(text for text, _ in shown)


def printable(text: str) -> str:
    """Spell out what names and notes must not do to the terminal: control it, break or turn the line."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def joined(separator: str, pieces: Iterable[tuple[str, Role]]) -> Line:
    """Return the pieces as one line with a separator between them."""
    found: list[tuple[str, Role]] = []
    for piece in pieces:
        found += [(separator, ""), piece] if found else [piece]
    return tuple(found)


def aligned(rows: Sequence[tuple[str, Line]], gap: int = 2) -> Iterator[Line]:
    """Yield rows whose texts begin in one column, whatever the names before them take."""
    wide = max((width(name) for name, _ in rows), default=0) + gap
    for name, text in rows:
        yield ((name + " " * (wide - width(name)), "faint"), *text)


def width(text: str) -> int:
    """Return how many columns a terminal takes for a text."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
