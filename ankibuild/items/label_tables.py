"""Tables of labels and values (`正解 | B`), one item a table."""

from collections.abc import Iterator

from ankibuild.items.item import cell_row
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.page.tables import Table, cell_lines, read_table
from ankibuild.words import Label, Words

LEAST = 2
"""So many labels make a table of labels and values."""


def labelled_rows(row: Row, words: Words) -> Iterator[Row]:
    """Yield `正解：B` for each row of a table whose first column holds labels; nothing for any other table."""
    table = read_table(row.block)
    pairs = [(each, *each.lines) for each in table.rows if len(each.lines) == 2]  # noqa: PLR2004
    kinds = [label.kind for _, name, _ in pairs if (label := _label(name, words))]
    if "answer" not in kinds or len(kinds) < LEAST or len(kinds) * 2 < len(table.rows):
        return
    for block, title, value in [*_first_pair(table, words), *pairs]:
        label, name = _label(title, words), title
        lines = list(cell_lines(value)) if value.text else []
        if lines and label and label.kind != "options" and (len(lines) == 1 or label.kind == "question"):
            first = lines.pop(0)
            name = Line(name.number, f"{name.text}: {first.text}", f"{name.html}: {first.html}")
        yield from (cell_row(row, block, line) for line in (name, *lines))


def _label(name: Line, words: Words) -> Label | None:
    return words.label(name) if words.label_alone(name.text) else None


def _first_pair(table: Table, words: Words) -> Iterator[tuple[Block, Line, Line]]:
    """Yield the heads of a table where they are a label and its value themselves."""
    if len(table.heads) == 2 and _label(table.heads[0], words) and not _label(table.heads[1], words):  # noqa: PLR2004
        yield table.block.blocks[0], *table.heads
