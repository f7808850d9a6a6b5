"""Take apart what holds parts of an item without lines of their own, before it is read as rows.

A block of code that lists options, a table of labels and values (`正解 | B`), a question with its options in one line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ankibuild.items.item import cell_row
from ankibuild.items.letters import lettered
from ankibuild.items.odd_options import is_run, options_in_one_line
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.page.tables import Table, cell_lines, read_table
from ankibuild.text import cut, narrow
from ankibuild.words import Label, Words

LEAST = 2
"""So many labels make a table of labels and values."""


def unfold(found: Sequence[Row], words: Words) -> list[Row]:
    """Return the rows with such blocks taken apart."""
    return [row for each in found for row in _unfolded(each, words)]


def _unfolded(row: Row, words: Words) -> Sequence[Row]:
    if not row.whole:
        return _question_and_options(row, words) if row.text else (row,)
    return (_code(row) if row.block.kind == "code" else [*_labelled(row, words)]) or (row,)


def _code(row: Row) -> list[Row]:
    """Return the lines of code that are options."""
    lines = row.block.lines
    leads = [lead for line in lines if (lead := lettered(line.text)) and not lead.loose]
    if not lines or len(leads) != len(lines) or not is_run(leads):
        return []
    blocks = (replace(row.block, first=line.number, last=line.number) for line in lines)
    return [cell_row(row, block, line) for block, line in zip(blocks, lines, strict=True)]


# --- tables of labels and values ------------------------------------------------------------------------


def _labelled(row: Row, words: Words) -> Iterator[Row]:
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


# --- a question and its options in one line ---------------------------------------------------------------

_FIRST_OPTION = re.compile(r"(?<=[。?…])\s*(?=[(\[]?(?:[Aaア1]|①)[)\]]?\s*[.:)、\s])|(?<=[。?…])\s*(?=①)")


def _question_and_options(row: Row, words: Words) -> Sequence[Row]:
    """Part `どれか。A：甲　B：乙　C：丙` into two rows."""
    if row.block.kind == "heading":
        return (row,)
    for found in _FIRST_OPTION.finditer(narrow(row.text)):
        stem, rest = cut(row.line, 0, found.start()), cut(row.line, found.end())
        behind = cell_row(row, row.block, rest)
        if found.start() and options_in_one_line(behind, words):
            return cell_row(row, row.block, stem), behind
    return (row,)
