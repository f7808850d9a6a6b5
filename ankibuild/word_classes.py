"""The classes of words that patterns name: `{topic}` in a pattern stands for any of its words (data in words.toml)."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from ankibuild.cache.tables import Table, table

_NAMED: Final = re.compile(r"(?<!\\)\{(?P<table>[a-z]+\.)?(?P<name>[a-z][a-z_]+)\}")
_EXPRESSIONS: Final = frozenset(("grammar", "nouns", "asks", "places", "phrases"))
"""The tables whose words are regular expressions."""


@cache
def raw() -> Table:
    """Return the shipped words as they stand in `words.toml`."""
    return table(Path(__file__).with_name("words.toml"))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a class of [grammar] as they stand there."""
    return tuple(raw()["grammar"][name])


def spelled(source: str) -> str:
    """Return a pattern with the words of each class in the place of its name; signs stand within brackets."""
    return _NAMED.sub(_words_for, source) if "{" in source else source


def _words_for(found: re.Match[str]) -> str:
    name, where = found["name"], (found["table"] or "grammar.").rstrip(".")
    if where == "grammar" and name in raw()["signs"]:
        return "".join(raw()["signs"][name])
    words = raw()[where][name]
    if where in _EXPRESSIONS:
        return f"(?:{'|'.join(words)})"
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
