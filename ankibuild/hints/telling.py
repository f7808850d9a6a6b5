"""Cards whose answers another card has just told."""

from collections import deque
from collections.abc import Iterator, Sequence

from ankibuild.model import Card, Problem
from ankibuild.order import NEAR, Back, back_of, is_told, order_of_new
from ankibuild.speech import _


def told_before(cards: Sequence[Card]) -> Iterator[Problem]:
    """Yield a hint for each new Q&A whose whole answer stands on the back of one of the last few before it."""
    last: deque[tuple[Card, Back]] = deque(maxlen=NEAR)
    for place in order_of_new(cards):
        card = cards[place]
        teller = next((before for before, back in last if is_told(card, [back])), None)
        if teller and card.kind == "qa":
            where = f"{teller.path}:{teller.first_line}"
            message = _("the card of {place}, learnt just before, tells the answer", place=where)
            yield Problem(card.path, card.first_line, "told-before", message)
        last.append((card, back_of(card)))
