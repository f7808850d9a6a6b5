"""Patterns that are compiled when they are first asked: most builds ask a third of those that reading knows.

Compiling them all took a seventh of a build in which one page of two hundred was edited; compiling those that are
asked, a fifth. So a run that may keep things has them compiled by `ankibuild.cache.patterns` (see `compile_by`).
"""

import re
from collections.abc import Callable
from typing import Any, cast

from ankibuild.word_classes import spelled

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


Compile = Callable[[str, int], re.Pattern[str]]


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled once it is asked; `{class}` in it stands for words of words.toml."""
    return cast("re.Pattern[str]", _Later(source, flags))


def compile_by(compile_: Compile = re.compile) -> None:
    """Have patterns compiled by this from now on; by default as Python does."""
    _Later.compile = staticmethod(compile_)


class _Later:
    """Stands for a pattern; once compiled, it holds the pattern's own methods: asking it costs nothing more."""

    compile: Compile = staticmethod(re.compile)

    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = self.compile(spelled(self.pattern), self.flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return self.__dict__[name]
