"""Ask definitions the other way round, too, from the meaning to the term, where the config says so (`reverse`).

A meaning has to lead to one term: to one of several that stand side by side, named in none of its own words.
"""

from collections import Counter
from collections.abc import Sequence

from ankibuild.model import Card
from ankibuild.styles.terms import is_statement
from ankibuild.styles.values import is_measure
from ankibuild.text import key_of
from ankibuild.values import replace

OF_MEANINGS = frozenset(("definitions", "meanings", "sentences", "term_table"))
"""Styles whose answers say what their terms mean."""
SHORTEST = 6
"""A shorter meaning, in characters, fits other terms as well."""


def with_both_ways(cards: Sequence[Card]) -> list[Card]:
    """Return the cards, those that define one of several terms marked as asked both ways."""
    answers = Counter(key_of(card.answer) for card in cards)
    leads = [_leads_to_its_term(card) and answers[key_of(card.answer)] == 1 for card in cards]
    siblings = Counter(_place(card) for card, each in zip(cards, leads, strict=True) if each)
    return [
        replace(card, both_ways=True) if each and siblings[_place(card)] > 1 else card
        for card, each in zip(cards, leads, strict=True)
    ]


def _place(card: Card) -> tuple[str, tuple[str, ...], str]:
    return card.style, card.headings, card.context


def _leads_to_its_term(card: Card) -> bool:
    if card.kind != "qa" or card.style not in OF_MEANINGS:
        return False
    term, meaning = card.parts["question"].text, card.parts["answer"].text
    if is_statement(term) or is_measure(meaning) or len(key_of(meaning)) < SHORTEST:
        return False
    names = (key_of(name) for name in term.replace("（", "(").replace(")", "(").replace("）", "(").split("("))
    return not any(name and name in key_of(meaning) for name in names)
