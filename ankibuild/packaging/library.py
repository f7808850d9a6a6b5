"""Load genanki without what it never uses here: a helper of its imports asyncio, which is half of its start.

What it reads note types and templates out of text with is loaded if someone else in this process does that.
"""

import sys
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

_HELPER = "cached_property"
_SELDOM = ("yaml", "chevron")


class _Later(ModuleType):
    """A module that is loaded when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import itself asks for these
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _load() -> Any:
    """Import genanki with Python's own cached_property; who has loaded the other one already keeps it."""
    stand_ins = {name: _Later(name) for name in (_HELPER, *_SELDOM) if name not in sys.modules}
    if helper := stand_ins.get(_HELPER):
        setattr(helper, _HELPER, cached_property)
    sys.modules.update(stand_ins)
    try:
        import genanki  # noqa: PLC0415 - see above
    finally:
        for name in stand_ins:
            del sys.modules[name]
    return genanki


genanki = _load()
