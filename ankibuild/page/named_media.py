"""Where a page names its pictures, sounds and films: what is wrong with one is told with its own line."""

import html
import re
from collections.abc import Iterator, Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line
from ankibuild.page.flow import rows, section_blocks
from ankibuild.text import has_picture
from ankibuild.values import replace

_SOURCE = re.compile(r"<(?:img|audio|video|source)\b[^>]*?\bsrc=\"([^\"]*)\"")


def with_named_media(page: Section, cards: Sequence[Card]) -> list[Card]:
    """Give each card the media that its lines name, each with the line."""
    if not any(_SOURCE.search(part.html) for card in cards for part in card.parts.values()):
        return list(cards)
    named = [
        (html.unescape(source), line.number)
        for row in rows(section_blocks(page, heading=True))
        for line in _lines(row.block, row.line)
        if has_picture(line)
        for source in _SOURCE.findall(line.html)
    ]
    return [_with_its_own(card, named) for card in cards]


def _lines(block: Block, line: Line) -> Iterator[Line]:
    """Yield a row's line; those of its cells for a table."""
    if block.kind == "table":
        yield from (cell for row in block.blocks for cell in row.lines)
    yield line


def _with_its_own(card: Card, named: Sequence[tuple[str, int]]) -> Card:
    spans = card.spans
    own = tuple(each for each in named if any(first <= each[1] <= last for first, last in spans))
    return replace(card, media=own) if own else card
