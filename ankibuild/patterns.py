"""Patterns that are compiled when they are first asked: most builds ask a third of those that reading knows.

Compiling them all took a seventh of a build in which one page of two hundred was edited. A pattern that every
page asks, or that others are made of, is better compiled at once, by `re.compile`.
"""

import re
from typing import Any, cast

_ASKED = (
    "search",
    "match",
    "fullmatch",
    "split",
    "findall",
    "finditer",
    "sub",
    "subn",
    "groups",
    "groupindex",
)


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled once it is asked."""
    return cast("re.Pattern[str]", _Later(source, flags))


class _Later:
    """Stands for a pattern; once compiled, it holds the pattern's own methods: asking it costs nothing more."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return self.__dict__[name]
