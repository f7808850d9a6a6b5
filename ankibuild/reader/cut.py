"""Part the rows of a page into items: the cut that reads best, by dynamic programming over where items may begin."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ankibuild.items.answers import key_runs, lists_answers
from ankibuild.keyed import ELSEWHERE
from ankibuild.page.content import ITEM
from ankibuild.page.flow import Row
from ankibuild.reader.draft import level_of
from ankibuild.reader.grammar import Reading
from ankibuild.reader.hand import Hand
from ankibuild.reader.scores import WAITING, score
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign, counts_on
from ankibuild.text import has_picture
from ankibuild.words import Words

LONGEST = 160
"""So many rows an item has at most."""
ALIKE = 4
LEAST_ALIKE = 3
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


def best_cut(
    signs: Sequence[Sign],
    series: Mapping[int, Series],
    hand: Hand,
    words: Words,
    tried: list[Tried] | None = None,
) -> list[tuple[int, int]]:
    """Return the stretches of rows that are items, first row and the row behind the last.

    All that was weighed goes into `tried`, where somebody wants to know (see `explaining`).
    """
    near = _anchors(signs, series, hand)
    listed = {i for each in series.values() for i in _inner(signs, each, near)}
    carded = {i for i, sign in enumerate(signs) if sign.row.block.marker == ITEM}
    listed |= hand.again
    starts = [i for i, sign in enumerate(signs) if i in carded or (sign.opens and i not in listed)]
    shapes = _shapes(signs, starts, series, hand)
    n = len(signs)
    worth = [0] * (n + 1)
    choice: list[tuple[int, bool]] = [(n, False)] * (n + 1)
    bounds = sorted({*starts, n})
    cost = _costs(signs, series, hand)
    opening, fresh = _openings(signs, starts, shapes, series, hand)
    openers = fresh | frozenset(
        i for i in starts if shapes.get(signs[i].shape, 0) >= LEAST_ALIKE and is_strong(signs[i], hand)
    )
    among = set(bounds)
    walls = [*(i for i, sign in enumerate(signs) if _is_wall(sign.row, words)), *_keys(signs, series), n]
    walls.sort()
    following = dict(pairwise(bounds))
    for start in reversed(starts):
        end = following[start]
        best, pick = worth[end] - sum(cost[start:end]), (end, False)
        if tried is not None:
            tried.append(Tried(start, start, 0, best))
        if near[start] > start + FARTHEST:
            worth[start], choice[start] = best, pick
            continue
        wall = walls[bisect_right(walls, start)]
        for end, points in _tries(signs, range(start, wall), among, series, hand, words, openers):
            alike = end < n and signs[end].shape == signs[start].shape
            ends_well = end == n or (alike and (end in fresh or is_strong(signs[end], hand)))
            total = points + opening[start] + ends_well
            if tried is not None:
                tried.append(Tried(start, end, points, total + worth[end]))
            # of two ends that read equally well a whole item takes the later one, a waiting one the earlier
            better = total + worth[end] > best
            equal = total + worth[end] == best and (not pick[1] or points > WAITING)
            if total > 0 and (better or equal):
                best, pick = total + worth[end], (end, True)
        worth[start], choice[start] = best, pick
    found: list[tuple[int, int]] = []
    at = starts[0] if starts else n
    while at < n:
        end, item = choice[at]
        if item:
            found.append((at, end))
        at = end
    return found


def _is_wall(row: Row, words: Words) -> bool:
    """Tell what no item goes beyond: one that has its cards already, the page of the answers, a fold of many keys."""
    elsewhere = row.heading and row.text == ELSEWHERE
    return row.block.marker == ITEM or elsewhere or (row.head and lists_answers(row.block, words))


def _keys(signs: Sequence[Sign], series: Mapping[int, Series]) -> list[int]:
    """Return where lists of numbers with letters begin, as many as there are lists of options above."""
    lists = [at for at, each in series.items() if each.kind == "letters"]
    if len(lists) < LEAST_ALIKE:
        return []
    at_line = {sign.line.number: at for at, sign in enumerate(signs)}
    runs = ((at_line[run[0].line.number], len(run)) for run in key_runs([sign.row for sign in signs]))
    return [at for at, count in runs if sum(first < at for first in lists) >= count]


def _inner(signs: Sequence[Sign], series: Series, near: Sequence[int]) -> tuple[int, ...]:
    """Return the rows of a series at which no item begins; numbered options ask nothing, and none is answered."""
    if series.kind == "numbers":
        asked = near[series.first + 1] <= series.last or any(signs[i].asks for i in series.members)
        return () if asked else series.members
    return series.members[1:] if series.kind == "letters" else ()


def _tries(
    signs: Sequence[Sign],
    span: range,
    bounds: set[int],
    series: Mapping[int, Series],
    hand: Hand,
    words: Words,
    openers: frozenset[int],
) -> list[tuple[int, int]]:
    """Return where an item that begins at a row may end, each with how well it reads."""
    reading = Reading(signs, series, hand, words, openers - {span.start})
    found: list[tuple[int, int]] = []
    for at in span[:LONGEST]:
        reading.feed(at)
        if at + 1 in bounds:
            points = score(reading)
            if points > 0:
                found.append((at + 1, points))
        if reading.faults > MOST_FAULTS:
            break
    return found


def _costs(signs: Sequence[Sign], series: Mapping[int, Series], hand: Hand) -> list[int]:
    cost = [0] * len(signs)
    for i, sign in enumerate(signs):
        label = hand.label(sign)
        part = label is not None and label.kind in ("answer", "options", "explanation", "wrong")
        cost[i] += LEFT * (part and not sign.row.heading) + LEFT * (
            i in series and series[i].kind in ("letters", "boxes")
        )
        if sign.row.heading and label is None:
            cost[i] += ASKING * sign.asks
    return cost


def _shapes(
    signs: Sequence[Sign], starts: Sequence[int], series: Mapping[int, Series], hand: Hand
) -> Mapping[tuple[object, ...], int]:
    """Count the shapes of the rows that open what leads to a list of options or to an answer."""
    counts: Counter[tuple[object, ...]] = Counter()
    everywhere: Counter[tuple[object, ...]] = Counter(signs[i].shape for i in starts)
    places = set(starts)
    opening: int | None = None
    done = False
    for at, sign in enumerate(signs):
        label = None if sign.silent else hand.label(sign)
        anchor = (at in series and series[at].kind in ("letters", "boxes")) or (
            label is not None and label.kind == "answer"
        )
        if anchor and opening is not None and not done:
            counts[signs[opening].shape] += 1
            done = True
        elif (at in places and is_strong(sign, hand)) or (
            at in places and (opening is None or at - opening > REACH)
        ):
            opening, done = at, False
    return {shape: n for shape, n in counts.items() if 2 * n >= everywhere[shape]}


REACH = 25


def _in_turn(signs: Sequence[Sign], starts: Sequence[int], hand: Hand) -> frozenset[int]:
    """Return the rows below one heading that are written alike, each with an answer before the next one."""
    section, groups = 0, defaultdict[tuple[object, ...], list[int]](list)
    places = set(starts)
    answered = [0]  # how many labels of an answer stand before each row
    for at, sign in enumerate(signs):
        section += sign.row.heading
        label = None if sign.silent else hand.label(sign)
        answers = label is not None and label.kind == "answer"
        answered.append(answered[-1] + answers)
        if at in places and not sign.row.heading and not answers:
            groups[section, *sign.shape].append(at)
    return frozenset(
        at
        for rows in groups.values()
        if len(rows) >= LEAST_ALIKE and all(answered[b] > answered[a] for a, b in pairwise(rows))
        for at in rows
    )


INSIDE = 25
"""What it costs to begin inside an answer or an explanation."""


def _openings(
    signs: Sequence[Sign],
    starts: Sequence[int],
    shapes: Mapping[tuple[object, ...], int],
    series: Mapping[int, Series],
    hand: Hand,
) -> tuple[dict[int, int], frozenset[int]]:
    """Say for each row where an item may begin what speaks for it and against, and which ones ask anew."""
    found: dict[int, int] = {}
    fresh: set[int] = set()
    listed = False
    lasts = {each.last for each in series.values() if each.kind == "letters"}
    ticked = {
        each.last
        for each in series.values()
        if each.kind == "boxes" and any(signs[i].box for i in each.members)
    }
    inside, level = False, 0
    last: dict[tuple[object, ...], Sign] = {}
    in_turn = _in_turn(signs, starts, hand)
    places = set(starts)
    for at, sign in enumerate(signs):
        if at in hand.again:
            continue
        label = None if sign.silent else hand.label(sign)
        alike = shapes.get(sign.shape, 0) >= LEAST_ALIKE
        deeper = sign.row.heading and 0 < level < level_of(sign)
        before = last.get(sign.shape)
        counts = before is not None and counts_on(before, sign)
        ruled = at > 0 and signs[at - 1].row.block.kind == "rule"
        labelled = label is not None and label.kind == "question" and (not label.number or ruled or sign.asks)
        free = alike or counts or labelled or not inside or (sign.row.heading and not deeper)
        anew = (
            inside
            and label is None
            and at in places
            and not sign.row.heading
            and _asks_anew(signs, at, series, hand)
        )
        if anew:
            fresh.add(at)
        again = (
            listed and not inside and label is None and sign.asks and at in places and not sign.row.heading
        )
        if again and not sign.row.depth and _lists_soon(signs, at, series, hand):
            fresh.add(at)
        anew = at in fresh
        strong = (is_strong(sign, hand) and free) or anew or at in in_turn
        if at in places:
            found[at] = (
                (ALIKE if alike else 0) + (3 if strong else 0) - (INSIDE if inside and not strong else 0)
            )
        if strong:
            inside, level, last[sign.shape] = False, level_of(sign) or level, sign
        if label is not None and label.kind in ("answer", "explanation", "wrong", "feedback"):
            inside = True
        inside = inside or at in ticked
        listed = (listed and not strong) or at in lasts
    return found, frozenset(fresh)


def _asks_anew(signs: Sequence[Sign], at: int, series: Mapping[int, Series], hand: Hand) -> bool:
    """Tell the next question behind a key, that nothing but its wording, or a rule and a picture, sets apart."""
    sign = signs[at]
    if at > 0 and signs[at - 1].row.block.kind == "rule":
        told = _lists_soon(signs, at, series, hand) or _answers_soon(signs, at, hand)
        return told or ((sign.asks or has_picture(sign.line)) and _leads_on(signs, at, series, hand))
    return sign.asks and _leads_on(signs, at, series, hand)


def _leads_on(signs: Sequence[Sign], at: int, series: Mapping[int, Series], hand: Hand) -> bool:
    """Tell a row with a list of options or the label of an answer close below."""
    seen = 0
    for i in range(at + 1, min(at + NEAR, len(signs))):
        label = None if signs[i].silent else hand.label(signs[i])
        if i in series and series[i].kind in ("letters", "boxes", "numbers"):
            return True
        if label is not None:
            return label.kind in ("answer", "options") and not label.number
        seen += not signs[i].silent
        if seen >= LONGEST_ANEW or signs[i].row.heading:
            return False
    return False


def _lists_soon(signs: Sequence[Sign], at: int, series: Mapping[int, Series], hand: Hand) -> bool:
    """Tell a text behind a rule that a lettered list follows before any label or heading."""
    for i in range(at + 1, min(at + NEAR, len(signs))):
        if i in series and series[i].kind in ("letters", "boxes"):
            return True
        if signs[i].row.heading or (not signs[i].silent and hand.label(signs[i]) is not None):
            return False
    return False


def _answers_soon(signs: Sequence[Sign], at: int, hand: Hand) -> bool:
    """Tell a text behind a rule that the label of an answer follows before another rule, label or heading."""
    for sign in signs[at + 1 : at + NEAR]:
        label = None if sign.silent else hand.label(sign)
        if label is not None or sign.row.heading or sign.row.block.kind == "rule":
            return label is not None and label.kind == "answer" and not label.number
    return False


NEAR = 8
LONGEST_ANEW = 2
"""So many rows, at most, stand between what asks anew and its options or its answer."""


def is_strong(sign: Sign, hand: Hand) -> bool:
    """Tell a row that opens an item by what it is: a heading, a label of a question, a number."""
    label = None if sign.silent else hand.label(sign)
    if label is not None:
        return label.kind == "question"
    lead = sign.lead
    if sign.row.heading and lead and not lead.letter.isdigit() and not lead.loose:
        return False  # names an option
    return sign.row.heading or (bool(sign.number) and sign.row.depth <= 1)


FARTHEST = 40
"""So many rows, at most, lie between an item's first row and its options or its answer."""


def _anchors(signs: Sequence[Sign], series: Mapping[int, Series], hand: Hand) -> list[int]:
    """Return for each row the next, itself counted, that an item is known by: a list of options, an answer."""
    found = [len(signs) + FARTHEST + 1] * (len(signs) + 1)
    for at in range(len(signs) - 1, -1, -1):
        label = None if signs[at].silent else hand.label(signs[at])
        inner = label is not None and label.kind in ("answer", "question", "wrong", "feedback")
        found[at] = at if at in series or inner else found[at + 1]
    return found[:-1]
