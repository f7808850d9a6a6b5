"""Read the exam items of a page."""

import re
from collections.abc import Iterator

from ankibuild.items.answers import Read, join
from ankibuild.items.cards import item_cards
from ankibuild.items.item import Item
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.settle import settle
from ankibuild.items.unfolding import unfold
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.page.context import item_number, place_of
from ankibuild.page.flow import rows, section_blocks
from ankibuild.reader.cut import best_cut
from ankibuild.reader.grammar import Reading
from ankibuild.reader.hand import learn
from ankibuild.reader.series import find_series
from ankibuild.reader.signs import read_signs
from ankibuild.text import cut

STYLE = "exam"
_DASH = re.compile(r"\s+[—–―-]{1,2}\s+")


def part_dashes(item: Item) -> None:
    """Part `甲 — why` into option and reason where every option of an item with a key has a dash."""
    listed = [option for option in item.options if option.listed and len(option.text) == 1]
    if len(listed) < 2 or not item.right or not all(_DASH.search(option.plain) and not option.why for option in listed):
        return
    for option in listed:
        row, line = option.text[0]
        found = _DASH.search(line.text)
        if found:
            option.text, option.why = [(row, cut(line, 0, found.start()))], [(row, cut(line, found.end()))]


def exam(page: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the exam items of a page."""
    if page.level:
        return
    words = page.words
    blocks = section_blocks(page, heading=True)
    signs = read_signs(unfold(rows(blocks), words), words)
    series = find_series(signs)
    hand = learn(signs, series)
    sections = list(page.walk())
    read: list[Read] = []
    for start, end in best_cut(signs, series, hand, words):
        reading = Reading(signs, series, hand, words)
        for at in range(start, end):
            reading.feed(at)
        reading.finish()
        item = reading.item
        item.rows = reading.rows
        settle_looks(
            [o for o in item.options if o.listed], keyed=bool(item.letters), asked=asked_number([x.text for _, x in item.stem])
        )
        settle(item)
        part_dashes(item)
        if any(option.listed for option in item.options) and not item.right:
            for option in item.options:
                option.refuted, option.why = False, []
        line = signs[start].line.number or signs[start].row.block.first
        section = max((s for s in sections if s.first <= line), key=lambda s: (s.first, s.level), default=page)
        item.number = item.number or signs[start].number
        place = place_of(section, item.number or item_number(section.title.text, words), own=signs[start].line is not section.title)
        first, last = line, max(row.line.number for row in item.rows)
        around = tuple(b for b in blocks if b.last >= first and b.first <= last)
        read.append(Read(item.rows, around, place, item, section))
    for each in join(page, read):
        yield from item_cards(each.item, each.blocks, each.place, STYLE)
