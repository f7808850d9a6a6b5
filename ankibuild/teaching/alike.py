"""Tell hands that would read too much: those of which nothing tells one part from the others."""

from collections.abc import Sequence
from itertools import pairwise

from ankibuild.teaching.elsewhere import LEAST
from ankibuild.teaching.pattern import Pattern, parse

_HALVES = ({"question", "answer"}, {"stem", "answer"}, {"answer", "reason"})


def looks_alike(rows: Sequence[str]) -> bool:
    """Tell a hand that nothing tells from any other rows: all of its parts look alike, or question and answer do.

    Questions whose answers stand in a list elsewhere go by number, and may look as those do.
    """
    parts = [each for each in map(parse, rows) if each.role != "end"]
    if _go_by_number(parts):
        return False
    told = [
        (each.kind, each.depth, each.quoted, each.marked, each.bold, each.literal, each.holes[:1])
        for each in parts
    ]
    if len(parts) < LEAST or len(set(told)) == 1:
        return len(parts) >= LEAST
    return _halves_alike(parts, told)


def _go_by_number(parts: Sequence[Pattern]) -> bool:
    """Tell questions and answers in words that stand apart and are numbered."""
    listed = any(each.role == "keys" and "key" not in each.holes for each in parts)
    return listed and all(each.kind == "1." or "n" in each.holes for each in parts)


def _halves_alike(parts: Sequence[Pattern], told: Sequence[object]) -> bool:
    """Tell a question and the answer right behind it, or before it, that look alike, or answer and reason."""
    pairs = pairwise(zip(parts, told, strict=True))
    return any(
        {one[0].role, two[0].role} in _HALVES and one[1] == two[1] and not one[0].literal
        for one, two in pairs
    )
