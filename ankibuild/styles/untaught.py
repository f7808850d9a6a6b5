"""What stands beside the items of a hand: all of a page that no hand reads is as it is without one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from ankibuild.model import Card
from ankibuild.page.pieces import front_lines, lines_of
from ankibuild.styles.taught import STYLE

ITEMS: Final = frozenset((STYLE, "exam", "judged", "corrections", "plugin"))
"""The styles that read items, which a page may part otherwise once a hand has taken some."""
Place = tuple[str, str, int]
"""The style and kind of a card, and the line where its front begins."""


def beside_hands(
    cards: Sequence[Card], others: Sequence[Card], plain: Collection[str], doubtful: Collection[int]
) -> list[Card]:
    """Return the cards of a page that a hand names, those beside its items as they are without it.

    `others` are the cards of the page without the hand. What the hand takes from a page changes how often the rest
    repeats, and what it stands below: a card beside the items goes for no such reason, and none comes that is
    no item. No style of plain text (`plain`) reads what lacks a part (`doubtful` lines).
    """
    known = {_place(card) for card in others}
    kept = [card for card in _sure(cards, doubtful) if card.style in ITEMS or _place(card) in known]
    left = [card for card in others if card.style not in plain or front_lines(card).isdisjoint(doubtful)]
    return [*kept, *_lost(kept, _sure(left, doubtful))]


def _sure(cards: Sequence[Card], doubtful: Collection[int]) -> list[Card]:
    return [card for card in cards if not _misses_options(card, doubtful)]


def _misses_options(card: Card, doubtful: Collection[int]) -> bool:
    """Tell an answer that is none of the options listed, where a hand has found no key among them."""
    options = lines_of(card.parts["options"].lines) if "options" in card.parts else frozenset[int]()
    doubted = not front_lines(card).isdisjoint(doubtful)
    return bool(options) and doubted and options.isdisjoint(lines_of(card.parts["answer"].lines))


def _lost(kept: Sequence[Card], others: Sequence[Card]) -> Iterator[Card]:
    """Yield the cards that are gone though no item of the hand holds any line of them."""
    taught = frozenset[int]().union(*(lines_of(card.spans) for card in kept if card.style == STYLE))
    asked = {(card.kind, n) for card in kept for n in front_lines(card)}
    for card in others:
        fronts = {(card.kind, n) for n in front_lines(card)}
        if fronts.isdisjoint(asked) and taught.isdisjoint(_said(card)):
            yield card


def _said(card: Card) -> frozenset[int]:
    """Return the lines of a card that ask or answer."""
    return frozenset[int]().union(
        *(lines_of(part.lines) for name, part in card.parts.items() if name != "explanation")
    )


def _place(card: Card) -> Place:
    return card.style, card.kind, min(front_lines(card), default=0)
