"""Tables as recognisers read them: the heads, the rows below, the lines within a cell."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ankibuild.model import Block, Line
from ankibuild.text import plain


class Table(Struct, frozen=True):
    """A table with its heads (empty where it has none) and the rows below, each with its cells."""

    block: Block
    heads: tuple[Line, ...]
    rows: tuple[Block, ...]

    def column(self, at: int) -> Iterator[Line]:
        """Yield what is filled in of a column."""
        return (row.lines[at] for row in self.rows if at < len(row.lines) and row.lines[at].text)


def read_table(block: Block) -> Table:
    """Part a table's heads from its rows."""
    header = next((row for row in block.blocks if row.marker == "th"), None)
    return Table(
        block, header.lines if header else (), tuple(row for row in block.blocks if row is not header)
    )


def tables(blocks: Iterable[Block]) -> Iterator[tuple[Table, Block | None]]:
    """Yield the tables in the blocks and inside them, each with the block before it."""
    before: Block | None = None
    for block in blocks:
        if block.kind == "table":
            yield read_table(block), before
        yield from tables(block.blocks if block.kind != "table" else ())
        before = block


def cell_lines(cell: Line) -> Sequence[Line]:
    """Return the lines of a cell that `<br>` parts."""
    if "<br>" not in cell.html:
        return (cell,)
    return tuple(Line(cell.number, plain(html), html) for html in cell.html.split("<br>") if plain(html))
