"""Keep what was made of the tables that are shipped: reading TOML and sorting names takes as long as many pages.

What is kept stands under the table's own text, and under the program that made it: who edits either has it made
anew. Nothing is kept but by who says where: a library leaves no files that nobody asked for.
"""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TypeVar

from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.key import digest, own_program

Made = TypeVar("Made")
Table = dict[str, dict[str, list[str]]]

KEPT_IN: Final = ContextVar[CacheFolder | None]("KEPT_IN", default=None)
"""Where it is kept, if anywhere."""


def table(file: Path) -> Table:
    """Return the lists of words of a shipped TOML file."""
    return kept(file, _read, Table)


def kept(file: Path, make: Callable[[str], Made], kind: type[Made], asked: str = "") -> Made:
    """Return what is made of a shipped text and of what is `asked` besides, as it is kept; else make and keep it."""
    text = file.read_text("utf-8")
    folder = KEPT_IN.get()
    if folder is None:
        return make(text)
    from msgspec import msgpack  # noqa: PLC0415 - an unchanged build needs no table

    key = digest("table", own_program(), sys.version, file.name, asked, text)
    data = folder.get(key)
    if data is not None:
        try:
            return msgpack.decode(data, type=kind)
        except ValueError:
            pass  # of another shape: made anew
    made = make(text)
    folder.put(key, msgpack.encode(made))
    return made


def _read(text: str) -> Table:
    import tomllib  # noqa: PLC0415 - it takes a while itself

    return tomllib.loads(text)
