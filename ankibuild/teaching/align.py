"""Say of each row of a page which part of an item it is: the reading in the order of the hand that costs least.

The states are the rows of the hand and "outside"; what leads from one to the next costs little where the example
goes so, and much where a part that each item has would be left out. One pass, linear in the page (Viterbi).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ankibuild.teaching.fit import FOREIGN, INSIDE, KNOWN, NEVER, fit, labelled_for
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Pattern, parse

OUTSIDE = -1
UNFINISHED = 8
"""What it costs to begin anew, or to leave, before an item is whole."""
LEFT_OUT, PASSED = 5, 1
"""What it costs to pass over a part that each item has; any other."""
WHOLE = 4
"""What it brings to come to what an item is whole with."""
BACK = 1
LEAVE, BEGIN = 2, 1
AGAIN, NOT_FIRST = 8, 6
"""A list of options that starts again; one that does not begin with its first letter."""
FURTHER = 1
"""A further paragraph where the example has one."""
UNREASONED = 0
"""A wrong answer below its label that is not written as the example's is."""
LABEL = 3
"""A row that goes on what is a label alone."""
HEADED = 5
HIGHER = 12
"""A heading inside a part; one of no lower level than that of the item."""
RULED = 6
NEEDED = frozenset(("option", "right", "key", "answer"))
_CHOICE = frozenset(("option", "right"))
_TEXTS = frozenset(("stem", "question", "answer", "explanation", "reason", "own"))


