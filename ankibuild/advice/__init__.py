"""What would make a card of uncarded text: the smallest edit, said only where it is clear.

`tests/test_advice.py` makes each edit, in notes of its own and in all case files, and finds the card.
"""

from collections import Counter
from collections.abc import Iterator

from ankibuild.advice.items import of_items
from ankibuild.advice.lines import of_bullets, of_line
from ankibuild.advice.sections import of_section
from ankibuild.advice.view import View
from ankibuild.markdown.outline import Section
from ankibuild.model import Coverage
from ankibuild.page.coverage import own_rows
from ankibuild.page.flow import Row
from ankibuild.styles.pair_signs import split_pair
from ankibuild.text import key_of
from ankibuild.values import replace


def with_advice(page: Section, found: Coverage) -> Coverage:
    """Give the uncarded pieces of a page their advice."""
    if not found.uncarded:
        return found
    left = frozenset(piece.first for piece in found.uncarded)
    read = [(section, own_rows(section)) for section in page.walk()]
    terms = Counter(
        key_of(pair[0].text) for _, rows in read for row in rows if (pair := split_pair(row.line))
    )
    said: dict[int, str] = {}
    for section, rows in read:
        if any(row.line.number in left for row in rows):
            said |= {row.line.number: text for row, text in _advise(View(section, rows, left, terms))}
    return replace(
        found, uncarded=tuple(replace(piece, advice=said.get(piece.first, "")) for piece in found.uncarded)
    )


def _advise(view: View) -> Iterator[tuple[Row, str]]:
    """Yield rows with their advice: for options and single lines, else for the heading, else for bullets."""
    found = [(row, text) for row in view.open if (text := of_line(view, row))]
    found += of_items(view)
    if not found and view.all_left(view.content) and (text := of_section(view)):
        yield view.content[0], text
        return
    yield from found
    yield from of_bullets(view, {row.line.number for row, _ in found})
