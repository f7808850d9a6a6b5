"""How well a row fits a pattern, in small whole numbers: costs are positive, what tells it from others negative."""

from collections.abc import Mapping

from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Pattern
from ankibuild.words import LabelKind

_LABELS: Mapping[LabelKind, tuple[str, ...]] = {
    "answer": ("key", "answer"), "explanation": ("explanation",), "wrong": ("reason", "explanation"), "own": ("own",),
}  # fmt: skip
KNOWN, FOREIGN = -2, 6
"""A row that a known word calls so; one that a known word calls otherwise."""
NEVER = 99
"""A pattern that a row cannot be: a label without its word."""
LITERAL, LETTER, NUMBER, SHAPE = -5, -3, -1, -1
"""What a word, a letter, a number, and a heading or list tell."""
ASKING = -2
NOT_ASKING = {"stem": 5, "question": 9}
"""Options tell a question that does not ask; nothing tells one of plain notes."""
NAMES = -3
"""A row that is letters alone, or repeats an option, where the key stands."""
OTHER_LEVEL, OTHER_LIST, OTHER_BOX, OTHER_KIND, OTHER_HEADING = 3, 2, 8, 4, 12
OTHER_DEPTH, OTHER_BOLD, NO_LETTER = 2, 2, 9
OTHER_ALPHABET = 2
OTHER_BULLET = 7
"""A bullet of another depth, where only that tells the parts apart."""
INSIDE = 4
"""A row amid a block, where an item or option begins."""


def fit(pattern: Pattern, look: Look) -> int:
    """Return what it costs to take a row for what the pattern describes."""
    if pattern.role == "right" and _lacks_sign(pattern, look):
        return NEVER
    if pattern.kind == "rule" or look.kind == "rule":
        return 0 if pattern.kind == look.kind else NEVER
    if look.row.whole:
        return SHAPE if pattern.kind == look.kind and not pattern.holes else NEVER
    cost = _shape(pattern, look)
    found = pattern.find(look.text)
    known = labelled_for(look)
    if found is None and pattern.role in known:
        return KNOWN
    if known and pattern.role not in known and pattern.bare and pattern.role != "skip":
        cost += FOREIGN
    if found is None and (found := pattern.nearly(look.text)):
        cost += OTHER_ALPHABET
    if found is None:
        return NEVER if pattern.literal else cost + NO_LETTER
    cost += LITERAL * bool(pattern.literal) + NUMBER * ("n" in pattern.holes)
    cost += NUMBER * ("why" in pattern.holes)
    cost += LETTER * (pattern.lettered or pattern.kind == "1.")
    if "asks" in pattern.holes:
        counted = pattern.kind == "1." == look.kind or bool(pattern.literal) or "n" in pattern.holes
        cost += ASKING if look.sign.asks else 1 if counted else NOT_ASKING[pattern.role]
    if "key" in pattern.holes and not pattern.literal:
        cost += NAMES if look.names else OTHER_KIND
    return cost


def _lacks_sign(pattern: Pattern, look: Look) -> bool:
    """Tell a row without the look that alone tells the right option from the others."""
    boxed = pattern.kind == "- [x]" and look.kind != pattern.kind
    return boxed or (bool(pattern.bold) and not pattern.literal and not look.bold)


def _shape(pattern: Pattern, look: Look) -> int:
    """Return what the kind of line, its depth and boldness cost."""
    mine, other = pattern.kind, look.kind
    cost = 0
    if mine == other:
        cost += SHAPE * bool(mine)
    elif mine.startswith("#") or other.startswith("#"):
        both = mine.startswith("#") and other.startswith("#")
        cost += OTHER_LEVEL if both else OTHER_HEADING
    elif mine.startswith("- [") or other.startswith("- ["):
        cost += OTHER_BOX
    elif mine in _LISTS and other in _LISTS:
        cost += OTHER_LIST
    else:
        cost += OTHER_KIND
    listed = pattern.bare and mine in _LISTS and other in _LISTS
    cost += (OTHER_BULLET if listed else OTHER_DEPTH) * (pattern.depth != look.depth)
    bold = bool(pattern.bold), bool(look.bold)
    cost += OTHER_BOLD * (bold[0] != bold[1] or (pattern.bold == "whole") != (look.bold == "whole"))
    return cost - all(bold)


_LISTS = ("-", "1.")


def labelled_for(look: Look) -> tuple[str, ...]:
    """Return the roles that a known word at the head of a row gives it; none where there is no such word."""
    label = look.sign.label
    if label is None or label.loose or (label.rest < len(look.text) and look.kind.startswith("#")):
        return ()
    return _LABELS.get(label.kind, ())
