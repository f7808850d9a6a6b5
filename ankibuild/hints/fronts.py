"""Fronts that cannot be answered alone: nothing says what they are about."""

import re
from collections.abc import Iterable, Iterator

from ankibuild.model import Card, Part, Problem
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.styles.card_words import is_one
from ankibuild.styles.wording import nearest_subject
from ankibuild.text import fold, plain

SHOWN = 30
# What a question speaks of and does not show.
_SHOWS = lazily("{shown_there}")
_SHOWN = re.compile(r"<(?:img|table|pre|code)\b")


def vague_fronts(cards: Iterable[Card]) -> Iterator[Problem]:
    """Yield a hint for each front that leaves open what it asks about."""
    for card in cards:
        if why := _pair(card) if card.kind == "contrast" else _question(card):
            yield Problem(card.path, card.first_line, "vague-front", why)


def _pair(card: Card) -> str:
    """Tell a pair with nothing above it to choose by."""
    if "prompt" in card.parts or "cue" in card.parts:
        return ""
    return _("nothing says what “{option}” is right for", option=_short(card.parts["correct"].text))


def _question(card: Card) -> str:
    question = card.parts.get("question")
    if question is None or "options" in card.parts:
        return ""
    if is_one("aspect", question.text) and _says_no_more(question):
        alone = not nearest_subject(question.text, card.context)
        told = _("nothing on the front says whose “{term}” is asked for", term=_short(question.text))
        return told if alone else ""
    found = _SHOWS.search(fold(question.text))
    if found and not _SHOWN.search(question.html):
        return _("“{question}” speaks of what the front does not show", question=_short(question.text))
    return ""


def _says_no_more(question: Part) -> bool:
    """Tell a front that is its term and a mark: 料金は？."""
    return len(plain(question.html)) <= len(question.text) + len("とは？")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
