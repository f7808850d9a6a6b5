"""Read tables of options: `選択肢 | 正誤 | 解説`, with letters or texts in the first column."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, first_told, verdict_before
from ankibuild.items.reason_columns import (
    Columns,
    find_columns,
    named_in,
    only_letter,
    options_of,
    verdict_of,
)
from ankibuild.model import Block, Line
from ankibuild.page.flow import Pick, Row
from ankibuild.page.tables import read_table
from ankibuild.text import cut, key_of, strip_pair
from ankibuild.values import replace
from ankibuild.words import Words

LONGEST_MARK = 3
"""A longer text, in characters, is no mark: in a column of verdicts it explains."""
Judged = tuple[Option, bool | None, list[Pick]]
"""An option, whether the table calls it right or wrong, and why."""


class TableReasons(Struct):
    """What a table says of options: each with whether it is right and why; the line of a ragged row.

    `lists` tells a table that spells out options with letters of their own, so that a key may name them.
    """

    rows: list[Judged] = field(default_factory=list)
    ragged: int = 0
    lists: bool = False


class _Said(Struct, frozen=True):
    """What a row says of its options: whether they are right (None: nothing) and why."""

    options: Sequence[Option]
    right: bool | None
    why: Line

    @property
    def says(self) -> bool:
        """Whether the row judges or explains at all, or names the right option."""
        told = self.right is not None or bool(self.why.text)
        return told or any(option.right for option in self.options)


def table_reasons(row: Row, item: Item, words: Words) -> TableReasons:
    """Read a table of options and reasons; no rows when it is none."""
    table = read_table(row.block)
    columns = find_columns(table.heads, [each.lines for each in table.rows], item, words)
    if columns is None:
        return TableReasons()
    found = TableReasons(lists=columns.letter >= 0 and columns.text >= 0)
    read = [(each, _row(row, each, columns, item, words)) for each in table.rows]
    said = [(each, told) for each, told in read if told and (found.lists or told.says)]
    found.ragged = _ragged(table.rows, [each for each, _told in said])
    found.rows = list(_judged(row, said))
    return found


def _ragged(rows: Sequence[Block], read: Sequence[Block]) -> int:
    """Return the line of the first row with text that was not read, 0 where all were."""
    known = {*map(id, read)}
    return next((each.first for each in rows if id(each) not in known and _is_filled(each)), 0)


def _is_filled(row: Block) -> bool:
    return any(cell.text for cell in row.lines)


def _judged(row: Row, said: Sequence[tuple[Block, _Said]]) -> Iterator[Judged]:
    """Say for each option whether it is right, and why."""
    for block, each in said:
        why = [(cell_row(row, block, each.why), each.why)] if each.why.text else []
        for option in each.options:
            yield option, each.right, why


def _row(table: Row, row: Block, columns: Columns, item: Item, words: Words) -> _Said | None:
    """Read a row; None when a cell that says whether the option is right, or why, is missing."""
    cells = row.lines
    if len(cells) <= columns.last:
        return None
    named = cells[columns.letter if columns.letter >= 0 else columns.text]
    options = _options(table, row, columns, item, words)
    if not (named.text and options):
        return None
    said, rest = _verdict(_cell(row, columns.verdict), words)
    why, judged = verdict_before(_cell(row, columns.why), words)
    why = why if why.text or rest is None else rest
    against = False if columns.against and why.text else None
    return _Said(options, first_told(said, bare_option(named, words)[1], judged, against), why)


def _cell(row: Block, at: int) -> Line:
    """Return a cell, an empty line for no column."""
    return row.lines[at] if at >= 0 else Line(row.first, "", "")


def _verdict(cell: Line, words: Words) -> tuple[bool | None, Line | None]:
    """Read a verdict, if the cell holds one, and the reason before or behind it in the same cell: × 遅い."""
    said = verdict_of(cell, words)
    if said is not None or not cell.text:
        return said, None
    rest, said = verdict_before(cell, words)
    if said is None:
        rest, said = bare_option(cell, words)  # 遅い。 ❌
    tells = said is not None or len(key_of(cell.text)) > LONGEST_MARK
    return said, rest if tells else None


def _options(table: Row, row: Block, columns: Columns, item: Item, words: Words) -> Sequence[Option]:
    """Return the options that a row names by letter or text, else a new one that it spells out."""
    cells = row.lines
    letter = only_letter(cells[columns.letter], words) if columns.letter >= 0 else ""
    if letter and (option := item.named(letter)):
        return (option,)
    if columns.text < 0:
        return ()
    cell, _ = bare_option(cells[columns.text], words)
    cell = cut(cell, words.behind_choice(cell.text))
    if found := (named_in if columns.verdict >= 0 else options_of)(cell, item, words):
        return found
    if not letter:
        letter, cell = _parted(cell)
    text = cut(cell, *strip_pair(cell.text))
    spelled = len(text.text) > (not letter)
    return (Option(letter, [(cell_row(table, row, text), text)], listed=False),) if spelled else ()


def _parted(cell: Line) -> tuple[str, Line]:
    """Return the letter that a cell begins with, and the rest."""
    lead = lettered(cell.text)
    if lead is None:
        return "", cell
    rest = cut(cell, lead.rest) if cell.text[lead.rest :].strip() else replace(cell, text="", html="")
    return lead.letter, rest