class Grammar:
    """The order of a hand's rows: what may follow what, and at what cost."""

    def __init__(self, rows: Sequence[str]) -> None:
        patterns = [parse(row) for row in rows]
        self.patterns = [each for each in patterns if each.role != "end"]
        self.ends = [each for each in patterns if each.role == "end"]
        said = next((i for i, each in enumerate(self.patterns) if each.role == "answer"), len(self.patterns))
        needed = [
            i
            for i, each in enumerate(self.patterns)
            if each.role in (NEEDED if i <= said else NEEDED - _CHOICE)
        ]
        self.last = needed[-1] if needed else 0
        """The row with which an item is whole."""
        if self.patterns[self.last].role in _CHOICE:
            self.last = next(i for i in needed if self.patterns[i].role in _CHOICE)

    @cached_property
    def fences(self) -> bool:
        """Whether it says what lines in fences are."""
        return any(each.kind == "```" and (each.holes or each.literal) for each in self.patterns)

    @cached_property
    def level(self) -> int:
        """The level of the heading that opens an item, 0 where none does."""
        kind = self.patterns[0].kind
        return len(kind) if kind.startswith("#") else 0

    @cached_property
    def steps(self) -> list[list[tuple[int, int]]]:
        """For each row of the hand those that it can be reached from, each with what that costs."""
        n = len(self.patterns)
        found: list[list[tuple[int, int]]] = []
        for here in range(n):
            if self._only_behind_label(here):
                found.append([(here - 1, 0), (here, 0)])
                continue
            ways = [(i, self._pass(i, here) - WHOLE * (i < here == self.last)) for i in range(here + 1)]
            ways += [(i, BACK) for i in range(here + 1, n) if self._may_return(i, here)]
            found.append(ways)
        return found

    def _only_behind_label(self, here: int) -> bool:
        """Tell what is known by nothing but the label above it: wrong answers in words, and reasons against them."""
        pattern = self.patterns[here]
        labelled = 0 < here and self.patterns[here - 1].labels
        return labelled and here > self.last and pattern.role in _CHOICE

    def costs(self, look: Look) -> list[int]:
        """Return what it costs to take a row for each row of the hand; a known label is as good as the example's."""
        known = labelled_for(look) if look.sign.label and look.sign.label.rest >= len(look.text) else ()
        found = [fit(pattern, look) for pattern in self.patterns]
        for i, pattern in enumerate(self.patterns[:-1]):
            after = self.patterns[i + 1].role
            wrong = "reason" in known and after in _CHOICE and i >= self.last
            below = self._only_behind_label(i + 1) and found[i + 1] >= NEVER and look.row.head
            if below and look.text and not look.sign.label and not look.row.heading:
                found[i + 1] = UNREASONED
            if pattern.labels and pattern.role == "skip" and (after in known or wrong):
                found[i] = min(found[i], KNOWN - 1)
        return found

    def _pass(self, start: int, here: int) -> int:
        left = self.patterns[start + 1 : here]
        if self.patterns[here].role in _CHOICE:
            left = [each for each in left if each.role not in _CHOICE]
        roles = {self.patterns[start].role, self.patterns[here].role}
        return sum(
            LEFT_OUT if each.role in NEEDED - roles else PASSED for each in left if each.role not in roles
        )

    def _may_return(self, start: int, here: int) -> bool:
        """Tell two rows of one list of options, and what stands behind the key in any order."""
        between = {each.role for each in self.patterns[here : start + 1]}
        if between <= _CHOICE | {"reason"}:
            return True
        return here > self.last or (here == self.last and self.patterns[here].role == "answer")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the row of the hand that it is (OUTSIDE: none), and whether it begins that part anew."""

    look: Look
    state: int
    begins: bool


def align(looks: Sequence[Look], grammar: Grammar) -> list[list[Placed]]:
    """Return the stretches of a page that read as items, each row with its place in the hand."""
    n = len(grammar.patterns)
    far = 10**6
    best = [0, *[far] * n]  # outside first
    trace: list[list[tuple[int, bool]]] = []
    for look in looks:
        costs = grammar.costs(look)
        step: list[tuple[int, bool]] = []
        now = [far] * (n + 1)
        # outside
        leave = [best[s + 1] + (LEAVE if s >= grammar.last else UNFINISHED) for s in range(n)]
        cheapest = min(range(n), key=leave.__getitem__)
        now[0], way = (best[0], OUTSIDE) if best[0] < leave[cheapest] else (leave[cheapest], cheapest)
        step.append((way, False))
        for here, pattern in enumerate(grammar.patterns):
            now[here + 1], origin, begins = _reach(here, pattern, look, costs[here], best, grammar)
            step.append((origin, begins))
        best = now
        trace.append(step)
    return _stretches(looks, _trace(trace, best, grammar))


Reached = tuple[int, int, bool]


def _reach(
    here: int, pattern: Pattern, look: Look, cost: int, best: Sequence[int], grammar: Grammar
) -> Reached:
    """Return the cheapest way to a state: its cost, the state before, and whether the part begins with the row."""
    going = best[here + 1] + goes_on(pattern, look, grammar, whole=here >= grammar.last)
    found: Reached = (going, here, False)
    if cost >= NEVER:
        return found
    inside = INSIDE * (not look.row.head) * (pattern.bare or here == 0)
    for start, price in grammar.steps[here]:
        same = start == here
        if same and not _repeats(pattern):
            continue
        before = grammar.patterns[start].role
        total = (
            best[start + 1]
            + price
            + cost
            + (0 if pattern.role not in _CHOICE else _order(before, pattern, look))
        )
        labelled = grammar.patterns[start].labels
        total += INSIDE * (
            not look.row.head and pattern.bare and pattern.role not in _CHOICE and not labelled
        )
        if total < found[0]:
            found = (total, start, True)
    if here == 0:
        ways = [(best[0] + BEGIN, OUTSIDE)]
        ways += [(best[s + 1] + UNFINISHED * (s < grammar.last), s) for s in range(len(grammar.patterns))]
        total, start = min(ways, key=lambda way: way[0])
        if total + cost + inside <= found[0]:
            found = (total + cost + inside, start - NEW, True)
    return found


NEW = 1000
"""Taken off the state before where an item begins anew."""


def _repeats(pattern: Pattern) -> bool:
    """Tell a part of which several follow each other: options, reasons, rows of a key."""
    return (
        pattern.role in _CHOICE
        or pattern.role == "reason"
        or (pattern.role == "key" and "key" in pattern.holes)
    )


def _order(before: str, pattern: Pattern, look: Look) -> int:
    """Return what it costs where letters do not count on."""
    lettered = pattern.lettered or pattern.kind == "1."
    if not lettered:
        return 0
    if before in _CHOICE:
        return AGAIN * look.restarts
    return NOT_FIRST * (not look.first)


def goes_on(pattern: Pattern, look: Look, grammar: Grammar, *, whole: bool) -> int:
    """Return what it costs to take a row for more of the part at hand."""
    row = look.row
    if look.kind == "rule":
        return RULED if whole and grammar.ends else 0
    if look.kind.startswith("#"):
        higher = len(look.kind) <= (grammar.level or len(look.kind)) and not (
            whole and labelled_for(look) and not grammar.level
        )
        return HIGHER if higher else FURTHER if whole else HEADED
    known = labelled_for(look)
    if known and pattern.role not in known and pattern.role in _CHOICE | {"stem", "question"}:
        return FOREIGN
    if pattern.role in _CHOICE:
        lines = not pattern.kind and (pattern.bare or "why" in pattern.holes)
        if lines and not row.head and row.depth <= pattern.depth and row.block.kind != "item":
            return FURTHER + 1  # each line is an option
        return 0 if not row.head or row.depth > pattern.depth or row.whole else FURTHER + 3
    if pattern.role in _TEXTS or (pattern.labels and pattern.role != "skip"):
        further = row.head and not pattern.more and pattern.role in ("stem", "question") and not row.whole
        return FURTHER * further
    if pattern.role == "key":
        return 0 if look.names or not row.head else FURTHER
    return 0 if whole else LABEL


def _trace(
    trace: Sequence[Sequence[tuple[int, bool]]], best: Sequence[int], grammar: Grammar
) -> list[tuple[int, bool, bool]]:
    """Return for each row its state, whether it begins the part, and whether it begins an item."""
    ends = [best[0], *(cost + UNFINISHED * (s < grammar.last) for s, cost in enumerate(best[1:]))]
    state = min(range(len(ends)), key=ends.__getitem__) - 1
    found: list[tuple[int, bool, bool]] = []
    for step in reversed(trace):
        origin, begins = step[state + 1]
        new = origin < OUTSIDE
        found.append((state, begins, new))
        state = origin + NEW if new else origin
    return found[::-1]


def _stretches(looks: Sequence[Look], states: Sequence[tuple[int, bool, bool]]) -> list[list[Placed]]:
    found: list[list[Placed]] = []
    for look, (state, begins, new) in zip(looks, states, strict=True):
        if new:
            found.append([])
        if state != OUTSIDE and found:
            found[-1].append(Placed(look, state, begins))
    return found
