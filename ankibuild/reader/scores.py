"""How well a stretch of rows reads as one item, in small whole numbers: the one table of scores."""

from ankibuild.items.item import Item
from ankibuild.reader.grammar import Reading

NOTHING = -2
"""Neither options nor an answer, or half a list of options: no item."""
WAITING = 1
"""A question with options that nobody has answered yet."""
ASKS, STEM = 4, 2
"""A stem that asks; any other."""
LONGEST_STEM = 16
"""So many rows before the options and the key cost nothing, each further one a point."""
OPTIONS = 6
"""One list of two or more options."""
KEY, SPOKEN = 6, 4
"""A key that names some of them; an answer in words."""
ALL_RIGHT = -4
"""A key that names all of them."""
REASON = 2
"""Each statement about an option, up to the number of options."""
LEAST_REASONS = 2
ELSEWHERE = 3
"""An answer by number whose question stands elsewhere."""
FAULT, LOST = -6, -1
"""What no item holds, a heading as the last row; a letter of the key that no option has."""
BARE = -18
"""A title that asks nothing over options that their marks judge: it speaks of the options above."""
WHOLE = 5
"""A stem and a right answer together."""


def score(reading: Reading) -> int:
    """Score what was read so far; nothing to gain means no item."""
    faults = _faults(reading)
    if not reading.options and not reading.item.answered:
        return (WAITING + faults) if reading.told_plainly else NOTHING
    if reading.listing.pending and not reading.listing.at_last:
        return NOTHING  # amid its list of options
    if _answers_elsewhere(reading.item):
        return ELSEWHERE + faults
    if reading.whole:
        return _worth(reading) + faults
    return (WAITING + REASON * _refuted(reading.item) if _waits(reading) else NOTHING) + faults


def _refuted(item: Item) -> int:
    """Count the options that are refuted, where one is left whose letter an answer elsewhere may give."""
    refuted = [option.refuted for option in item.listed if option.letter and not option.letter.isdigit()]
    return 0 if all(refuted) else sum(refuted)


def _faults(reading: Reading) -> int:
    """Return what the faults of a stretch cost."""
    item = reading.item
    lost = sum(bool(x) and any(item.known) and not item.named(x) for x in item.letters)
    return FAULT * (reading.faults + reading.beyond + reading.ends_in_heading) + LOST * lost * reading.whole


def _answers_elsewhere(item: Item) -> bool:
    """Tell the answer to a question of this number."""
    return not item.stem and bool(item.number) and bool(item.answer or item.letters)


def _waits(reading: Reading) -> bool:
    """Tell a question that nobody has answered yet, or whose options are not here."""
    item = reading.item
    told = item.unanswered or (item.letters and not reading.options)
    asked = (reading.stem_asks or item.asked) and reading.options > 1
    return bool(item.stem and told) or asked


def _worth(reading: Reading) -> int:
    """Score an item that is whole, its faults apart."""
    item, options = reading.item, reading.options
    points = (
        WHOLE + (ASKS if reading.stem_asks or item.asked else STEM) - max(0, reading.before - LONGEST_STEM)
    )
    points += (OPTIONS if options > 1 else 0) - reading.titles
    points += BARE * reading.only_judges
    if reading.rights:
        points += KEY if reading.rights < max(options, 2) else ALL_RIGHT
    else:
        points += SPOKEN
    listed = len(item.listed)
    return points + REASON * min(reading.statements.count, max(LEAST_REASONS, listed))
