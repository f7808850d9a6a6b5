"""Let a bare term say what is asked: SMOTE とは？, and how many points its answer has.

That is how the front reads, not what identifies the card: the text of the part stays the term.
"""

from collections.abc import Sequence
from dataclasses import replace

from ankibuild.model import Card, Part
from ankibuild.page.questions import asks, in_language_of
from ankibuild.styles.card_words import is_one
from ankibuild.styles.terms import is_statement
from ankibuild.styles.values import is_measure
from ankibuild.text import plain

OF_TERMS = frozenset(("meanings", "definitions", "sentences", "term_table", "values"))
"""Styles whose fronts are terms."""


def with_asking(cards: Sequence[Card]) -> list[Card]:
    """Return the cards with what their terms ask for in the fronts' HTML."""
    return [_with_asking(card) if card.style in OF_TERMS and card.kind == "qa" else card for card in cards]


def _with_asking(card: Card) -> Card:
    question, answer = card.parts["question"], card.parts["answer"]
    if asks(question.text) or card.both_ways or plain(question.html) != question.text:
        return card
    japanese, english = _wordings(question, answer)
    html = in_language_of(question.text + answer.text, japanese, english)
    return replace(card, parts={**card.parts, "question": replace(question, html=html)})


def _wordings(question: Part, answer: Part) -> tuple[str, str]:
    """Return the front in Japanese and in English."""
    points = _points(answer)
    of_several = (f"（{points} 点）", f" ({points} points)") if points > 1 else ("", "")
    if is_statement(question.text):
        return f"{question.html}と？", f"{question.html}: what then?"
    measured = is_measure(answer.text) or is_one("aspect", question.text)
    ends = "は？" if measured else "とは？"
    english = f"{question.html}?" if measured else f"What is {question.html}?"
    return f"{question.html}{ends}{of_several[0]}", f"{english}{of_several[1]}"


def _points(answer: Part) -> int:
    """Count the points of an answer that is a list."""
    only = answer.blocks[0] if len(answer.blocks) == 1 else None
    return len(only.blocks) if only is not None and only.kind == "list" else 0
