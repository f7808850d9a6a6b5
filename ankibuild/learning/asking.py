"""Let fronts ask: a term for its meaning, a heading that asks without a mark with one, a list for so many points."""

import re
from collections.abc import Sequence

from ankibuild.learning.phrases import holds
from ankibuild.model import Card, Part
from ankibuild.page.language import language_on
from ankibuild.patterns import lazily
from ankibuild.styles.wording import asked_for, of_points, with_mark
from ankibuild.values import replace

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
        # what a table lists are terms, though one may be called コスト
        return asked_for(question, card.parts["answer"], page, card.context, terms=card.style == "term_table")
    if card.style not in OF_TITLES:
        return question
    return _with_points(with_mark(question, card.parts["answer"], page), card.parts["answer"], page)


# What says its number itself, and differences: each point is one of the two that differ.
_COUNTED = lazily(
    r"[0-9０-９]|{counted_things}|{difference}",
    re.IGNORECASE,
)


def _with_points(question: Part, answer: Part, page: str) -> Part:
    """Return a front that says how many it asks for, where its answer is a list: メリットは？（3 点）."""
    asks = (
        "\n" not in question.text
        and question.html.endswith(("?", "？"))
        and holds("enumerates", question.text)
    )
    if not asks or _COUNTED.search(question.text):
        return question
    points = of_points(_listed(answer), language_on(page, question.text + answer.text))
    return replace(question, html=f"{question.html}{points}") if points else question


def _listed(answer: Part) -> int:
    """Count the items of an answer that is a list, at most with a line before it that leads to it."""
    *before, last = answer.blocks or (None,)
    led = all(each and each.kind == "paragraph" and holds("leads", each.lines[-1].text) for each in before)
    return len(last.blocks) if last is not None and last.kind == "list" and led and len(before) <= 1 else 0
