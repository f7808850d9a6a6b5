"""Read the exam items of a page."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ankibuild.items.answers import Read, join
from ankibuild.items.cards import item_cards
from ankibuild.items.item import Item
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.settle import settle
from ankibuild.items.unfolding import one_option_a_row, unfold
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Problem
from ankibuild.page.context import is_bare, item_number, place_of
from ankibuild.page.flow import rows, section_blocks
from ankibuild.page.questions import asks
from ankibuild.reader.cut import best_cut
from ankibuild.reader.grammar import Reading
from ankibuild.reader.hand import learn
from ankibuild.reader.series import Series, find_series
from ankibuild.reader.signs import Sign, read_signs
from ankibuild.text import cut

STYLE = "exam"
_DASH = re.compile(r"\s+[—–―-]{1,2}\s+")


def part_dashes(item: Item) -> None:
    """Part `甲 — why` into option and reason where every option of an item with a key has a dash."""
    listed = [option for option in item.options if option.listed and len(option.text) == 1]
    if (
        len(listed) < LEAST_ALIKE - 1
        or not item.right
        or not all(_DASH.search(option.plain) and not option.why for option in listed)
    ):
        return
    for option in listed:
        row, line = option.text[0]
        found = _DASH.search(line.text)
        if found:
            option.text, option.why = [(row, cut(line, 0, found.start()))], [(row, cut(line, found.end()))]


LEAST_ALIKE = 3
"""So many items written alike are an author's hand."""
MOSTLY = 0.9
"""The share of a page's items that are written alike where the page is regular."""
MORE = 1.25
"""By how much a regular page gives more cards than another reading of it found, where the other missed its hand."""


def regular_cards(page: Section, found: Sequence[Card | Problem]) -> Sequence[Card | Problem]:
    """Return the cards of a page whose items are written alike, where `found` has clearly fewer; else `found`."""
    words = page.words
    blocks = section_blocks(page, heading=True)
    signs = read_signs(one_option_a_row(unfold(rows(blocks), words)), words)
    series = find_series(signs)
    if sum(each.kind in LISTS for each in series.values()) < LEAST_ALIKE:
        return found
    read = _read(page, blocks, signs, series)
    if not _is_regular(read):
        return found
    cards = [
        card
        for each in join(page, [each for each, _ in read])
        for card in item_cards(each.item, each.blocks, each.place, STYLE)
    ]
    return cards if _count(cards) > MORE * _count(found) else found


LISTS = ("letters", "boxes")


LONGEST_TITLE = 40
"""How long a heading may be that only names the subject of the question below it, in characters."""


def _drop_title(item: Item, first: Sign, section: Section) -> bool:
    """Take a heading off the stem that asks nothing itself: a number, or the subject of the question below it."""
    title = section.title.text
    if len(item.stem) <= 1 or item.stem[0][0] is not first.row:
        return not item.stem or item.stem[0][0] is not first.row
    if not is_bare(title, section.words) and (asks(title) or len(title) > LONGEST_TITLE):
        return False
    del item.stem[0]
    return True


def _count(found: Sequence[Card | Problem]) -> int:
    return sum(isinstance(each, Card) for each in found)


def _is_regular(read: Sequence[tuple[Read, tuple[object, ...]]]) -> bool:
    """Tell a page whose items ask, have listed options and a key, and open alike, with hardly one that does not."""
    shapes = Counter(shape for each, shape in read if _is_whole(each.item))
    alike = sum(count for count in shapes.values() if count >= LEAST_ALIKE)
    return alike >= max(LEAST_ALIKE, MOSTLY * len(read))


def _is_whole(item: Item) -> bool:
    listed = [option for option in item.options if option.listed]
    asked = item.asked or bool(item.number) or any(asks(line.text) for _, line in item.stem)
    return asked and len(listed) > 1 and any(option.right for option in listed)


def _read(
    page: Section, blocks: Sequence[Block], signs: Sequence[Sign], series: Mapping[int, Series]
) -> list[tuple[Read, tuple[object, ...]]]:
    """Read the items of the best cut, each with the shape of the row that opens it."""
    words = page.words
    hand = learn(signs, series)
    sections = list(page.walk())
    read: list[tuple[Read, tuple[object, ...]]] = []
    for start, end in best_cut(signs, series, hand, words):
        reading = Reading(signs, series, hand, words)
        for at in range(start, end):
            reading.feed(at)
        reading.finish()
        item = reading.item
        item.rows = reading.rows
        settle_looks(
            [o for o in item.options if o.listed],
            keyed=bool(item.letters),
            asked=asked_number([x.text for _, x in item.stem]),
        )
        settle(item)
        part_dashes(item)
        if any(option.listed for option in item.options) and not item.right:
            for option in item.options:
                option.refuted, option.why = False, []
        line = signs[start].line.number or signs[start].row.block.first
        section = max(
            (s for s in sections if s.first <= line), key=lambda s: (s.first, s.level), default=page
        )
        own = signs[start].line is not section.title or _drop_title(item, signs[start], section)
        place = place_of(section, item.number or item_number(section.title.text, words), own=own)
        item.number = item.number or place.number or signs[start].number
        if place.context == place.number:
            place = replace(place, context="")  # a bare number tells nobody where the card belongs
        last = max(row.line.number for row in item.rows)
        around = tuple(b for b in blocks if b.last >= line and b.first <= last)
        read.append((Read(item.rows, around, place, item, section), signs[start].shape))
    return read
