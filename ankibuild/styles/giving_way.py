"""Drop the cards of plain text that say no more than others of their page."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ankibuild.model import Card, Line, Problem
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import is_one
from ankibuild.styles.set_apart import ANSWER
from ankibuild.styles.terms import names_of
from ankibuild.text import key_of, without_start
from ankibuild.words import Words

_ONCE = frozenset(("sentences", "term_table", "commands"))
"""Styles of plain text: what another card asks for already, they ask for no more."""
_OF_TERMS = frozenset(("meanings", "definitions"))
_DOTS = lazily(r"[.·・･_]{3,}|[…‥⋯]+")
"""What stands where nobody has written an answer; `..` is a folder."""
LABEL = 3
"""A term that a page explains so many times names a field of what it tells: Analysis, 用途."""


def telling(cards: Sequence[Card], words: Words) -> list[Card]:
    """Drop what tells nothing: an answer that is its question or yet to come, labels of fields, a letter for all."""
    of_terms = [card for card in cards if card.style in _OF_TERMS]
    fields, letters = fields_among(of_terms), _letters_among(of_terms)
    return [
        card
        for card in cards
        if not (
            card.style in _OF_TERMS
            and (key_of(card.prompt) in fields or card.answer.rsplit("\n", 1)[-1] in letters)
        )
        and not (card.kind == "qa" and _tells_nothing(card, words))
    ]


def _tells_nothing(card: Card, words: Words) -> bool:
    """Tell an answer that is its question, or a placeholder for one."""
    asked, told = (card.parts[name].text for name in ("question", "answer"))
    *label, last = told.split("\n")
    lone = all(words.only_labels("answer", Line(0, text, "")) for text in label)
    bare = without_start(Line(0, last, ""), ANSWER).text
    return key_of(told) == key_of(asked) != "" or (
        lone and (words.leaves_open(bare) or bool(_DOTS.fullmatch(bare)))
    )


def fields_among(cards: Iterable[Card]) -> set[str]:
    """Return the prompts, by their keys, that so many cards of a page have that they name fields, and ask nothing."""
    return {key for key, times in Counter(key_of(card.prompt) for card in cards).items() if times >= LABEL}


def _letters_among(cards: Iterable[Card]) -> set[str]:
    """Return the lone letters that stand so many times in answers of a page that they hold the place of one: a."""
    lines = (line for card in cards for line in card.answer.split("\n"))
    told = Counter(line for line in lines if len(line) == 1 and line.isalpha() and line.isascii())
    return {letter for letter, times in told.items() if times >= LABEL}


def unasked(cards: Sequence[Card]) -> list[Card]:
    """Drop what plain text and summaries say of a term that a card asks for already."""
    if not any(map(_gives_way, cards)):
        return list(cards)
    known: set[str] = set()
    for card in cards:
        if not _gives_way(card) and card.kind == "qa":
            known |= names_of(card.parts["question"].text)
    kept: list[Card] = []
    for card in cards:
        if _gives_way(card):
            names = names_of(card.parts["question"].text)
            if not names or not names.isdisjoint(known):
                continue
            known |= names
        kept.append(card)
    return kept


def _gives_way(card: Card) -> bool:
    sums_up = card.style in _OF_TERMS and bool(card.headings) and is_one("summary", card.headings[-1])
    return card.style in _ONCE or sums_up


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Drop what a second style says of the same line."""
    return list({(problem.line, problem.slug): problem for problem in problems}.values())
