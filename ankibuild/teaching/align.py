"""Say of each row of a page which part of an item it is: the reading in the order of the hand that costs least.

The states are the rows of the hand and "outside"; what leads from one to the next costs little where the example
goes so, and much where a part that each item has would be left out. One pass, linear in the page (Viterbi).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ankibuild.teaching.fit import INSIDE, NEVER
from ankibuild.teaching.grammar import CHOICE, Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Pattern

OUTSIDE: Final = -1
UNFINISHED = 8
"""What it costs to begin anew, or to leave, before an item is whole."""
LEAVE, BEGIN = 2, 1
_FAR: Final = 10**6


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the row of the hand that it is, and whether it begins that part anew."""

    look: Look
    state: int
    begins: bool


class _Step(NamedTuple):
    """The cheapest way to a state: what it costs, the state before, whether the row begins its part, or an item."""

    cost: int
    origin: int
    begins: bool = False
    opens: bool = False


def align(looks: Sequence[Look], grammar: Grammar) -> list[list[Placed]]:
    """Return the stretches of a page that read as items, each row with its place in the hand."""
    states = range(len(grammar.patterns))
    best = [0, *[_FAR] * len(states)]  # outside first
    steps: list[list[_Step]] = []
    for look in looks:
        costs = grammar.costs(look)
        step = [_outside(best, grammar), *(_reach(here, look, costs[here], best, grammar) for here in states)]
        best = [each.cost for each in step]
        steps.append(step)
    return _stretches(looks, steps, grammar)


def _unfinished(state: int, grammar: Grammar) -> int:
    return UNFINISHED * (state < grammar.last)


def _outside(best: Sequence[int], grammar: Grammar) -> _Step:
    leave = [cost + (_unfinished(s, grammar) or LEAVE) for s, cost in enumerate(best[1:])]
    cheapest = min(range(len(leave)), key=leave.__getitem__)
    return _Step(best[0], OUTSIDE) if best[0] < leave[cheapest] else _Step(leave[cheapest], cheapest)


def _reach(here: int, look: Look, cost: int, best: Sequence[int], grammar: Grammar) -> _Step:
    """Return the cheapest way to a state."""
    found = _Step(best[here + 1] + grammar.goes_on(here, look), here)
    if cost >= NEVER:
        return found
    pattern = grammar.patterns[here]
    for start, price in grammar.steps[here]:
        if start == here and not _repeats(pattern):
            continue
        total = best[start + 1] + price + cost + grammar.order(start, here, look)
        total += _inside(grammar.patterns[start], pattern, look)
        if total < found.cost:
            found = _Step(total, start, begins=True)
    return found if here else _open(look, cost, best, grammar, found)


def _open(look: Look, cost: int, best: Sequence[int], grammar: Grammar, found: _Step) -> _Step:
    """Return the cheapest way to the first row of the hand, a new item counted."""
    ways = [(best[0] + BEGIN, OUTSIDE)]
    ways += [(each + _unfinished(s, grammar), s) for s, each in enumerate(best[1:])]
    total, start = min(ways, key=lambda way: way[0])
    total += cost + INSIDE * (not look.row.head)
    return _Step(total, start, begins=True, opens=True) if total <= found.cost else found


def _inside(before: Pattern, pattern: Pattern, look: Look) -> int:
    """Return what it costs to begin a part amid a block, where nothing in the row or before it says so."""
    told = look.row.head or not pattern.bare or pattern.role in CHOICE or before.labels
    return 0 if told else INSIDE


def _repeats(pattern: Pattern) -> bool:
    """Tell a part of which several follow each other: options, reasons, rows of a key."""
    key = pattern.role == "key" and "key" in pattern.holes
    return key or pattern.role in CHOICE or pattern.role == "reason"


def _stretches(
    looks: Sequence[Look], steps: Sequence[Sequence[_Step]], grammar: Grammar
) -> list[list[Placed]]:
    """Follow the cheapest way back, and return the stretches along it."""
    if not steps:
        return []
    ends = [each.cost + (_unfinished(s - 1, grammar) if s else 0) for s, each in enumerate(steps[-1])]
    state = min(range(len(ends)), key=ends.__getitem__) - 1
    found: list[list[Placed]] = [[]]
    for look, step in zip(reversed(looks), reversed(steps), strict=True):
        way = step[state + 1]
        if state != OUTSIDE:
            found[-1].append(Placed(look, state, way.begins))
        if way.opens:
            found.append([])
        state = way.origin
    return [stretch[::-1] for stretch in reversed(found) if stretch]
