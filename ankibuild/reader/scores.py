"""How well a stretch of rows reads as one item, in small whole numbers: the one table of scores."""

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
    item, options = reading.item, reading.options
    lost = sum(bool(x) and any(item.known) and not item.named(x) for x in item.letters)
    faults = FAULT * (reading.faults + reading.beyond + reading.ends_in_heading) + LOST * lost * reading.whole
    if not options and not item.answered:
        return (WAITING + faults) if reading.told_plainly else NOTHING
    if reading.listing.pending and not reading.listing.at_last:
        return NOTHING  # amid its list of options
    if not item.stem and item.number and (item.answer or item.letters):
        return ELSEWHERE + faults
    if not reading.whole and item.stem and (item.unanswered or (item.letters and not options)):
        return WAITING + faults
    if not reading.whole:
        return (WAITING if (reading.stem_asks or item.asked) and options > 1 else NOTHING) + faults
    points = (
        WHOLE + (ASKS if reading.stem_asks or item.asked else STEM) - max(0, reading.before - LONGEST_STEM)
    )
    points += (OPTIONS if options > 1 else 0) - reading.titles
    points += BARE * reading.only_judges
    if reading.rights:
        points += KEY if reading.rights < max(options, 2) else ALL_RIGHT
    else:
        points += SPOKEN
    listed = sum(option.listed for option in item.options)
    return points + REASON * min(reading.statements.count, max(LEAST_REASONS, listed)) + faults
