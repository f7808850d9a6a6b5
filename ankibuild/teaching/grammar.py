"""The order of a hand's rows: what may follow what, and at what cost."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ankibuild.teaching.fit import FOREIGN, KNOWN, NEVER, fit, labelled_for
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Pattern, parse

LEFT_OUT, PASSED = 5, 1
"""What it costs to pass over a part that each item has; any other."""
WHOLE = 4
"""What it brings to come to what an item is whole with."""
BACK = 1
"""What it costs to come back to a part, where parts stand in any order."""
AGAIN, NOT_FIRST = 20, 6
"""A list of options that starts again; one that does not begin with its first letter."""
FURTHER, SECOND, ANOTHER = 1, 4, 4
"""A further paragraph where the example has one, one of a question without options; a row of its own among options."""
UNREASONED = 0
"""A wrong answer below its label that is not written as the example's is."""
ANNOUNCED = -3
"""What a label that announces wrong answers tells of the first row behind it."""
LABEL = 3
"""A row that goes on what is a label alone."""
HEADED, HIGHER = 5, 12
"""A heading inside a part; one of no lower level than that of the item."""
CHOICE: Final = frozenset(("option", "right"))
NEEDED: Final = CHOICE | {"key", "answer"}
_STEM: Final = frozenset(("stem", "question"))
_TEXTS: Final = _STEM | {"answer", "explanation", "reason", "own"}


