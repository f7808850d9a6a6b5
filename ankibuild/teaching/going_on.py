"""What it costs that a row goes on with the part at hand, where neither a heading nor a label interrupts that."""

from typing import Final

from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import CHOICE, STEM, Pattern

TEXTS: Final = STEM | {"answer", "explanation", "reason", "own"}
FURTHER, SECOND, ANOTHER = 1, 4, 4
"""A further paragraph where the example has one, one of a question without options; a row of its own among options."""
LABEL = 3
"""A row that goes on what is a label alone."""
HEADED = 5
"""A heading inside a part."""
_LISTS: Final = ("-", "1.")


def leaves_list(pattern: Pattern, look: Look) -> bool:
    """Tell a bullet beside that around an answer in a list within a list."""
    inner = pattern.role == "answer" and pattern.kind in _LISTS and pattern.depth > 1
    return inner and look.row.bullet and look.depth < pattern.depth


def is_plain(look: Look) -> bool:
    """Tell a row of text that begins its block."""
    return look.row.head and bool(look.text) and not look.row.heading


def more(pattern: Pattern, look: Look, *, whole: bool) -> int:
    """Return what it costs to take a row for more of a part that neither heading nor label interrupts."""
    if pattern.role in CHOICE:
        return _more_of_option(pattern, look)
    if pattern.role in STEM:
        return _more_of_stem(pattern, look)
    if pattern.role == "key":
        return FURTHER * (look.row.head and not look.names and not pattern.labels)
    return 0 if whole or pattern.role in TEXTS or pattern.more else LABEL


def _more_of_stem(pattern: Pattern, look: Look) -> int:
    if pattern.role == "question" and pattern.kind.startswith("#"):
        return 0 if pattern.more else HEADED  # the heading asks, and what stands below it answers
    further = look.row.head and not pattern.more and not look.row.whole
    return (SECOND if pattern.role == "question" else FURTHER) * further


def _more_of_option(pattern: Pattern, look: Look) -> int:
    row = look.row
    deeper = row.depth > pattern.depth
    if row.head:
        return 0 if deeper or row.whole else ANOTHER
    own = not deeper and (pattern.depth or row.block.kind != "item")
    return FURTHER + 1 if own and _is_line(pattern, look) else 0


def _is_line(pattern: Pattern, look: Look) -> bool:
    """Tell a line that is an option of its own, where each line is one."""
    lines = not pattern.kind and (pattern.bare or "why" in pattern.holes)
    return lines and pattern.find(look.text) is not None
