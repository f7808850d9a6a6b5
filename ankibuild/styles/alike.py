"""Items that a page writes alike and that nothing else reads, by the hand that the page itself teaches (S47)."""

from collections.abc import Iterator, Sequence
from typing import Final

from ankibuild.config import TaughtHand
from ankibuild.items.letters import is_first
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.page.pieces import lines_of
from ankibuild.reader.signs import PLAIN_SIGNS
from ankibuild.speech import _, counted
from ankibuild.styles.taught import taught
from ankibuild.teaching.hands import hands_of
from ankibuild.teaching.propose import LEAST
from ankibuild.values import replace

READ_ALIKE = "read-alike"
LONGEST: Final = 6000
"""A page of more rows would be read for minutes."""


def alike(page: Section, cards: Sequence[Card] = ()) -> Iterator[Card | Problem]:
    """Yield the cards of items with options of which five look alike, and of which no style of items reads any.

    `cards` are those of the styles that have been asked before.
    """
    if page.level or hands_of(page):
        return
    carded = lines_of(span for card in cards for span in card.spans)
    if not _could_be(page, carded):
        return
    from ankibuild.teaching.by_itself import own_hand  # noqa: PLC0415 - most pages are none

    rows = own_hand(page, carded)
    if not rows:
        return
    own = replace(page, words=replace(page.words, hands=(TaughtHand("", ("*",), rows),)))
    made = [replace(card, style=alike.__name__) for card in taught(own, cards) if isinstance(card, Card)]
    yield from made
    asked = [card for card in made if card.kind == "qa"]
    if asked:
        what = counted("{n} question is read", "{n} questions are read", len(asked))
        message = _("{what} by what they have in common: no rule knows how they are written", what=what)
        yield Problem(page.path, asked[0].first_line, READ_ALIKE, message)


def _could_be(page: Section, carded: frozenset[int]) -> bool:
    """Tell a page on which enough lists of options begin that no card was made of: most pages are none."""
    if sum(block.kind != "rule" for section in page.walk() for block in section.blocks) < LEAST:
        return False
    left = [sign for sign in PLAIN_SIGNS.of(page) if sign.line.number not in carded]
    lists = sum(sign.lead is not None and is_first(sign.lead.letter) for sign in left)
    return lists >= LEAST and len(left) <= LONGEST
