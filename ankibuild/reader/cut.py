"""Part the rows of a page into items: the cut that reads best, by dynamic programming over where items may begin."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ankibuild.items.answer_lists import (
    announced_keys,
    key_runs,
    keyed_lines,
    lists_answers,
    tabulates_answers,
)
from ankibuild.items.choosing import chooses
from ankibuild.items.odd_options import options_in_table
from ankibuild.keyed import ELSEWHERE
from ankibuild.page.content import ITEM
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.reader.bounds import FOREIGN
from ankibuild.reader.grammar import Reading, read_rows
from ankibuild.reader.listing import Listing
from ankibuild.reader.openings import LEAST_ALIKE, Openings, is_strong
from ankibuild.reader.scores import WAITING, score
from ankibuild.reader.series import Series
from ankibuild.reader.sheet import OPTIONS, Sheet
from ankibuild.words import Words

LONGEST = 160
"""So many rows an item has at most."""
FARTHEST = 40
"""So many rows, at most, lie between an item's first row and its options or its answer."""
ASKING = 5
"""What it costs to leave a heading outside that asks."""
LEFT = 2
"""What it costs to leave a row outside that has a label, or begins a series."""
MOST_FAULTS = 3
"""With more no stretch is an item."""


class Tried(NamedTuple):
    """A stretch that was weighed, the row behind its last one, and what it scores as an item.

    `whole` is what all rows from its first one to the page's end are worth with it. Where `end` is `start` no
    item begins there.
    """

    start: int
    end: int
    points: int
    whole: int


def best_cut(sheet: Sheet, tried: list[Tried] | None = None) -> list[tuple[int, int]]:
    """Return the stretches of rows that are items, first row and the row behind the last.

    All that was weighed goes into `tried`, where somebody wants to know (see `explaining`).
    """
    return [(start, reading.at + 1) for start, reading in best_readings(sheet, tried)]


def best_readings(sheet: Sheet, tried: list[Tried] | None = None) -> list[tuple[int, Reading]]:
    """Return the items of the best cut: their first rows, and how each was read up to its last."""
    near = _anchors(sheet)
    if near[:1] > [len(sheet.signs)]:
        return []  # most pages of notes have nothing that an item is known by
    starts = _starts(sheet, near)
    search = _Search(sheet, starts, [] if tried is None else tried)
    for start, end in reversed([*pairwise([*starts, len(sheet.signs)])]):
        search.leave(start, end)
        if near[start] <= start + FARTHEST:
            search.weigh(start)
    return list(search.items(starts[0])) if starts else []


def _starts(sheet: Sheet, near: Sequence[int]) -> list[int]:
    """Return the rows where an item may begin."""
    listed = {i for each in sheet.series.values() for i in _inner(sheet, each, near)} | sheet.hand.again
    return [
        i
        for i, sign in enumerate(sheet.signs)
        if sign.row.block.marker == ITEM
        or (sign.opens and i not in listed)
        or _is_amid(sheet, i)
        or _asks_below_title(sheet, i)
    ]


def _asks_below_title(sheet: Sheet, at: int) -> bool:
    """Tell a bullet below the one that titles it which asks, with the label of an answer below it in turn."""
    row, below = sheet.signs[at].row, sheet.signs[at + 1].row if at + 1 < len(sheet.signs) else None
    if not row.bullet or below is None or below.depth <= row.depth:
        return False
    return (
        sheet.kinds[at + 1] in ("answer", "own", "options") and not sheet.kinds[at] and sheet.signs[at].asks
    )


def _is_amid(sheet: Sheet, at: int) -> bool:
    """Tell a number amid a paragraph right above a list of letters, but not below a title, its first line."""
    sign = sheet.signs[at]
    if not sign.number or sign.row.head:
        return False
    return sheet.lists[at + 1 : at + 2] == ["letters"] and not sheet.signs[at - 1].row.head


