"""Items that a page writes alike and that nothing else reads, by the hand that the page itself teaches (S47)."""

from collections.abc import Iterator, Sequence

from ankibuild.config import TaughtHand
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.page.pieces import lines_of
from ankibuild.speech import _, counted
from ankibuild.styles.taught import taught
from ankibuild.teaching.hands import hands_of
from ankibuild.values import replace

READ_ALIKE = "read-alike"


def alike(page: Section, cards: Sequence[Card] = ()) -> Iterator[Card | Problem]:
    """Yield the cards of items with options of which five look alike, and of which no style of items reads any.

    `cards` are those of the styles that have been asked before.
    """
    from ankibuild.teaching.by_itself import own_hand  # noqa: PLC0415 - of most pages nothing is left

    if page.level or hands_of(page):
        return
    rows = own_hand(page, frozenset[int]().union(*(lines_of(card.spans) for card in cards)))
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
