"""A quiz site's page of an attempt where each option has its explanation: option, label, reason, again and again.

The line right above each of these labels is an option, what stands below it up to the next option is its reason, and
a line of the site's above an option says that it is the answer (Udemy writes so: 正解, the option, 説明, the reason).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_uppercase

from ankibuild.items.attempts import LEAST, MOST, Chosen, are_options, listed, says, without_status
from ankibuild.items.item import CELL
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import fold
from ankibuild.words import Words

_BEYOND = ("explanation", "question", "ignore")


def with_reasons_of_attempts(found: Sequence[Row], words: Words) -> list[Row]:
    """Return rows with such options as lists with letters and marks, each reason behind the letter of its option."""
    made: list[Row] = []
    at = 0
    for labels, end in _runs(found, words):
        options = [_option(found, label, words) for label in labels]
        if at >= labels[0] or not are_options(options) or all(each.right for each in options):
            continue
        first = labels[0] - 1
        first -= says(found[first - 1], words) is not None
        made += [
            *without_status(found[at:first], words),
            *listed(options),
            *_reasons(found, labels, end, words),
        ]
        at = end
    return [*made, *found[at:]]


def _runs(found: Sequence[Row], words: Words) -> Iterator[tuple[Sequence[int], int]]:
    """Yield the places of the labels of one item's options, and where the last reason ends."""
    runs: list[tuple[list[int], int]] = []
    run: list[int] = []
    for at, row in enumerate(found):
        kind = _kind(row, words)
        if kind == "explanation" and _goes_on(row, run, found, words):
            run.append(at)
        elif run and _ends(row, kind):
            runs.append((run, at))
            run = []
    runs.append((run, len(found)))
    return ((run, end) for run, end in runs if LEAST <= len(run) <= MOST)


def _kind(row: Row, words: Words) -> str:
    """Return the kind of a row's label, "" for none."""
    label = words.label(row.line) if row.text and not row.whole else None
    return label.kind if label is not None else ""


def _ends(row: Row, kind: str) -> bool:
    """Tell a row behind the options of an item: a heading, a question, a label of another part."""
    return row.heading or kind in _BEYOND or asks(row.text)


def _goes_on(row: Row, run: Sequence[int], found: Sequence[Row], words: Words) -> bool:
    """Tell a label of an explanation that has a line of its own, and reads as the first one of its item."""
    alike = not run or fold(row.text) == fold(found[run[0]].text)
    return alike and words.only_labels("explanation", row.line)


def _option(found: Sequence[Row], label: int, words: Words) -> Chosen:
    """Return the option right above a label, and what the line above that says of it."""
    return Chosen(found[label - 1].line, says(found[label - 2], words) if label > 1 else None)


def _reasons(found: Sequence[Row], labels: Sequence[int], end: int, words: Words) -> Iterator[Row]:
    for letter, (start, stop) in zip(ascii_uppercase, pairwise([*labels, end + 1]), strict=False):
        last = stop - 1 - (stop <= end and says(found[stop - 2], words) is not None)
        lines = [row.line for row in found[start + 1 : last] if row.text]
        if lines:
            head = lines[0]
            lines[0] = Line(head.number, f"{letter}: {head.text}", f"{letter}: {head.html}")
            block = Block("paragraph", head.number, lines[-1].number, "", tuple(lines))
            yield from (Row(line, block, 0, i == 0, CELL) for i, line in enumerate(lines))
