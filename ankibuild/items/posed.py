"""Decide whether what was read is an exam item at all, not prose with a list in it."""

from collections.abc import Sequence

from ankibuild.items.item import Item
from ankibuild.items.nouns import SELECTS
from ankibuild.model import Part
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.text import fold, has_picture

LONGEST_HEADING = 30
"""A text longer than a heading poses a question even without a word that asks, in characters."""


def is_item(item: Item, question: Part | None, answers: Sequence[Part]) -> bool:
    """Decide whether what was read is an exam item at all, not prose with a list in it."""
    if not item.listed:
        return item.answered and (is_asked(item) or refutes(item))
    if item.answered or item.letters:
        return True
    if not _poses(item, question):
        return False
    return bool(answers) or (item.asked and _has_one_choose(item, question))


def _has_one_choose(item: Item, question: Part | None) -> bool:
    return _surely_options(item) or (question is not None and selects(question.text))


def refutes(item: Item) -> bool:
    """Tell an item that calls an answer wrong."""
    return any(option.refuted for option in item.options)


def selects(question: str) -> bool:
    """Tell a question that has one choose, whether or not it is answered yet."""
    return bool(SELECTS.search(fold(question)))


def is_asked(item: Item) -> bool:
    """Tell a stem that asks without options: by its label, number, heading, wording, a blank or a picture."""
    if not item.stem:
        return False
    if item.asked or item.number or item.stem[0][0].heading:
        return True
    return any(asks(line.text) or _BLANK.search(line.text) or has_picture(line) for _, line in item.stem)


def asks_in_words(item: Item) -> bool:
    """Tell a stem of which a line asks."""
    return any(asks(line.text) for _, line in item.stem)


_BLANK = lazily(r"[(（\[［]\s*[)）\]］]|[_＿]{2,}")


GAP = lazily(r"(?<![a-z\d_\]])(?:\(\s*\)|（\s*）)(?!\()|(?<!\w)_{2,}(?!\w)")
"""An empty bracket, not that of a function's name, or a line to fill in."""


def _poses(item: Item, question: Part | None) -> bool:
    """Tell a question from the heading of a list whose points are ticked or marked: to-dos, merits, features."""
    if question is None:
        return False
    text = fold(question.text)
    if _HEADS_NOTES.search(text):
        return False
    if not item.by_marks and any(item.known):
        return True
    surely = (item.asked and not item.by_marks) or selects(text) or bool(GAP.search(text))
    return surely or (len(text) > LONGEST_HEADING and _is_posed(item))


def _is_posed(item: Item) -> bool:
    """Tell a stem that has a label, a number, or a heading over it."""
    return item.asked or bool(item.number) or item.stem[0][0].heading


_HEADS_NOTES = lazily(r"^.{0,20}{of}{options_word}{discussed}?\W*\Z|{of_progress}")
"""What stands over the reasons of another item's options, or over what the learner has done."""


def _surely_options(item: Item) -> bool:
    """Tell options from the steps of a numbered list: they have letters or boxes."""
    return any(letter and not letter.isdigit() for letter in item.known) or any(
        o.right is not None for o in item.options
    )