class _Search:
    """What the rows from each row to the page's end are worth at best, and what becomes of that row."""

    def __init__(self, sheet: Sheet, starts: Sequence[int], tried: list[Tried]) -> None:
        n = len(sheet.signs)
        self.sheet, self.tried = sheet, tried
        self.bounds = {*starts, n}
        self.openings = Openings(sheet, starts)
        self.openers = self.openings.openers()
        walls = (i for i, sign in enumerate(sheet.signs) if _is_wall(sign.row, sheet.words))
        self.walls = sorted([*walls, *_keys(sheet), n])
        self.worth = [0] * (n + 1)
        self.choice: list[tuple[int, bool]] = [(n, False)] * (n + 1)
        numbered = [label is not None and bool(label.number) for label in sheet.labels]
        self.named = _next([kind == "question" or numbered[at] for at, kind in enumerate(sheet.kinds)], n)
        self.read: dict[int, Reading] = {}
        """What was read last from each row where an item begins."""
        self.listing = Listing(sheet)
        self.stuck = False
        """Whether what begins here reads on to a heading that no stem holds, and finds nothing to answer."""

    def leave(self, start: int, end: int) -> None:
        """Let no item begin at a row: up to the next one where one may, all are left outside."""
        self.worth[start] = self.worth[end] - sum(_cost(self.sheet, at) for at in range(start, end))
        self.stuck = self.stuck and all(map(self._is_prose, range(start, end)))
        self.choice[start] = (end, False)
        self.tried.append(Tried(start, start, 0, self.worth[start]))

    def weigh(self, start: int) -> None:
        """Let the best item begin at a row, if one is better than none: not above prose from which none was read."""
        if self.stuck:
            return
        reading = Reading(self.sheet, self.openers)
        for end, points in self._tries(reading, start):
            gain = points + self.openings.points[start] + self._ends_well(start, end)
            whole, best = gain + self.worth[end], self.worth[start]
            self.tried.append(Tried(start, end, points, whole))
            # of two ends that read equally well a whole item takes the later one, a waiting one the earlier
            equal = whole == best and (not self.choice[start][1] or points > WAITING)
            if gain > 0 and (whole > best or equal):
                self.worth[start], self.choice[start] = whole, (end, True)
                self.read[start] = reading

    def items(self, at: int) -> Iterator[tuple[int, Reading]]:
        """Yield where items begin, from a row on, and how each is read: anew where more was read than is its."""
        while at < len(self.sheet.signs):
            end, item = self.choice[at]
            if item:
                read = self.read[at]
                yield at, read if read.at + 1 == end else read_rows(self.sheet, at, end)
            at = end

    def _ends_well(self, start: int, end: int) -> bool:
        """Tell the end of the page, and a row that opens as the item did."""
        signs = self.sheet.signs
        if end == len(signs):
            return True
        alike = signs[end].shape == signs[start].shape
        return alike and (end in self.openings.fresh or is_strong(self.sheet, end))

    def _tries(self, reading: Reading, start: int) -> Iterator[tuple[int, int]]:
        """Yield where an item that begins at a row may end, each with how well it reads."""
        wall = min(self.walls[bisect_right(self.walls, start)], start + LONGEST)
        for at in range(start, wall):
            if at in self.bounds and reading.is_next(at):
                break
            before = reading.faults
            reading.feed(at)
            if at + 1 in self.bounds and (points := score(reading)) > 0:
                yield at + 1, points
            if reading.faults > MOST_FAULTS:
                self.stuck = reading.faults >= before + FOREIGN and _is_stuck(reading, self.sheet, at)
                break
            if self._is_lost(reading, at + 1, wall):
                break

    def _is_prose(self, at: int) -> bool:
        """Tell a row that leaves a stem as it is: it asks nothing, lists no options and has no label."""
        row = self.sheet.signs[at].row
        if self.sheet.kinds[at] or row.block.kind == "table" or asks(row.text) or chooses(row.text):
            return False
        below = self.sheet.signs[at + 1].row if at + 1 < len(self.sheet.signs) else row
        if below is not row and below.block is row.block and asks(row.text + below.text):
            return False
        return self._lists_nothing(at)

    def _lists_nothing(self, at: int) -> bool:
        """Tell a row at which no list begins, or one that no answer names and of which nobody asks."""
        found = self.sheet.series.get(at)
        return found is None or (found.kind in ("bullets", "numbers") and not self.listing.answered(found))

    def _is_lost(self, reading: Reading, at: int, wall: int) -> bool:
        """Tell an item that has begun with its options, its key or its reasons, and will have no stem.

        Only a label brings one now: of a question that opens no other item, or of an answer with a number, whose
        question stands elsewhere.
        """
        item = reading.item
        begun = reading.options > 0 or reading.mode not in ("stem", "options", "ignore")
        if not begun or item.asked or item.number or item.stem:
            return False
        return self.named[at] >= wall or self.named[at] in self.openers


