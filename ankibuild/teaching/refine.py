"""Let a further example refine what an earlier one taught: one hand for both where that reads all that two would."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ankibuild.items.item import Item
from ankibuild.markdown.outline import Section
from ankibuild.teaching.read import Stretch, stretches

Rows = tuple[str, ...]


def refined(
    hands: Sequence[Rows], learnt: Rows, pages: Sequence[Section], lines: Sequence[range]
) -> tuple[int, Rows]:
    """Return which of the hands a further example refines, and its rows then; -1 where it teaches another hand.

    `pages` are those that the hands name, `lines` those of the example on each. A hand for both must read all that
    the two read beside each other, and read it alike, and the example.
    """
    for at, rows in enumerate(hands):
        both = merged(rows, learnt)
        if _reads(both, [rows, learnt], pages, lines):
            return at, both
    return -1, learnt


def merged(one: Rows, other: Rows) -> Rows:
    """Return the rows of two hands as one: what they share once, what else stands in its place beside each other."""
    found: list[str] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        found += one[start:end] if tag == "equal" else _beside(one[start:end], other[begin:stop])
    return tuple(row for n, row in enumerate(found) if n == 0 or row != found[n - 1])


def _beside(one: Rows, other: Rows) -> Iterator[str]:
    """Yield rows of two hands, those of one role beside each other."""
    roles = [[row.partition(":")[0] for row in rows] for rows in (one, other)]
    for tag, start, end, begin, stop in SequenceMatcher(
        None, roles[0], roles[1], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield from (row for pair in zip(one[start:end], other[begin:stop], strict=True) for row in pair)
        else:
            yield from (*one[start:end], *other[begin:stop])


def _reads(both: Rows, hands: Sequence[Rows], pages: Sequence[Section], lines: Sequence[range]) -> bool:
    """Tell rows that read all that two hands read beside each other, alike, and the examples."""
    for page, example in zip(pages, lines, strict=True):
        mine = {each.line: _told(each.read.item) for each in _whole(page, [both])}
        theirs = {each.line: _told(each.read.item) for each in _whole(page, hands)}
        if any(mine.get(line) != told for line, told in theirs.items()):
            return False
        if example and not any(line in example for line in mine):
            return False
    return True


def _whole(page: Section, hands: Sequence[Rows]) -> list[Stretch]:
    return [each for each in stretches(page, hands) if not each.lacks]


def _told(item: Item) -> tuple[object, ...]:
    """Return what tells one reading of an item from another."""
    listed = tuple((option.line, option.right, option.refuted) for option in item.options)
    return (
        item.stem[0][1].number if item.stem else 0,
        listed,
        item.answer[0][1].number if item.answer else 0,
    )
