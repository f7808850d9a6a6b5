"""Load genanki without what it never uses here: a helper of its imports asyncio, which is half of its start."""

import sys
from functools import cached_property
from types import ModuleType
from typing import Any

_HELPER = "cached_property"


def _load() -> Any:
    """Import genanki with Python's own cached_property; who has loaded the other one already keeps it."""
    if _HELPER in sys.modules:
        import genanki  # noqa: PLC0415 - see above

        return genanki
    stand_in = ModuleType(_HELPER)
    setattr(stand_in, _HELPER, cached_property)
    sys.modules[_HELPER] = stand_in
    try:
        import genanki  # noqa: PLC0415 - see above
    finally:
        del sys.modules[_HELPER]
    return genanki


genanki = _load()