class Grammar:
    """The order of a hand's rows: what may follow what, and at what cost."""

    def __init__(self, rows: Sequence[str]) -> None:
        patterns = [parse(row) for row in rows]
        self.patterns = [each for each in patterns if each.role not in ("end", "keys")]
        self.keys = [each for each in patterns if each.role == "keys"]
        self.ends = [each for each in patterns if each.role == "end"]

    @cached_property
    def last(self) -> int:
        """The row with which an item is whole: the first of its last kind of needed part."""
        roles = [each.role for each in self.patterns]
        said = roles.index("answer") if "answer" in roles else len(roles)
        needed = [i for i, role in enumerate(roles) if role in (NEEDED if i <= said else NEEDED - CHOICE)]
        final = {roles[needed[-1]]} if needed else set()
        alike = (final - CHOICE) or CHOICE
        return next((i for i in needed if roles[i] in alike), 0)

    @cached_property
    def entries(self) -> list[tuple[int, int]]:
        """The rows with which an item may begin, each with what that costs: below one heading stand several."""
        asks = next((i for i, each in enumerate(self.patterns) if each.role != "skip"), 0)
        return [(0, 0)] + [(asks, PASSED * asks)] * bool(asks and self._stands_out(self.patterns[asks]))

    def _stands_out(self, pattern: Pattern) -> bool:
        """Tell a question that does not look like any paragraph."""
        told = (pattern.kind, pattern.quoted, not pattern.bare, "asks" in pattern.holes)
        return pattern.role in _STEM and pattern.kind != "```" and any(told)

    @cached_property
    def fences(self) -> bool:
        """Whether it says what lines in fences are."""
        return any(each.kind == "```" and (each.holes or each.literal) for each in self.patterns)

    @cached_property
    def level(self) -> int:
        """The level of the headings that end an item, that of its own unless others stand inside; 0 without one."""
        opening, *inside = [len(each.kind) if each.kind.startswith("#") else 0 for each in self.patterns]
        return min([opening, *(level - 1 for level in inside if level)]) if opening else 0

    @cached_property
    def steps(self) -> list[list[tuple[int, int]]]:
        """For each row of the hand those that it can be reached from, each with what that costs."""
        n = len(self.patterns)
        found: list[list[tuple[int, int]]] = []
        for here in range(n):
            if self._only_behind_label(here):
                found.append([(here - 1, ANNOUNCED), (here, 0)])
                continue
            ways = [(i, self._pass(i, here) - WHOLE * self._completes(i, here)) for i in range(here + 1)]
            ways += [
                (i, BACK * (self.patterns[here].role not in CHOICE))
                for i in range(here + 1, n)
                if self._may_return(i, here)
            ]
            found.append(ways)
        return found

    def _completes(self, start: int, here: int) -> bool:
        """Tell the step with which an item gets whole."""
        choices = {self.patterns[here].role, self.patterns[self.last].role} <= CHOICE
        return start < self.last and (here == self.last or (choices and here > self.last))

    def _only_behind_label(self, here: int) -> bool:
        """Tell what is known by nothing but the label above it: wrong answers in words, and reasons against them."""
        labelled = 0 < here < len(self.patterns) and self.patterns[here - 1].labels
        return labelled and here > self.last and self.patterns[here].role in CHOICE

    def costs(self, look: Look) -> list[int]:
        """Return what it costs to take a row for each row of the hand; a known label is as good as the example's."""
        label = look.sign.label
        found = self._fits(look)
        if label is None and _is_plain(look):
            found = [
                UNREASONED if i in self._behind_labels and cost >= NEVER else cost
                for i, cost in enumerate(found)
            ]
        if label is not None and label.rest >= len(look.text):
            for i in self._announcing(labelled_for(look)):
                found[i] = min(found[i], KNOWN - 1)
        return found

    def _fits(self, look: Look) -> list[int]:
        """Return what it costs to take a row for each row of the hand; one written as the options are asks nothing."""
        found = [(each, fit(each, look)) for each in self.patterns]
        lists = any(cost < 0 and each.role in CHOICE and each.kind == look.kind for each, cost in found)
        apart = lists and bool(look.kind)
        return [NEVER if apart and x.role in _STEM and x.kind != look.kind else cost for x, cost in found]

    def _announcing(self, known: Sequence[str]) -> Iterator[int]:
        """Yield the labels in whose place one stands that everyone knows."""
        for i, pattern in enumerate(self.patterns[:-1]):
            if pattern.labels and pattern.role == "skip" and self._announces(i, known):
                yield i

    @cached_property
    def _behind_labels(self) -> list[int]:
        return [i for i in range(1, len(self.patterns)) if self._only_behind_label(i)]

    def _announces(self, at: int, known: Sequence[str]) -> bool:
        """Tell whether a known label announces what stands behind a row of the hand."""
        after = self.patterns[at + 1].role
        return after in known or ("reason" in known and after in CHOICE and at >= self.last)

    def order(self, before: int, here: int, look: Look) -> int:
        """Return what it costs to take a row for an option whose letter does not count on."""
        pattern = self.patterns[here]
        if pattern.role not in CHOICE or not (pattern.lettered or pattern.kind == "1."):
            return 0
        first = next(i for i, each in enumerate(self.patterns) if each.role in CHOICE)
        if before >= first:
            return AGAIN * look.restarts
        return NOT_FIRST * (not look.first)

    def _pass(self, start: int, here: int) -> int:
        left = self.patterns[start + 1 : here]
        if self.patterns[here].role in CHOICE:
            left = [each for each in left if each.role not in CHOICE]
        roles = {self.patterns[start].role, self.patterns[here].role}
        return sum(
            LEFT_OUT if each.role in NEEDED - roles else PASSED for each in left if each.role not in roles
        )

    def _may_return(self, start: int, here: int) -> bool:
        """Tell two rows of one list of options, and what stands behind the key in any order."""
        between = {each.role for each in self.patterns[here : start + 1]}
        if between <= CHOICE | {"reason"}:
            return True
        return (
            here > self.last
            or (start >= self.last and (self._explains(here) or self._is_wrong(here)))
            or (here == self.last and self.patterns[here].role == "answer")
        )

    def _is_wrong(self, here: int) -> bool:
        """Tell a wrong answer that a word names: it stands above the answer or below."""
        pattern = self.patterns[here]
        named = pattern.role == "option" and bool(pattern.literal) and not pattern.lettered
        return named and self.patterns[self.last].role == "answer"

    def _explains(self, here: int) -> bool:
        """Tell a part that stands behind options and answer as well as between them, and the label of one."""
        if here <= self._listed_last:
            return False
        labels = self.patterns[here].role == "skip" and here < self.last
        return self.patterns[here + labels].role in _TEXTS - _STEM - {"answer"}

    @cached_property
    def _listed_last(self) -> int:
        """The row behind which no option and no question stands any more."""
        asked = [i for i, each in enumerate(self.patterns) if each.role in CHOICE | _STEM]
        return max((i for i in asked if i < self.last), default=self.last)

    def opens(self, look: Look) -> bool:
        """Tell a row that begins an item wherever it stands: by its words or number, or as an entry of their list."""
        pattern = self.patterns[0]
        if not look.row.head or (look.kind, look.depth) != (pattern.kind, pattern.depth):
            return False
        listed = pattern.kind in ("-", "1.") and pattern.depth not in self._listed
        return (listed or not pattern.bare) and pattern.find(look.text) is not None

    @cached_property
    def _listed(self) -> set[int]:
        """The depths of lists that stand inside an item."""
        return {each.depth for each in self.patterns[1:] if each.kind[:1] in ("-", "1")}

    def goes_on(self, here: int, look: Look) -> int:
        """Return what it costs to take a row for more of the part at hand."""
        pattern, whole = self.patterns[here], here >= self.last and not self._only_behind_label(here + 1)
        if look.asked and whole and pattern.role not in _STEM:
            return HIGHER
        if self.opens(look) or any(fit(each, look) <= 0 for each in self.ends):
            return HIGHER
        if look.kind == "rule":
            return 0
        if look.kind.startswith("#"):
            return self._headed(look, whole=whole)
        known = labelled_for(look)
        if known and pattern.role not in known and pattern.role in CHOICE | _STEM:
            return FOREIGN
        lines = self._options_are_lines and pattern.role == "stem" and not (look.row.head or pattern.more)
        return _more(pattern, look, whole=whole) + FURTHER * lines

    @cached_property
    def _options_are_lines(self) -> bool:
        """Whether nothing tells an option from a further line of the question."""
        choices = [each for each in self.patterns if each.role in CHOICE]
        return bool(choices) and all(each.bare and not each.kind for each in choices)

    def _is_foreign(self, look: Look) -> bool:
        """Tell a heading that is none of the example's, where all of those of its level are labels."""
        alike = [pattern for pattern in self.patterns if pattern.kind == look.kind]
        told = len(alike) > 1 and not any(pattern.holes for pattern in alike)
        return told and not any(pattern.find(look.text) for pattern in alike)

    def _headed(self, look: Look, *, whole: bool) -> int:
        level = self.level or (0 if whole and labelled_for(look) else len(look.kind))
        if len(look.kind) <= level or (whole and self._is_foreign(look)):
            return HIGHER
        return FURTHER if whole else HEADED


def _is_plain(look: Look) -> bool:
    return look.row.head and bool(look.text) and not look.row.heading


def _more(pattern: Pattern, look: Look, *, whole: bool) -> int:
    """Return what it costs to take a row for more of a part that neither heading nor label interrupts."""
    if pattern.role in CHOICE:
        return _more_of_option(pattern, look)
    if pattern.role in _STEM:
        return _more_of_stem(pattern, look)
    if pattern.role == "key":
        return FURTHER * (look.row.head and not look.names and not pattern.labels)
    return 0 if whole or pattern.role in _TEXTS or pattern.more else LABEL


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
