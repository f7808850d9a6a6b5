"""Keep what patterns are compiled to: compiling those that one page asks took a fifth of a build after a small edit.

Python keeps no compiled patterns itself, but compiles in two steps, from source to code and from code to pattern.
The first takes nearly all of the time; the second checks the code that it is given. So the code is kept, under
the Python that made it, whose own modules take the two steps apart here.
"""

import re
import sys
from array import array
from importlib import import_module
from typing import Any, Final, NamedTuple

from ankibuild.beginnings import beginning
from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.key import digest

_STEPS: Final = ("re._parser", "re._compiler", "_sre")
"""The modules that take the steps: of Python's inside, so they are asked whether they are there."""
MOST: Final = 3000
"""Patterns that are kept, several times as many as are ours: each config may bring words of its own."""


class _Code(NamedTuple):
    """What a pattern is made of beside its source; the code are numbers of 32 bits."""

    code: bytes
    flags: int
    groups: int
    names: dict[str, int]


_Codes = dict[bytes, _Code]


class KeptPatterns:
    """The patterns that were compiled in earlier runs, by their flags and source."""

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._known: _Codes | None = None
        self._new = False

    def compile(self, source: str, flags: int = 0, /, *, sought: bool = False) -> re.Pattern[str]:
        """Return the pattern that `re.compile` would, or one that matches the same and is quicker `sought`."""
        try:
            return _pattern(source, self._code(source, int(flags), sought=sought))
        except (ImportError, AttributeError, TypeError, RuntimeError):  # a Python of other steps
            return re.compile(source, flags)

    def keep(self) -> None:
        """Keep what was compiled, for the next run."""
        if not self._new or not self._known:
            return
        from msgspec import msgpack  # noqa: PLC0415 - an unchanged build asks no pattern

        self._folder.put(_key(), msgpack.encode(self._known))

    def _code(self, source: str, flags: int, *, sought: bool) -> _Code:
        if self._known is None:
            self._known = self._read()
        name = f"{flags}{'?' * sought} {source}".encode("utf-8", "surrogatepass")
        code = self._known.get(name)
        if code is None:
            code = self._known[name] = _coded(beginning(source, flags) if sought else source, flags)
            self._new = True
        return code

    def _read(self) -> _Codes:
        from msgspec import msgpack  # noqa: PLC0415 - as above

        data = self._folder.get(_key())
        try:
            known = msgpack.decode(data, type=_Codes) if data else {}
        except ValueError:
            return {}
        return known if len(known) < MOST else {}


def _key() -> bytes:
    _, _, sre = _steps()
    return digest("patterns", sys.version, sys.byteorder, str(sre.MAGIC))


def _steps() -> list[Any]:
    return [import_module(name) for name in _STEPS]


def _coded(source: str, flags: int) -> _Code:
    parser, compiler, _ = _steps()
    parsed = parser.parse(source, flags)
    state = parsed.state
    code = array("I", compiler._code(parsed, flags))  # noqa: SLF001 - see `_STEPS`
    return _Code(code.tobytes(), flags | state.flags, state.groups - 1, state.groupdict)


def _pattern(source: str, code: _Code) -> re.Pattern[str]:
    groups: list[str | None] = [None] * (code.groups + 1)
    for name, number in code.names.items():
        groups[number] = name
    numbers = array("I", code.code).tolist()
    _, _, sre = _steps()
    made: re.Pattern[str] = sre.compile(source, code.flags, numbers, code.groups, code.names, tuple(groups))
    return made
