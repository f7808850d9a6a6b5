"""Keep what patterns are compiled to: compiling those that one page asks took a fifth of a build after a small edit.

Python keeps no compiled patterns itself, but compiles in two steps, from source to code and from code to pattern.
The first takes nearly all of the time; the second checks the code that it is given. So the code is kept, under
the Python that made it, whose own modules take the two steps apart here.
"""

import re
import sys
from array import array
from re import _compiler, _parser  # type: ignore[attr-defined]  # there is no other way: see above
from typing import Final, NamedTuple

from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.key import digest

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

    def compile(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """Return the pattern that `re.compile` would."""
        if self._known is None:
            self._known = self._read()
        name = f"{int(flags)} {source}".encode("utf-8", "surrogatepass")
        code = self._known.get(name)
        if code is None:
            code = self._known[name] = _coded(source, int(flags))
            self._new = True
        return _pattern(source, code)

    def keep(self) -> None:
        """Keep what was compiled, for the next run."""
        if not self._new or not self._known:
            return
        from msgspec import msgpack  # noqa: PLC0415 - an unchanged build asks no pattern

        self._folder.put(_key(), msgpack.encode(self._known))

    def _read(self) -> _Codes:
        from msgspec import msgpack  # noqa: PLC0415 - as above

        data = self._folder.get(_key())
        try:
            known = msgpack.decode(data, type=_Codes) if data else {}
        except ValueError:
            return {}
        return known if len(known) < MOST else {}


def _key() -> bytes:
    return digest("patterns", sys.version, sys.byteorder, str(_compiler.MAGIC))


def _coded(source: str, flags: int) -> _Code:
    parsed = _parser.parse(source, flags)
    state = parsed.state
    code = array("I", _compiler._code(parsed, flags))  # noqa: SLF001 - see above
    return _Code(code.tobytes(), flags | state.flags, state.groups - 1, state.groupdict)


def _pattern(source: str, code: _Code) -> re.Pattern[str]:
    groups: list[str | None] = [None] * (code.groups + 1)
    for name, number in code.names.items():
        groups[number] = name
    made: re.Pattern[str] = _compiler._sre.compile(  # noqa: SLF001 - see above
        source, code.flags, array("I", code.code).tolist(), code.groups, code.names, tuple(groups)
    )
    return made
