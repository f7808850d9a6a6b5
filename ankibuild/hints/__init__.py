"""Hints on one's own deck: cards that are right, and yet hard to learn from. `check` and `preview` give them."""

from collections.abc import Collection, Iterator, Sequence

from ankibuild.hints.backs import long_backs, open_brackets
from ankibuild.hints.fronts import vague_fronts
from ankibuild.hints.telling import told_before
from ankibuild.model import Card, Problem


def hints(cards: Sequence[Card], off: Collection[str] = ()) -> Iterator[Problem]:
    """Yield the hints on the cards of a deck, in no order; `off` names slugs that are not wanted."""
    for rule in (vague_fronts, long_backs, open_brackets, told_before):
        yield from (hint for hint in rule(cards) if hint.slug not in off)
