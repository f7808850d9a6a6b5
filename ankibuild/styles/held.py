"""What holds an answer together and so says where it ends: quotes under paragraphs, braces, the folds of a deck."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise, takewhile

from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.flow import Row, rows
from ankibuild.page.questions import asks
from ankibuild.styles.decks import folded, is_deck
from ankibuild.styles.entries import BRACE, FOLD, QUOTE, TURN, Entry
from ankibuild.styles.turns import take_turns, turns
from ankibuild.text import narrow

END = "}"
_BESIDE = ("rule", "comment")
"""What stands between lines and belongs to none."""


def held(sections: Iterable[Section], taken: Collection[int]) -> dict[str, list[Entry]]:
    """Return the lines of sections with an answer that something holds, or that takes turns with them."""
    found = defaultdict[str, list[Entry]](list)
    for section in sections:
        kinds = {block.kind for block in section.blocks}
        if QUOTE in kinds:
            found[QUOTE] += quoted(section)
        if FOLD in kinds:
            found[FOLD] += folded(section)
        if [block for block in section.blocks if block.lines and block.lines[0].text.endswith(BRACE)]:
            found[BRACE] += braced(section)
        texts = [block.lines[-1] for block in section.blocks if block.kind == "paragraph" and block.lines]
        free = [line for line in texts if line.number not in taken]
        # a number may count a question without its mark among others that have theirs, and their cards
        if [line for line in free if asks(line.text) or line.text[:1].isdigit()]:
            found[TURN] += turns(section)
    return found


def held_on_page(page: Section, taken: Collection[int]) -> dict[str, list[Entry]]:
    """Return those of a page that is written so throughout."""
    found = held(page.walk(), taken)
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


def _is_prose(row: Row) -> bool:
    """Tell words over a brace from code that nobody fenced."""
    said = row.text[:-1].rstrip()
    return (
        row.depth == 0
        and " " in said
        and not any(sign in said for sign in "=;<>{}")
        and not said.endswith(")")
    )
