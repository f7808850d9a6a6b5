"""The lines of blocks in reading order, each with its place: what recognisers read instead of the tree."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Generic, TypeVar

from msgspec import Struct

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.remembering import kept
from ankibuild.text import has_picture
from ankibuild.values import replace

Of = TypeVar("Of")
Made = TypeVar("Made")


class Row(Struct, frozen=True):
    """One line of text, or one table or piece of code (`line.text` is then empty).

    `depth` counts the lists around it, `head` marks the first line of its block, `group` is the same for
    siblings (the items of one list, the lines of one paragraph). `block` is the innermost block, `boxes`
    are the first lines of the call-outs around it, the outermost first: each is a unit. `quote` is the first
    line of the plain quote around it, 0 outside.
    """

    line: Line
    block: Block
    depth: int
    head: bool
    group: int
    boxes: tuple[int, ...] = ()
    quote: int = 0

    @property
    def text(self) -> str:
        """The line's plain text."""
        return self.line.text

    @property
    def first(self) -> int:
        """Its line on the page, the first one of a table or of a piece of code."""
        return self.line.number or self.block.first

    @property
    def whole(self) -> bool:
        """Whether the row is a table or a piece of code."""
        return self.block.kind in ("table", "code") and not self.line.text

    @property
    def empty(self) -> bool:
        """Whether the row is a fence that nothing stands in."""
        return self.whole and self.block.kind == "code" and not any(x.text.strip() for x in self.block.lines)

    @property
    def bullet(self) -> bool:
        """Whether the row begins a list item."""
        return self.block.kind == "item" and self.head

    @property
    def heading(self) -> bool:
        """Whether the row is a heading or the summary of a fold."""
        return self.block.kind in ("heading", "details")

    @property
    def key(self) -> int:
        """What `pieces.select` knows the row by."""
        return id(self.block) if self.whole else id(self.line)


_PROSE = frozenset(("", "md", "markdown", "text", "txt", "plain", "plaintext", "note", "notes"))
"""Info strings of what is no programme; a # there begins a heading."""


def items_by_list(found: Sequence[Row]) -> Collection[Sequence[int]]:
    """Return the places of rows that begin list items, list by list."""
    lists: dict[int, list[int]] = {}
    for i, row in enumerate(found):
        if row.bullet and row.text:
            lists.setdefault(row.group, []).append(i)
    return lists.values()


def is_program(block: Block) -> bool:
    """Tell a fenced piece of code whose info string names a language."""
    return block.kind == "code" and block.marker.strip("` ").lower() not in _PROSE


Pick = tuple[Row, Line]
"""A row with its line as it shall read on the card."""


def rows(blocks: Iterable[Block]) -> list[Row]:
    """Return the rows of the blocks in reading order; comments and rules are rows without text."""
    return list(_ROWS.of(blocks) if isinstance(blocks, tuple) else _made(blocks))


class Remembered(Generic[Of, Made]):
    """Remembers what was made of blocks or of a section, as long as it is asked for these very ones.

    A dozen styles ask for the rows of each section. To compare blocks would take as long as to make the rows.
    """

    def __init__(self, make: Callable[[Of], Made]) -> None:
        self._make = make
        self._known: dict[int, tuple[Of, Made]] = {}
        kept(self)

    def cache_clear(self) -> None:
        """Let go of all that is known."""
        self._known.clear()

    def of(self, given: Of) -> Made:
        """Return what is made of it."""
        known = self._known.get(id(given))
        if known is None or known[0] is not given:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[id(given)] = (given, self._make(given))
        return known[1]


_MOST_REMEMBERED = 512
"""A page has seldom more sections."""


def _made(blocks: Iterable[Block]) -> tuple[Row, ...]:
    return tuple(_rows(blocks, _Around(0, ()), next(_groups := count()), _groups))


_ROWS = Remembered(_made)


class _Around(Struct, frozen=True):
    """How many lists, and which call-outs, stand around a block."""

    depth: int
    boxes: tuple[int, ...]
    quote: int = 0

    def inside(self, block: Block) -> "_Around":
        if block.kind == "list":
            return replace(self, depth=self.depth + 1)
        if block.marker:
            return replace(self, boxes=(*self.boxes, block.first))
        return replace(self, quote=self.quote or block.first)


def _rows(blocks: Iterable[Block], at: _Around, group: int, groups: Iterator[int]) -> Iterator[Row]:
    for outer in blocks:
        block = _one_item(outer)
        if block.kind == "table" or (block.kind == "code" and block.marker):
            yield Row(Line(block.first, "", ""), block, at.depth, True, group, at.boxes, at.quote)
        elif block.kind in ("list", "quote"):
            yield from _rows(block.blocks, at.inside(block), next(groups), groups)
        else:
            own = group if block.kind == "item" else next(groups)
            for index, line in enumerate(block.lines):
                yield Row(line, block, at.depth, index == 0, own, at.boxes, at.quote)
            if block.kind in ("rule", "comment") and not block.lines:
                yield Row(Line(block.first, "", ""), block, at.depth, True, own, at.boxes, at.quote)
            if block.blocks and block.kind != "comment":
                yield from _rows(block.blocks, at, next(groups), groups)


def _one_item(block: Block) -> Block:
    """Return `- 2. text`, to CommonMark a list within a list, as the one item that its author means."""
    if block.kind != "item" or block.lines or not block.blocks or block.blocks[0].kind != "list":
        return block
    inner, behind = block.blocks[0].blocks, block.blocks[1:]
    if len(inner) != 1:
        return block
    return replace(inner[0], last=block.last, blocks=(*inner[0].blocks, *behind))


def section_blocks(section: Section, *, heading: bool = False) -> tuple[Block, ...]:
    """Return the section with all inside it as one run of blocks, the headings as blocks too."""
    own: tuple[Block, ...] = (heading_block(section),) if heading and section.level else ()
    return (
        own
        + section.blocks
        + tuple(b for inner in section.sections for b in section_blocks(inner, heading=True))
    )


def sections_by_line(page: Section) -> Callable[[int], Section]:
    """Return what tells the section of a page in which a line stands."""
    sections = list(page.walk())
    firsts = [section.first for section in sections]
    return lambda line: sections[max(bisect_right(firsts, line) - 1, 0)]


def blocks_between(blocks: Sequence[Block], first: int, last: int) -> tuple[Block, ...]:
    """Return the blocks that hold the lines: parts are made of them, and a page has room for a thousand items."""
    start = bisect_left(blocks, first, key=lambda block: block.last)
    return tuple(blocks[start : bisect_right(blocks, last, key=lambda block: block.first)])


def heading_block(section: Section) -> Block:
    """Return a section's heading as a block."""
    lines = (section.title,) if section.title.text or has_picture(section.title) else ()
    last = max(section.first, section.title_last)
    return Block("heading", section.first, last, "", lines, marker=str(section.level))


def chosen(picked: Iterable[Row | tuple[Row, Line]]) -> dict[int, Line]:
    """Map rows to what `pieces.select` takes; a pair gives the line as it shall read."""
    found: dict[int, Line] = {}
    for each in picked:
        row, line = each if isinstance(each, tuple) else (each, each.line)
        found[row.key] = line
    return found
