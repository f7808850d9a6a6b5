"""Where an item may begin, and what speaks for it and against: its neighbours' shape, labels, what it lies in."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ankibuild.reader.draft import level_of
from ankibuild.reader.sheet import OPTIONS, Sheet
from ankibuild.reader.signs import Sign, counts_on
from ankibuild.text import has_picture

LEAST_ALIKE = 3
ALIKE, STRONG = 4, 3
"""What it is worth to open as neighbours do, and by what a row is."""
INSIDE = 25
"""What it costs to begin inside an answer or an explanation."""
REACH = 25
NEAR = 8
LONGEST_ANEW = 2
"""So many rows, at most, stand between what asks anew and its options or its answer."""
Shape = tuple[object, ...]


class Openings:
    """The rows of a page where an item may begin, seen one by one."""

    def __init__(self, sheet: Sheet, starts: Sequence[int]) -> None:
        self.points: dict[int, int] = {}
        """What speaks for each of them."""
        self.fresh: set[int] = set()
        """Those that ask anew, though neither a heading nor a label says so."""
        self._sheet, self._starts = sheet, frozenset(starts)
        self._shapes = _shapes(sheet, starts)
        self._in_turn = _in_turn(sheet, starts)
        lists = sheet.series.values()
        self._lasts = {each.last for each in lists if each.kind == "letters"}
        boxes = [each for each in lists if each.kind == "boxes"]
        self._ticked = {each.last for each in boxes if any(sheet.signs[i].box for i in each.members)}
        self._inside = self._listed = False
        self._level = 0
        self._last: dict[Shape, Sign] = {}
        for at in range(len(sheet.signs)):
            if at not in sheet.hand.again:
                self._see(at)

    def alike(self, at: int) -> bool:
        """Tell a row that begins as several of its neighbours do."""
        return self._shapes.get(self._sheet.signs[at].shape, 0) >= LEAST_ALIKE

    def openers(self) -> frozenset[int]:
        """Return the rows where the page's items open."""
        alike = (at for at in self._starts if self.alike(at) and is_strong(self._sheet, at))
        return frozenset(self.fresh).union(alike)

    def _see(self, at: int) -> None:
        sign, alike = self._sheet.signs[at], self.alike(at)
        if self._asks_anew(at):
            self.fresh.add(at)
        strong = self._is_strong(at, alike=alike)
        if at in self._starts:
            self.points[at] = ALIKE * alike + STRONG * strong - INSIDE * (self._inside and not strong)
        if strong:
            self._inside, self._level, self._last[sign.shape] = False, level_of(sign) or self._level, sign
        told = self._sheet.kinds[at] in ("answer", "explanation", "wrong", "feedback")
        self._inside = self._inside or told or at in self._ticked
        self._listed = (self._listed and not strong) or at in self._lasts

    def _asks_anew(self, at: int) -> bool:
        """Tell the next question behind a key, or behind a list of options, that nothing sets apart."""
        sign = self._sheet.signs[at]
        if at not in self._starts or self._sheet.kinds[at] or sign.row.heading:
            return False
        if self._inside:
            return _asks_anew(self._sheet, at)
        return self._listed and sign.asks and not sign.row.depth and _lists_soon(self._sheet, at)

    def _is_strong(self, at: int, *, alike: bool) -> bool:
        if at in self.fresh or at in self._in_turn:
            return True
        return is_strong(self._sheet, at) and (alike or not self._inside or self._goes_on(at))

    def _goes_on(self, at: int) -> bool:
        """Tell, behind a key, the next number, a heading no deeper than the last, the label of a question."""
        sign, label = self._sheet.signs[at], self._sheet.labels[at]
        before = self._last.get(sign.shape)
        if before is not None and counts_on(before, sign):
            return True
        if sign.row.heading and not 0 < self._level < level_of(sign):
            return True
        asks = sign.asks or self._sheet.is_ruled(at)
        return label is not None and label.kind == "question" and (asks or not label.number)


def is_strong(sheet: Sheet, at: int) -> bool:
    """Tell a row that opens an item by what it is: a heading, a label of a question, a number."""
    if sheet.kinds[at]:
        return sheet.kinds[at] == "question"
    sign = sheet.signs[at]
    lead = sign.lead
    if sign.row.heading and lead and not lead.letter.isdigit() and not lead.loose:
        return False  # names an option
    return sign.row.heading or (bool(sign.number) and sign.row.depth <= 1)


