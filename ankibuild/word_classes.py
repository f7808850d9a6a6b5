"""The classes of words that patterns name: `{topic}` in a pattern stands for any of its words (data in words.toml)."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from ankibuild.cache.tables import Table, table
from ankibuild.patterns import NAMED, Added

_EXPRESSIONS: Final = frozenset(("grammar", "nouns", "asks", "places", "phrases"))
"""The tables whose words are regular expressions."""


@cache
def raw() -> Table:
    """Return the shipped words as they stand in `words.toml`."""
    return table(Path(__file__).with_name("words.toml"))


def words_of(name: str, where: str = "grammar") -> tuple[str, ...]:
    """Return the words of a class, those of the config behind ours."""
    return (*raw()[where][name], *Added.words.get(f"{where}.{name}", ()))


@cache
def class_names() -> frozenset[str]:
    """Return the names of all classes, table.name."""
    return frozenset(f"{where}.{name}" for where, names in raw().items() for name in names)


def is_expression(name: str) -> bool:
    """Tell a class, by table.name, whose words are regular expressions."""
    return name.split(".", maxsplit=1)[0] in _EXPRESSIONS


def spelled(source: str) -> str:
    """Return a pattern with the words of each class in the place of its name; signs stand within brackets."""
    return NAMED.sub(_words_for, source) if "{" in source else source


def _words_for(found: re.Match[str]) -> str:
    name, where = found["name"], (found["table"] or "grammar.").rstrip(".")
    if where == "grammar" and name in raw()["signs"]:
        return "".join(words_of(name, "signs"))
    words = words_of(name, where)
    if where in _EXPRESSIONS:
        return f"(?:{'|'.join(words)})"
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
