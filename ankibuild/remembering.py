"""What was found out about a text is kept for who asks next: every style looks at every line of a page.

It is let go once much else was read: a worker that kept it for hundreds of pages grew to twice its size, and lines
of one page are seldom those of another.
"""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Protocol, TypeVar
from weakref import WeakSet

Found = TypeVar("Found")


class Keeps(Protocol):
    """What keeps answers."""

    def cache_clear(self) -> None:
        """Let go of all that is kept."""


_KEEPERS = WeakSet[Keeps]()
_MOST = 8192
"""So many texts are known at once to each that is asked."""
ENOUGH = 50_000
"""After so many characters of notes all is let go: a dozen pages, of which one alone may be longer."""


def remembered(ask: Callable[..., Found]) -> "_lru_cache_wrapper[Found]":
    """Let a function of texts remember its answers."""
    known = lru_cache(maxsize=_MOST)(ask)
    kept(known)
    return known


def kept(keeper: Keeps) -> None:
    """Let go of what this one keeps, too, when all is let go."""
    _KEEPERS.add(keeper)


def forget() -> None:
    """Let go of all that is remembered of texts."""
    for keeper in _KEEPERS:
        keeper.cache_clear()
