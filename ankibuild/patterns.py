"""Patterns that are compiled when they are first asked: most builds ask a third of those that reading knows.

Compiling them all took a seventh of a build in which one page of two hundred was edited; compiling those that are
asked, a fifth. So a run that may keep things has them compiled by `ankibuild.cache.patterns` (see `compile_by`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, Protocol, cast
from weakref import WeakSet

NAMED: Final = re.compile(r"(?<!\\)\{(?P<table>[a-z]+\.)?(?P<name>[a-z][a-z_]+)\}")
"""The name of a class of words within a pattern."""
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


class Compile(Protocol):
    """Compiles a pattern, to be sought within texts or not (see `sought`)."""

    def __call__(self, source: str, flags: int, /, *, sought: bool = False) -> re.Pattern[str]:
        """Return the pattern."""


def _compiled(source: str, flags: int, /, *, sought: bool = False) -> re.Pattern[str]:
    """Compile a pattern as Python does."""
    if sought:
        from ankibuild.beginnings import beginning  # noqa: PLC0415 - only where a page is read

        source = beginning(source, flags)
    return re.compile(source, flags)


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled once it is asked; `{class}` in it stands for words of words.toml."""
    return cast("re.Pattern[str]", _Later(source, flags))


def sought(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return such a pattern that is searched for in every line: it gives up at once where no match begins.

    Worth it for patterns of many alternatives (see `ankibuild.beginnings`).
    """
    return cast("re.Pattern[str]", _Later(source, flags, sought=True))


def compile_by(compile_: Compile = _compiled) -> None:
    """Have patterns compiled by this from now on; by default as Python does."""
    _Later.compile = staticmethod(compile_)


class Added:
    """The words that the config of the pages being read adds to classes, by table.name."""

    words: Mapping[str, Sequence[str]] = {}


def spell_with(added: Mapping[str, Sequence[str]]) -> None:
    """Have the classes that patterns name hold these words, too, from now on: those of the config of what is read."""
    if added == Added.words:
        return
    from ankibuild.remembering import forget  # noqa: PLC0415 - no page is read in most commands

    Added.words = added
    for pattern in _Later.spelled:
        for asked in _ASKED:
            pattern.__dict__.pop(asked, None)
    forget()


class _Later:
    """Stands for a pattern; once compiled, it holds the pattern's own methods: asking it costs nothing more."""

    compile: Compile = staticmethod(_compiled)
    spelled: ClassVar["WeakSet[_Later]"] = WeakSet()
    """Those that name classes and were asked."""

    def __init__(self, source: str, flags: int, *, sought: bool = False) -> None:
        self.pattern, self.flags, self.sought = source, flags, sought

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        source = self.pattern
        if NAMED.search(source):
            from ankibuild.word_classes import spelled  # noqa: PLC0415 - patterns of the help name no words

            source = spelled(source)
            self.spelled.add(self)
        compiled = self.compile(source, self.flags, sought=self.sought)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return self.__dict__[name]
