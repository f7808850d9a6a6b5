"""What holds an answer together and so says where it ends: quotes under paragraphs, braces, the folds of a deck."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise, takewhile

from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.flow import Row, rows
from ankibuild.styles.decks import folded, is_deck
from ankibuild.styles.entries import BRACE, FOLD, QUOTE, TURN, Entry
from ankibuild.styles.turns import may_take_turn, take_turns, turns
from ankibuild.text import narrow

END = "}"
_BESIDE = ("rule", "comment")
"""What stands between lines and belongs to none."""


def held(section: Section, taken: Collection[int]) -> dict[str, list[Entry]]:
    """Return the lines of a section with an answer that something holds, or that takes turns with them."""
    told = [block for block in section.blocks if block.lines]
    signs = {block.kind for block in section.blocks} | {block.lines[0].text[-1:] for block in told}
    if any(block.lines[-1].number not in taken and may_take_turn(block) for block in told):
        signs.add(TURN)
    return {holder: [*read(section)] for holder, read in _READERS.items() if holder in signs}


def held_on_page(page: Section, taken: Collection[int]) -> dict[str, list[Entry]]:
    """Return those of a page that is written so throughout."""
    found = defaultdict[str, list[Entry]](list)
    for section in page.walk():
        for holder, entries in held(section, taken).items():
            found[holder] += entries
    if FOLD in found and not is_deck(page, found[FOLD]):
        del found[FOLD]
    if TURN in found and not take_turns(page, found[TURN]):
        del found[TURN]
    return found


def quoted(section: Section) -> Iterator[Entry]:
    """Yield each plain quote of a section with the paragraph above it, if nothing else stands between two quotes."""
    above: list[Block] = []
    for block in section.blocks:
        if block.kind != QUOTE or block.marker:
            above = [] if block.kind in _BESIDE else [*above, block]
            continue
        told, below = rows((*above,)), rows((block,))
        alone = len(above) == 1 and above[0].kind == "paragraph" and told and told[0].text
        if alone:
            yield Entry(section, told, below, QUOTE)
        elif below:
            yield Entry(section, below, (), QUOTE)
        above = []


def braced(section: Section) -> Iterator[Entry]:
    """Yield each line that ends with a brace over bullets and a line with the brace that closes it."""
    found = rows(section.blocks)
    starts = [i for i, row in enumerate(found) if row.head and row.text.endswith(BRACE)]
    for start, end in pairwise([*starts, len(found)]):
        below = [*takewhile(lambda row: narrow(row.text).strip() != END, found[start + 1 : end])]
        closed = len(below) < end - start - 1
        held = closed and bool(below) and all(row.block.kind == "item" for row in below)
        yield Entry(
            section, found[start : start + 1], below if held and _is_prose(found[start]) else (), BRACE
        )


_READERS = {QUOTE: quoted, FOLD: folded, BRACE: braced, TURN: turns}
"""What reads the lines of a section by what holds their answers; the sign of it is looked for first."""


def _is_prose(row: Row) -> bool:
    """Tell words over a brace from code that nobody fenced."""
    said = row.text[:-1].rstrip()
    return (
        row.depth == 0
        and " " in said
        and not any(sign in said for sign in "=;<>{}")
        and not said.endswith(")")
    )
