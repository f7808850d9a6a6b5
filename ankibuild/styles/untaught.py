"""What stands beside the items of a hand: all of a page that no hand reads is as it is without one."""

import sys
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from ankibuild.model import Card, Problem
from ankibuild.page.pieces import front_lines, lines_of
from ankibuild.styles.taught import STYLE, UNLIKE

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


def without_told(cards: Sequence[Card], problems: Sequence[Problem]) -> list[Problem]:
    """Drop that a stretch lacks a part of the taught example where another style has a card or a word on it."""
    doubts = {problem.line for problem in problems if problem.slug == UNLIKE}
    if not doubts:
        return list(problems)
    told = _told_otherwise(doubts, cards, [problem.line for problem in problems if problem.slug != UNLIKE])
    return [each for each in problems if each.slug != UNLIKE or each.line not in told]


def _told_otherwise(doubts: Collection[int], cards: Sequence[Card], problems: Collection[int]) -> set[int]:
    """Return the first lines of doubtful stretches in which another style has a card, or a problem stands."""
    mine, others = _fronts_of_taught(cards)
    others |= {*problems}
    bounds = [*sorted({*doubts} | mine), sys.maxsize]
    return {line for line in doubts if _holds(others, line, bounds[bisect_right(bounds, line)])}


def _fronts_of_taught(cards: Sequence[Card]) -> tuple[set[int], set[int]]:
    """Return the lines where fronts begin: of cards that were taught, and of all others."""
    fronts = {min(front_lines(card), default=0): card.style for card in cards}
    mine = {line for line, style in fronts.items() if style == STYLE}
    return mine, fronts.keys() - mine


def _holds(lines: Collection[int], first: int, end: int) -> bool:
    """Tell whether one of some lines lies in a stretch, up to but without its end."""
    return any(first <= line < end for line in lines)
