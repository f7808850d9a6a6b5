"""Say of each row of a page which part of an item it is: the reading in the order of a hand that costs least.

The states are the rows of the hands and "outside"; what leads from one to the next costs little where the example
goes so, and much where a part that each item has would be left out. Several hands compete: an item is read by the one
that it is most like. One pass, linear in the page (Viterbi).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from ankibuild.teaching.fit import INSIDE, NEVER
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import CHOICE, Pattern

OUTSIDE: Final = -1
UNFINISHED = 8
"""What it costs to begin anew, or to leave, before an item is whole."""
LEAVE, BEGIN = 2, 1
UNLIKE = 8
"""What it costs to begin with a row that lacks the word, number or letter of the example's first."""
FURTHER = -5
"""What a further part of a list tells at most, and one of an answer nothing: no item is more of one for its length."""
_FAR: Final = 10**6
_LISTED: Final = CHOICE | {"reason"}


class Placed(Struct, frozen=True):
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


class Ways:
    """The rows of several hands as states one behind the other, and the cheapest ways from row to row."""

    def __init__(self, grammars: Sequence[Grammar]) -> None:
        self.grammars = grammars
        self.places = [(hand, own) for hand, each in enumerate(grammars) for own in range(len(each.patterns))]
        self.starts = [len(self.places[: self.places.index((hand, 0))]) for hand in range(len(grammars))]
        self.unfinished = [UNFINISHED * grammars[hand].is_unfinished(own) for hand, own in self.places]

    def steps(self, looks: Sequence[Look]) -> list[list[_Step]]:
        """Return for each row the cheapest way to each state, outside first."""
        best = [0, *[_FAR] * len(self.places)]
        steps: list[list[_Step]] = []
        for look in looks:
            outside, opening = self._outside(best), self._opening(best)
            step = [outside]
            for start, grammar in zip(self.starts, self.grammars, strict=True):
                costs = grammar.costs(look)
                own = best[start + 1 : start + 1 + len(costs)]
                found = [_reach(here, look, cost, own, grammar) for here, cost in enumerate(costs)]
                step += [each._replace(origin=each.origin + start) for each in found]
                for entry, price in grammar.entries:
                    cost, at = costs[entry], start + 1 + entry
                    cost += price + UNLIKE * (not grammar.patterns[entry].bare and cost > 0)
                    step[at] = _open(look, cost, opening, step[at])
            best = [each.cost for each in step]
            steps.append(step)
        return steps

    def _outside(self, best: Sequence[int]) -> _Step:
        """Return the cheapest way to outside."""
        leave = [cost + (self.unfinished[s] or LEAVE) for s, cost in enumerate(best[1:])]
        cheapest = min(range(len(leave)), key=leave.__getitem__)
        return _Step(best[0], OUTSIDE) if best[0] < leave[cheapest] else _Step(leave[cheapest], cheapest)

    def _opening(self, best: Sequence[int]) -> tuple[int, int]:
        """Return what it costs to begin an item, and where from."""
        ways = [(best[0] + BEGIN, OUTSIDE)]
        ways += [(each + self.unfinished[s], s) for s, each in enumerate(best[1:])]
        return min(ways, key=lambda way: way[0])

    def told(self, state: int) -> bool:
        """Tell a row of a hand that is no stem, or that a word, a letter or a number tells from others."""
        hand, own = self.places[state]
        pattern = self.grammars[hand].patterns[own]
        return pattern.role != "stem" or not pattern.bare

    def end(self, last: Sequence[_Step]) -> int:
        """Return the state in which a page ends."""
        ends = [last[0].cost, *(each.cost + self.unfinished[s] for s, each in enumerate(last[1:]))]
        return min(range(len(ends)), key=ends.__getitem__) - 1


def align(looks: Sequence[Look], grammars: Sequence[Grammar]) -> list[tuple[int, list[Placed]]]:
    """Return the stretches of a page that read as items, each with its hand and its rows' places in that."""
    ways = Ways(grammars)
    steps = ways.steps(looks)
    if not steps:
        return []
    state = ways.end(steps[-1])
    found: list[_Way] = []
    for look, step in zip(reversed(looks), reversed(steps), strict=True):
        way = step[state + 1]
        found.append(_Way(look, state, way.begins, way.opens))
        state = way.origin
    return [_stretch(ways, each) for each in _parted(ways, found[::-1])]


class _Way(NamedTuple):
    """A row with its state on the cheapest way."""

    look: Look
    state: int
    begins: bool
    opens: bool


def _parted(ways: Ways, found: Sequence[_Way]) -> list[list[_Way]]:
    """Return the rows of each item; one that opens amid a paragraph, with no word of its own, has all of that."""
    items: list[list[_Way]] = []
    outside: list[_Way] = []
    for way in found:
        if way.opens:
            lines = (
                [] if ways.told(way.state) else _same_paragraph(way, outside or (items[-1] if items else []))
            )
            items.append([each._replace(state=way.state, begins=not n) for n, each in enumerate(lines)])
            items[-1].append(way._replace(begins=not lines))
        elif way.state != OUTSIDE:
            items[-1].append(way)
        outside = [*outside, way] if way.state == OUTSIDE else []
    return items


def _same_paragraph(way: _Way, before: list[_Way]) -> list[_Way]:
    """Take the first lines of the paragraph of a row off the rows before, none where one of them begins a part."""
    block, at = way.look.row.block, len(before)
    while at and before[at - 1].look.row.block is block and not before[at - 1].begins:
        at -= 1
    lines = before[at:]
    if way.look.row.head or not (lines and lines[0].look.row.head):
        return []
    del before[at:]
    return lines


def _stretch(ways: Ways, rows: Sequence[_Way]) -> tuple[int, list[Placed]]:
    hand = ways.places[rows[0].state][0]
    return hand, [Placed(each.look, ways.places[each.state][1], each.begins) for each in rows]


def _reach(here: int, look: Look, cost: int, best: Sequence[int], grammar: Grammar) -> _Step:
    """Return the cheapest way to a state from those of its hand."""
    found = _Step(best[here] + grammar.goes_on(here, look), here)
    if cost >= NEVER:
        return found
    pattern = grammar.patterns[here]
    for start, price in grammar.steps[here]:
        if start == here and not _repeats(pattern):
            continue
        again = start >= here or grammar.patterns[start].role in _LISTED & {pattern.role}
        least = FURTHER * (pattern.role != "answer")
        total = best[start] + price + (max(cost, least) if again else cost) + grammar.order(start, here, look)
        total += _inside(grammar.patterns[start], pattern, look) + grammar.begun(start, here, look)
        if total < found.cost:
            found = _Step(total, start, begins=True)
    return found


def _open(look: Look, cost: int, opening: tuple[int, int], found: _Step) -> _Step:
    """Return the cheapest way to the first row of a hand, a new item counted."""
    if cost >= NEVER:
        return found
    total, start = opening[0] + cost + INSIDE * (not look.row.head), opening[1]
    return _Step(total, start, begins=True, opens=True) if total <= found.cost else found


def _inside(before: Pattern, pattern: Pattern, look: Look) -> int:
    """Return what it costs to begin a part amid a block, where nothing in the row or before it says so."""
    told = look.row.head or not pattern.bare or pattern.role in CHOICE or before.labels
    return 0 if told else INSIDE


def _repeats(pattern: Pattern) -> bool:
    """Tell a part of which several follow each other: options, reasons, rows of a key."""
    key = pattern.role == "key" and "key" in pattern.holes
    return key or pattern.role in _LISTED
