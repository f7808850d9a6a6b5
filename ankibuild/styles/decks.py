"""A page that is a deck of cards: nearly all of it stands in folds, each a phrase over what there is to know of it."""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from ankibuild.items.letters import firm_letters
from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.content import content_rows, is_link
from ankibuild.page.flow import Row, rows
from ankibuild.page.questions import asks
from ankibuild.styles.card_words import holds
from ankibuild.styles.entries import FOLD, MOST_ROWS, Entry
from ankibuild.words import Words

LEAST = 8
"""So many folds, at least, make a deck."""
COVERED = 0.75
"""The share of the page's lines that stand in them."""
LONGEST_SUMMARY = 100
"""How long the front of a card is at most, in characters."""
LONGEST_NAME = 60
"""How long a line is at most, in characters, that names the page."""


def folded(section: Section) -> Iterator[Entry]:
    """Yield each fold of a section, with nothing below where it is no card: a chapter, a log, a list of links."""
    for block in section.blocks:
        if block.kind == FOLD and block.lines:
            found = rows((block,))
            told = [row for row in found if row.block is block]
            yield Entry(section, told, _back(block, told, section.words), FOLD)


def _back(block: Block, told: Collection[Row], words: Words) -> list[Row]:
    summary = " ".join(row.text for row in told)
    below = content_rows(block.blocks, words)
    front = 0 < len(summary) <= LONGEST_SUMMARY and not _names_part(summary, words)
    return below if front and 0 < len(below) <= MOST_ROWS and not _is_other(below, words) else []


def _names_part(summary: str, words: Words) -> bool:
    """Tell a summary that names a part of the page, or only hides."""
    return words.reveals(summary) or words.is_none_section(summary) or holds("part_of_page", summary)


def _is_other(below: Collection[Row], words: Words) -> bool:
    """Tell what no card has on its back: headings and folds, nothing but code or links, options, questions."""
    plain = [row for row in below if row.text]
    odd = sum(_tells_nothing(row, words) for row in plain)
    return (
        any(row.heading for row in below)
        or all(row.block.kind == "code" for row in below)
        or 2 * odd >= max(len(plain), 1)
        or len(firm_letters(row.text for row in plain)) > 1
    )


def _tells_nothing(row: Row, words: Words) -> bool:
    return is_link(row) or asks(row.text) or words.is_unanswered(row.text)


def is_deck(page: Section, found: Collection[Entry]) -> bool:
    """Tell by its name, and by how little stands outside the folds, that a page is a deck of cards."""
    cards = [each for each in found if each.below]
    fronts = {each.told[0].text for each in cards}
    if len(fronts) < max(LEAST, len(found) * COVERED) or not names_deck(page):
        return False
    lines = sum(_size(section.blocks) for section in page.walk())
    return sum(_size(_folds_of(section)) for section in page.walk()) >= COVERED * lines


def _folds_of(section: Section) -> tuple[Block, ...]:
    return tuple(block for block in section.blocks if block.kind == FOLD)


def _size(blocks: Collection[Block]) -> int:
    return sum(block.last - block.first + 1 for block in blocks if block.kind not in ("rule", "comment"))


def names_deck(page: Section) -> bool:
    """Tell a page whose file, title or first line says that it holds questions or cards to learn."""
    titles = [section.title.text for section in page.walk() if section.level <= 1]
    lines = [line.text for block in page.blocks if block.kind == "paragraph" for line in block.lines]
    named = (PurePosixPath(page.path).stem, *titles, *lines)
    return any(len(text) <= LONGEST_NAME and holds("deck", text) for text in named)
