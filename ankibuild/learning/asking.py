"""Let fronts ask: a term for its meaning, a heading that asks without a mark with one."""

from collections.abc import Sequence
from dataclasses import replace

from ankibuild.model import Card, Part
from ankibuild.styles.wording import asked_for, with_mark

OF_TERMS = frozenset(("meanings", "definitions", "sentences", "term_table", "values"))
"""Styles whose fronts are terms."""
OF_TITLES = frozenset(("asking", "inline_question", "folds"))
"""Styles whose fronts are headings, bold lines and summaries."""


def with_asking(cards: Sequence[Card]) -> list[Card]:
    """Return the cards of a page with what their fronts ask for in the HTML."""
    page = "\n".join(f"{card.context} {card.prompt} {card.answer}" for card in cards)
    return [
        replace(card, parts={**card.parts, "question": _asking(card, page)}) if card.kind == "qa" else card
        for card in cards
    ]


def _asking(card: Card, page: str) -> Part:
    question = card.parts["question"]
    if card.style in OF_TERMS and not card.both_ways:
        return asked_for(question, card.parts["answer"], page, card.context)
    return with_mark(question, page) if card.style in OF_TITLES else question
