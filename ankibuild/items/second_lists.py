"""Pair the questions of one numbered list with the answers, in words, of the next: `Answers` over `1. An anchor`."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankibuild.items.answer_lists import names_answers
from ankibuild.items.key import is_letters
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line
from ankibuild.page.content import holds_only_links
from ankibuild.page.context import place_of
from ankibuild.page.pieces import paragraph, part, part_of_lines
from ankibuild.page.questions import asks, question_line

LEAST = 2
"""So many questions are a list."""
List = tuple[Section, Block, Line]
"""A numbered list with its section and the last line of text above it."""


def second_lists(page: Section, style: str) -> tuple[list[Card], set[int]]:
    """Return a card for each question of a list with the item of its number in the list of answers below it.

    With them come the lines of both lists: what has no answer there, or a link alone, has none anywhere.
    """
    cards, taken, unanswered = list[Card](), set[int](), False
    for asked, told in pairwise(_lists(page)):
        if not _is_asked(asked[1]):
            unanswered = False
        elif _gives_answers(told):
            taken.update(range(asked[1].first, told[1].last + 1))
            # of two lists of questions in a row nothing says which one is answered
            alike = [item.marker for item in asked[1].blocks] == [item.marker for item in told[1].blocks]
            cards += _cards(asked, told[1], style) if alike and not unanswered else ()
        else:
            unanswered = True
    return cards, taken


def _lists(page: Section) -> Iterator[List]:
    for section in page.walk():
        above = section.title
        for block in _unfolded(section.blocks):
            if block.kind == "list" and len(block.blocks) >= LEAST and block.blocks[0].marker[:1].isdigit():
                yield section, block, above
            elif block.lines:
                above = block.lines[-1]


def _unfolded(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with those in their folds."""
    for block in blocks:
        yield block
        if block.kind == "details":
            yield from block.blocks


def _is_asked(block: Block) -> bool:
    """Tell a list of questions, each of one line: below it its options may stand."""
    lines = [item.lines[0].text for item in block.blocks if len(item.lines) == 1 and not item.blocks]
    return len(lines) == len(block.blocks) < 2 * sum(map(asks, lines))


def _gives_answers(told: List) -> bool:
    """Tell a list in words below what says that the answers follow."""
    section, block, above = told
    items = [item.lines[0].text for item in block.blocks if item.lines]
    return names_answers(above, section.words) and not (any(map(asks, items)) or any(map(is_letters, items)))


def _cards(asked: List, told: Block, style: str) -> Iterator[Card]:
    place, claimed = place_of(asked[0], own=True), ((asked[1].first, told.last),)
    for question, answer in zip(asked[1].blocks, told.blocks, strict=True):
        if not all(map(holds_only_links, answer.lines)):
            parts = {
                "question": part_of_lines([question_line(question.lines[0])]),
                "answer": part((paragraph(answer.lines), *answer.blocks)),
            }
            yield place.card("qa", style, parts, claimed=claimed)