def _next(found: Sequence[bool], end: int) -> list[int]:
    """Return for each of some rows, and behind them, where the next of a kind stands, itself counted, else `end`."""
    places = [end] * (len(found) + 1)
    for at in range(len(found) - 1, -1, -1):
        places[at] = at if found[at] else places[at + 1]
    return places


def _is_stuck(reading: Reading, sheet: Sheet, at: int) -> bool:
    """Tell a stem of mere text that came to a heading."""
    item, row = reading.item, sheet.signs[at].row
    told = reading.mode == "stem" and not (reading.options or item.answered or item.asked)
    below = bool(item.stem) and item.stem[-1][0] is row and any(not above.heading for above, _ in item.stem)
    return told and below and row.heading and not sheet.kinds[at]


def _is_wall(row: Row, words: Words) -> bool:
    """Tell what no item goes beyond: one that has its cards already, the page of the answers, a fold of many keys."""
    elsewhere = row.heading and row.text == ELSEWHERE
    return row.block.marker == ITEM or elsewhere or (row.head and lists_answers(row.block, words))


def _keys(sheet: Sheet) -> list[int]:
    """Return where answers by number begin: tables, announced ones, letters for as many lists of options above."""
    lists = [at for at, kind in enumerate(sheet.lists) if kind == "letters"]
    if not lists:
        return []
    found = [sign.row for sign in sheet.signs]
    at_line = {row.line.number: at for at, row in enumerate(found)}
    told = [*_told(found, at_line, sheet.words)]
    return told + (_runs(found, at_line, lists) if len(lists) >= LEAST_ALIKE else [])


def _told(found: Sequence[Row], at_line: Mapping[int, int], words: Words) -> Iterator[int]:
    """Yield where answers are announced, where a table gives them, and where one line gives several keys."""
    yield from (at_line[part[0].line.number] - 1 for part in announced_keys(found, words))
    tables = ((at, row) for at, row in enumerate(found) if row.whole and row.block.kind == "table")
    yield from (at for at, row in tables if tabulates_answers(row, words))
    yield from (at_line[row.line.number] for row in keyed_lines(found, words))


def _runs(found: Sequence[Row], at_line: Mapping[int, int], lists: Sequence[int]) -> list[int]:
    """Return where numbers with letters stand, one below the other, as many as there are lists of options above."""
    runs = ((at_line[run[0].line.number], len(run)) for run in key_runs(found))
    return [at for at, count in runs if sum(first < at for first in lists) >= count]


def _inner(sheet: Sheet, series: Series, near: Sequence[int]) -> tuple[int, ...]:
    """Return the rows of a series at which no item begins; numbered options ask nothing, and none is answered."""
    if series.kind == "numbers":
        asked = near[series.first + 1] <= series.last or any(sheet.signs[i].asks for i in series.members)
        return () if asked else series.members
    return series.members[1:] if series.kind == "letters" else ()


def _cost(sheet: Sheet, at: int) -> int:
    """Say what it costs to leave a row outside of every item."""
    sign, kind = sheet.signs[at], sheet.kinds[at]
    part = kind in ("answer", "options", "explanation", "wrong") and not sign.row.heading
    asks = not kind and sign.row.heading and sign.asks
    return LEFT * (part + (sheet.lists[at] in OPTIONS)) + ASKING * asks


def _anchors(sheet: Sheet) -> list[int]:
    """Return for each row the next, itself counted, that an item is known by: a list of options, an answer."""
    known = [
        bool(sheet.lists[at]) or kind in ("answer", "question", "wrong", "feedback")
        for at, kind in enumerate(sheet.kinds)
    ]
    for at, sign in enumerate(sheet.signs):
        if sign.row.whole and not known[at]:
            known[at] = bool(options_in_table(sign.row, sheet.words))
    return _next(known, len(known) + FARTHEST + 1)[:-1]
