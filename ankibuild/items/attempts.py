"""A quiz site's page of an attempt, copied: a line above an option says that it was taken, or is the answer.

Options have no letters there, or stand below a letter with such a line. They are given letters and marks, which the
reader knows; without a line of the site's that says what the learner took, nothing is touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from ankibuild.items.item import lone_row
from ankibuild.items.letters import lettered
from ankibuild.items.marks import RIGHT, WRONG
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import cut
from ankibuild.words import Words

LEAST, MOST = 2, len(ascii_uppercase)
"""So many options an item has: each gets a letter."""
_MARKS: Mapping[bool | None, str] = {True: f" {RIGHT}", False: f" {WRONG}", None: ""}


class Chosen(NamedTuple):
    """An option of an attempt."""

    line: Line
    right: bool | None
    """What the line above says of it, None without one."""


def with_marks_of_attempts(found: Sequence[Row], words: Words) -> list[Row]:
    """Return rows with the options of attempts as lists with letters and marks."""
    page = "\n".join(row.text for row in found).lower()
    if not any(map(page.__contains__, words.taken)):
        return list(found)
    made: list[Row] = []
    at = 0
    for start, end in _stretches(found, words):
        if start >= at and (options := _options(found[start:end], words)):
            made += [*without_status(found[at:start], words), *listed(options)]
            at = end
    return [*made, *found[at:]]


def _taken(row: Row, words: Words) -> bool | None:
    return words.says_taken(_bare(row.line).text) if row.text else None


def _bare(line: Line) -> Line:
    """Return a line without the letter of an option."""
    lead = lettered(line.text)
    return cut(line, lead.rest) if lead else line


def says(row: Row, words: Words) -> bool | None:
    """Say whether the option below a row is right: as taken, or as the answer."""
    return True if row.text and words.only_labels("answer", row.line) else _taken(row, words)


def _stretches(found: Sequence[Row], words: Words) -> Iterator[tuple[int, int]]:
    """Yield where the options of each item with such lines begin and end: behind what asks, before its explanation."""
    asked = said = -1
    for i, row in enumerate(found):
        if asked >= 0 and _is_over(row, found[asked], found[said], words):
            if said > asked:
                yield asked + 1, i
            asked = said = -1
        elif said <= asked and _is_question(row):
            asked = said = i
        elif 0 <= asked == said and says(row, words) is not None:
            said = i
    if said > asked:
        yield asked + 1, len(found)


def _is_over(row: Row, asked: Row, said: Row, words: Words) -> bool:
    return _ends(row, words) or _leaves(row, asked, said)


def _leaves(row: Row, asked: Row, said: Row) -> bool:
    """Tell a row behind the paragraph that holds the question and its options."""
    return asked is not said and asked.block is said.block and row.block is not asked.block


def _is_question(row: Row) -> bool:
    return asks(row.text) and not lettered(row.text)


def _ends(row: Row, words: Words) -> bool:
    label = words.label(row.line) if row.text else None
    return row.heading or (label is not None and label.kind in ("explanation", "question", "ignore"))


def _options(found: Sequence[Row], words: Words) -> list[Chosen]:
    """Return the options of an item; none where a line says something of no option, or nothing says which is right."""
    options: list[Chosen] = []
    right: bool | None = None
    for row in (each for each in found if each.text):
        said = says(row, words)
        if said is not None and right is not None:
            return []
        if said is None:
            options.append(Chosen(_bare(row.line), right))
        right = said
    return options if right is None and are_options(options) else []


def are_options(options: Sequence[Chosen]) -> bool:
    """Tell options, each another one and some of them right."""
    known = {each.line.text for each in options}
    return any(each.right for each in options) and LEAST <= len(known) == len(options) <= MOST


def listed(options: Sequence[Chosen]) -> Iterator[Row]:
    """Yield options as lines with letters, and marks where a line of the site's told."""
    for letter, (line, right) in zip(ascii_uppercase, options, strict=False):
        mark = _MARKS[right]
        yield lone_row(Line(line.number, f"{letter}. {line.text}{mark}", f"{letter}. {line.html}{mark}"))


def without_status(found: Sequence[Row], words: Words) -> list[Row]:
    """Return the rows before options without those that say how the item went: Correct, スキップ済み."""
    return [row for row in found if row.heading or not row.text or not words.is_status(row.text)]
