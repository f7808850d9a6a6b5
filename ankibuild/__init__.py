"""Turn Markdown study notes into an Anki deck that survives every edit.

For programs: `read_cards`, `check` and `build` do what the commands of these names do (see `ankibuild.library`).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ankibuild.library import (
        AnkibuildError,
        Built,
        CardRecord,
        CheckRecord,
        ProblemRecord,
        build,
        check,
        read_cards,
    )

__version__ = "0.1.0"
__all__ = [
    "AnkibuildError", "Built", "CardRecord", "CheckRecord", "ProblemRecord", "__version__", "build", "check",
    "read_cards",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load the library when something of it is used: the command line's help does without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ankibuild import library  # noqa: PLC0415

    return getattr(library, name)
