"""Exam items: questions with options, a key and reasons (S2, S7-S20, S24, S25).

The page is read at once, since the answers may stand at its end: `reader` cuts it into items and reads each, and
the one rule set of `cards` turns them into cards.
"""

from collections.abc import Iterator

from ankibuild.items.cards import item_cards
from ankibuild.items.second_lists import second_lists
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.reader.page import page_items

STYLE = "exam"
ASKED = "inline_question"
"""What the questions of a list are, whose answers another list holds: no items."""


def exam(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the exam items of a page; nothing for its inner sections, which are read with it."""
    if section.level:
        return
    paired, taken = second_lists(section, ASKED)
    yield from paired
    for each in page_items(section):
        if taken.isdisjoint(row.line.number for row in each.rows):
            yield from item_cards(each.item, each.blocks, each.place, STYLE)
