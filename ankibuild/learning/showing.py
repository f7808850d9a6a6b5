"""Leave out a card of which a learner would see one side only, or that Anki would not take."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ankibuild.markdown.cleaning import clean, is_blank
from ankibuild.model import Card, CardKind, Problem
from ankibuild.packaging.anki_rules import MOST_CLOZES, has_card
from ankibuild.packaging.inert import without_open_clozes
from ankibuild.part_names import part_name
from ankibuild.patterns import lazily
from ankibuild.speech import _

_SIDES: Final[dict[CardKind, tuple[tuple[str, ...], ...]]] = {
    "qa": (("question",), ("answer", "explanation")),
    "contrast": (("correct",), ("incorrect",)),
    "cloze": (("text",),),
}
"""For each kind the parts of which one at least must show something, a tuple a side."""
_NOT_ON_CARDS: Final = re.compile(
    r"<(?:annotation|iframe|head|object|script|style|svg|template|title)\b", re.IGNORECASE
)
_NUMBERS: Final = lazily(r"\{\{c([0-9]+(?:,[0-9]+)*)::")
_CLOZE: Final = lazily(r"\{\{c[0-9,]+::(.*?)(?:\}\}|$)", re.DOTALL)
_CODE: Final = lazily(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_HINT: Final = lazily(r"::.*", re.DOTALL)
_DIGITS: Final = 9


def showing(cards: Sequence[Card]) -> tuple[list[Card], list[Problem]]:
    """Return the cards that show something on both sides, and a problem for each of the others."""
    kept: list[Card] = []
    problems: list[Problem] = []
    for card in cards:
        found = next(_faults(card), None)
        if found:
            problems.append(found)
        else:
            kept.append(card)
    return kept, problems


def _faults(card: Card) -> Iterator[Problem]:
    for side in _SIDES[card.kind]:
        if not any(_shows(card, name) for name in side):
            line = next(_lines(card, side), card.first_line)
            message = _(
                "the {part} of this card would show nothing, so there is no such card",
                part=part_name(side[0]),
            )
            yield Problem(card.path, line, "blank-side", message)
    if card.kind == "cloze":
        yield from _cloze_faults(card)


def _lines(card: Card, names: Iterable[str]) -> Iterator[int]:
    return (first for name in names if name in card.parts for first, _ in card.parts[name].lines)


def _shows(card: Card, name: str) -> bool:
    html = card.parts[name].html if name in card.parts else ""
    return not is_blank(clean(html) if is_blank(html) or _NOT_ON_CARDS.search(html) else html)


def _cloze_faults(card: Card) -> Iterator[Problem]:
    seen = _CODE.sub("x", clean(card.parts["text"].html))  # in code nothing is hidden, and yet it is seen
    text = without_open_clozes(seen)
    numbers = (number for found in _NUMBERS.findall(text) for number in found.split(","))
    if wrong := next((number for number in numbers if not has_card(number)), ""):
        message = _(
            "a cloze has the number {number}, so there is no such card; Anki takes 1 to {most}",
            number=wrong[:_DIGITS], most=MOST_CLOZES,
        )  # fmt: skip
        yield Problem(card.path, card.first_line, "cloze-number", message)
    hidden = _CLOZE.findall(text)
    if not hidden or any(is_blank(_HINT.sub("", inside)) for inside in hidden):
        message = _("a cloze of this card would hide nothing, so there is no such card")
        yield Problem(card.path, card.first_line, "blank-side", message)
