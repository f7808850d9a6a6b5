"""Cards whose answers another card has just told."""

from collections import deque
from collections.abc import Iterator, Sequence

from ankibuild.model import Card, Problem
from ankibuild.order import NEAR, Seen, asked_for, ordering, seen_on, told_ago
from ankibuild.speech import _


def told_before(cards: Sequence[Card]) -> Iterator[Problem]:
    """Yield a hint for each new Q&A whose whole answer stands on one of the last few cards before it."""
    last: deque[tuple[Card, Seen]] = deque(maxlen=NEAR)
    for place in ordering(cards).shown:
        card = cards[place]
        ago = told_ago(asked_for(card), [seen for _card, seen in last]) if card.kind == "qa" else NEAR + 1
        if ago <= len(last):
            teller = last[ago - 1][0]
            where = f"{teller.path}:{teller.first_line}"
            message = _("the card of {place}, learnt just before, tells the answer", place=where)
            yield Problem(card.path, card.first_line, "told-before", message)
        last.appendleft((card, seen_on(card)))
