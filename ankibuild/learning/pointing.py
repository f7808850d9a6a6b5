"""Fronts that point outside themselves: a pronoun gets its subject; what asks of a case that is not told is no card."""

from collections.abc import Iterable
from html import escape

from ankibuild.learning.phrases import is_whole
from ankibuild.model import Card, Part, Problem
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.styles.wording import nearest_subject
from ankibuild.text import plain, without_remark
from ankibuild.values import replace

BY_HAND = frozenset(("plugin", "forced", "taught", "exam", "judged", "corrections", "highlights"))
"""Styles whose authors say what a card is, or whose fronts are whole items."""
SHOWN = 30
SLUG = "points-outside"
_SITUATION = lazily(r"(?:[^.。]{40,}|[^\x00-\x7f]{20,}?)(?:\.\s+|。\s*)(?=\S{2})")
"""A sentence, as long as one that tells what is the case, before the one that asks."""


def standing_alone(cards: Iterable[Card]) -> tuple[list[Card], list[Problem]]:
    """Return the cards whose fronts can be answered alone, and problems for those that cannot."""
    kept: list[Card] = []
    problems: list[Problem] = []
    for card in cards:
        question = card.parts.get("question")
        if question is None or card.style in BY_HAND or card.id or _shows_more(question):
            kept.append(card)
        elif is_whole("of_case", without_remark(question.text)) or _only_remarks(card):
            problems.append(_problem(card, question))
        elif not is_whole("of_pronoun", question.text):
            kept.append(card)
        elif subject := nearest_subject(question.text, card.context):
            kept.append(replace(card, parts={**card.parts, "question": _named(question, subject)}))
        else:
            problems.append(_problem(card, question))
    return kept, problems


def _only_remarks(card: Card) -> bool:
    """Tell an answer that is nothing but words of the exam's page: 「回答領域で…を選択してください」."""
    lines = card.answer.split("\n")
    return all(is_whole("remark", line) for line in lines)


def _shows_more(question: Part) -> bool:
    """Tell a front with a situation, a picture or code above what is asked."""
    told = "\n" in question.text or bool(_SITUATION.match(question.text))
    return told or plain(question.html) != question.text or "<img" in question.html


def _named(question: Part, subject: str) -> Part:
    colon, mark = (": ", "?") if question.text.isascii() else ("：", "？")
    ends = "" if question.text.endswith(("?", "？")) else mark
    return replace(question, html=f"{escape(subject, quote=False)}{colon}{question.html}{ends}")


def _problem(card: Card, question: Part) -> Problem:
    asked = question.text if len(question.text) <= SHOWN else f"{question.text[: SHOWN - 1]}…"
    message = _("{question!r} asks about what is not on the card: it is none", question=asked)
    return Problem(card.path, card.first_line, SLUG, message)
