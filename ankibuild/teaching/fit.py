"""How well a row fits a pattern, in small whole numbers: costs are positive, what tells it from others negative."""

from collections.abc import Mapping, Sequence

from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import PICTURE, Pattern
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
OTHER_QUOTE = 3
OTHER_MARK = 8
OTHER_BULLET = 7
"""A bullet of another depth, where only that tells the parts apart."""
INSIDE = 4
"""A row amid a block, where an item or option begins."""


def fit(pattern: Pattern, look: Look) -> int:
    """Return what it costs to take a row for what the pattern describes."""
    if "rule" in (pattern.kind, look.kind) or look.row.whole:
        return SHAPE if pattern.kind == look.kind and not pattern.holes else NEVER
    if _lacks_sign(pattern, look) or (pattern.literal == PICTURE and (look.text or not look.shows)):
        return NEVER
    known = labelled_for(look)
    cost = _shape(pattern, look) + _foreign(pattern, known)
    told = _told(pattern) + _asks(pattern, look) + _names(pattern, look)
    if pattern.find(look.text):
        return min(cost + told, KNOWN) if pattern.role in known else cost + told
    if pattern.role in known:
        return KNOWN
    if pattern.nearly(look.text):
        return cost + told + OTHER_ALPHABET
    return NEVER if pattern.literal else cost + NO_LETTER


def _foreign(pattern: Pattern, known: Sequence[str]) -> int:
    """Return what it costs that a known word calls the row otherwise."""
    return FOREIGN * bool(known and pattern.role not in known and pattern.bare and pattern.role != "skip")


def _told(pattern: Pattern) -> int:
    """Return what the words, the letter and the numbers of a row tell that is written as the pattern says."""
    numbers = ("n" in pattern.holes) + ("why" in pattern.holes)
    lettered = pattern.lettered or pattern.kind == "1."
    return LITERAL * bool(pattern.literal) + NUMBER * numbers + LETTER * lettered


def _asks(pattern: Pattern, look: Look) -> int:
    """Return what it tells that a row asks, where the example's does."""
    if "asks" not in pattern.holes or look.sign.asks:
        return ASKING * ("asks" in pattern.holes)
    counted = pattern.kind == "1." == look.kind or bool(pattern.literal) or "n" in pattern.holes
    counted = counted or (pattern.quoted and look.quoted)
    return 1 if counted else NOT_ASKING[pattern.role]


def _names(pattern: Pattern, look: Look) -> int:
    """Return what it tells that a row names an option, where nothing else says that it is a key."""
    if "key" not in pattern.holes or pattern.literal:
        return 0
    return NAMES if look.names else OTHER_KIND


def _lacks_sign(pattern: Pattern, look: Look) -> bool:
    """Tell a row without the look that alone tells the right option from the others, or a question from any row."""
    boxed = pattern.kind == "- [x]" and look.kind != pattern.kind
    bold = bool(pattern.bold) and not pattern.literal and not look.bold
    marked = bool(pattern.marked) and pattern.marked != look.marked
    if pattern.bare and pattern.kind.startswith("#") and pattern.role in NOT_ASKING:
        return pattern.kind != look.kind and "asks" not in pattern.holes
    if pattern.role == "question":
        return bold and pattern.bare
    return pattern.role == "right" and (boxed or bold or marked)


def _shape(pattern: Pattern, look: Look) -> int:
    """Return what the kind of line, its depth and boldness cost."""
    listed = pattern.bare and {pattern.kind, look.kind} <= _LISTS
    deeper = (OTHER_BULLET if listed else OTHER_DEPTH) * (pattern.depth != look.depth)
    bold = OTHER_BOLD * (pattern.bold != look.bold) or -bool(look.bold)
    quote = OTHER_QUOTE * (pattern.quoted != look.quoted) or -look.quoted
    mark = OTHER_MARK * (pattern.marked != look.marked) or -bool(look.marked)
    return _kind(pattern.kind, look.kind) + deeper + bold + quote + mark


def _kind(mine: str, other: str) -> int:
    """Return what it costs that a line is of another kind."""
    if mine == other:
        return SHAPE * bool(mine)
    headings = mine.startswith("#") + other.startswith("#")
    if headings:
        return OTHER_LEVEL if headings > 1 else OTHER_HEADING
    if "- [" in (mine[:3], other[:3]):
        return OTHER_BOX
    return OTHER_LIST if {mine, other} <= _LISTS else OTHER_KIND


_LISTS = frozenset(("-", "1."))


def labelled_for(look: Look) -> tuple[str, ...]:
    """Return the roles that a known word at the head of a row gives it; none where there is no such word."""
    label = look.sign.label
    if label is None or label.loose or (label.rest < len(look.text) and look.kind.startswith("#")):
        return ()
    return _LABELS.get(label.kind, ())
