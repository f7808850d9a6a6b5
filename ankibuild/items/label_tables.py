"""Tables of labels and values, one item a table: a row each (`正解 | B`), or a column each (`正解 | 解説`)."""

from collections.abc import Iterable, Iterator

from ankibuild.items.item import cell_row
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.page.tables import Table, cell_lines, read_table
from ankibuild.words import Label, LabelKind, Words

LEAST = 2
"""So many labels make a table of labels and values."""


def labelled_rows(row: Row, words: Words) -> Iterator[Row]:
    """Yield `正解：B` for each row of a table whose first column, or heads, are labels; nothing for any other table."""
    table = read_table(row.block)
    pairs = [(each, *each.lines) for each in table.rows if len(each.lines) == 2]  # noqa: PLR2004
    kinds = _kinds((name for _, name, _ in pairs), words)
    if "answer" not in kinds or len(kinds) < LEAST or len(kinds) * 2 < len(table.rows):
        pairs = _across(table, words)
    for block, title, value in [*_first_pair(table, words), *pairs] if pairs else ():
        yield from (cell_row(row, block, line) for line in _spelled_out(title, value, words))


def _kinds(names: Iterable[Line], words: Words) -> list[LabelKind]:
    return [label.kind for name in names if (label := _label(name, words))]


def _across(table: Table, words: Words) -> list[tuple[Block, Line, Line]]:
    """Return the labels and values of a table of one row whose heads are labels of an answer and what explains it."""
    kinds = _kinds(table.heads, words)
    told = "answer" in kinds and "question" not in kinds and LEAST <= len(kinds) == len(table.heads)
    if not told or len(table.rows) != 1:
        return []
    return [(table.rows[0], *each) for each in zip(table.heads, table.rows[0].lines, strict=False)]


def _spelled_out(name: Line, value: Line, words: Words) -> list[Line]:
    """Return a label with its value as lines that say the same without a table."""
    label = _label(name, words)
    lines = list(cell_lines(value)) if value.text else []
    if not lines or not label or label.kind == "options" or (len(lines) > 1 and label.kind != "question"):
        return [name, *lines]
    first, *more = lines
    return [Line(first.number, f"{name.text}: {first.text}", f"{name.html}: {first.html}"), *more]


def _label(name: Line, words: Words) -> Label | None:
    return words.label(name) if words.label_alone(name.text) else None


def _first_pair(table: Table, words: Words) -> Iterator[tuple[Block, Line, Line]]:
    """Yield the heads of a table where they are a label and its value themselves."""
    if len(table.heads) == 2 and _label(table.heads[0], words) and not _label(table.heads[1], words):  # noqa: PLR2004
        yield table.block.blocks[0], *table.heads