def _shapes(sheet: Sheet, starts: Sequence[int]) -> Mapping[Shape, int]:
    """Count the shapes of the rows that open what leads to a list of options or to an answer."""
    places = {i: sheet.signs[i].shape for i in starts}
    counts, everywhere = Counter[Shape](), Counter[Shape](places.values())
    opening, done, level, above = -REACH - 1, True, 0, 0
    for at, sign in enumerate(sheet.signs):
        above = level_of(sign) or above
        if not done and sheet.is_anchor(at):
            counts[places[opening]] += 1
            done, level = True, above
        elif at in places and not _is_inner(sign, level) and _opens_anew(sheet, at, opening):
            opening, done = at, False
    return _mostly(counts, everywhere)


def _mostly(counts: Mapping[Shape, int], everywhere: Mapping[Shape, int]) -> Mapping[Shape, int]:
    """Return the shapes that open as often as not."""
    return {shape: n for shape, n in counts.items() if 2 * n >= everywhere[shape]}


def _opens_anew(sheet: Sheet, at: int, opening: int) -> bool:
    """Tell a row too far below the last one that opened to be led to by that, and one that surely opens."""
    return at - opening > REACH or is_strong(sheet, at)


def _is_inner(sign: Sign, level: int) -> bool:
    """Tell a heading without a number or label below that of the last question: it parts what is said of that one."""
    return sign.row.heading and 1 < level < level_of(sign) and not (sign.number or sign.label or sign.asks)


def _in_turn(sheet: Sheet, starts: Sequence[int]) -> frozenset[int]:
    """Return the rows below one heading that are written alike, each with an answer before the next one."""
    section, groups = 0, defaultdict[Shape, list[int]](list)
    places = set(starts)
    answered = [0]  # how many labels of an answer stand before each row
    for at, sign in enumerate(sheet.signs):
        section += sign.row.heading
        answers = sheet.kinds[at] == "answer"
        answered.append(answered[-1] + answers)
        if at in places and not sign.row.heading and not answers:
            groups[section, *sign.shape].append(at)
    turns = (rows for rows in groups.values() if _take_turns(rows, answered))
    return frozenset(at for rows in turns for at in rows)


def _take_turns(rows: Sequence[int], answered: Sequence[int]) -> bool:
    return len(rows) >= LEAST_ALIKE and all(answered[b] > answered[a] for a, b in pairwise(rows))


def _asks_anew(sheet: Sheet, at: int) -> bool:
    """Tell the next question behind a key, that nothing but its wording, or a rule and a picture, sets apart."""
    sign, ruled = sheet.signs[at], sheet.is_ruled(at)
    if ruled and (_lists_soon(sheet, at) or _answers_soon(sheet, at)):
        return True
    return (sign.asks or (ruled and has_picture(sign.line))) and _leads_on(sheet, at)


def _leads_on(sheet: Sheet, at: int) -> bool:
    """Tell a row with a list of options or the label of an answer close below."""
    seen = 0
    for i in range(at + 1, min(at + NEAR, len(sheet.signs))):
        if sheet.lists[i] in (*OPTIONS, "numbers"):
            return True
        if sheet.kinds[i] not in ("", "own"):
            return sheet.kinds[i] in ("answer", "options")
        seen += not (sheet.signs[i].silent or sheet.signs[i].row.bullet)
        if seen >= LONGEST_ANEW or sheet.signs[i].row.heading:
            return False
    return False


def _lists_soon(sheet: Sheet, at: int) -> bool:
    """Tell a text behind a rule that a lettered list follows before any label or heading."""
    for i in range(at + 1, min(at + NEAR, len(sheet.signs))):
        if sheet.lists[i] in OPTIONS:
            return True
        if sheet.signs[i].row.heading or sheet.kinds[i]:
            return False
    return False


def _answers_soon(sheet: Sheet, at: int) -> bool:
    """Tell a text behind a rule that the label of an answer follows before another rule, label or heading."""
    for i in range(at + 1, min(at + NEAR, len(sheet.signs))):
        row = sheet.signs[i].row
        if sheet.kinds[i] or row.heading or row.block.kind == "rule":
            return sheet.kinds[i] == "answer"
    return False
