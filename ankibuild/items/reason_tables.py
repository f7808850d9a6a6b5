"""Read tables of options: `選択肢 | 正誤 | 解説`, with letters or texts in the first column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.reason_columns import Columns, find_columns, only_letter, options_of, verdict_of
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


@dataclass(slots=True)
class TableReasons:
    """What a table says of options: each with whether it is right and why; the line of a ragged row.

    `lists` tells a table that spells out options with letters of their own, so that a key may name them.
    """

    rows: list[Judged] = field(default_factory=list)
    ragged: int = 0
    lists: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
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
    left = {id(each) for each, _told in said}
    found.ragged = next((each.first for each in table.rows if id(each) not in left and _is_filled(each)), 0)
    found.rows = list(_judged(row, said))
    return found


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
    options = _options(table, row, columns, item, words) if named.text else ()
    if not options:
        return None
    nothing = Line(row.first, "", "")
    said, rest = _verdict(cells[columns.verdict], words) if columns.verdict >= 0 else (None, None)
    why, judged = verdict_before(cells[columns.why], words) if columns.why >= 0 else (nothing, None)
    why = why if why.text or rest is None else rest
    why = nothing if _repeats(why, options) else why
    against = False if columns.against and why.text else None
    verdicts = (said, bare_option(named, words)[1], judged, against)
    return _Said(options, next((verdict for verdict in verdicts if verdict is not None), None), why)


def _repeats(why: Line, options: Sequence[Option]) -> bool:
    """Tell a reason that is the text of its option once more."""
    return key_of(why.text) in {key_of(option.plain) for option in options}


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
    if found := options_of(cell, item, words):
        return found
    lead = lettered(cell.text) if not letter else None
    if lead and not lead.loose:
        letter = lead.letter
        cell = cut(cell, lead.rest) if cell.text[lead.rest :].strip() else replace(cell, text="", html="")
    text = cut(cell, *strip_pair(cell.text))
    spelled = len(text.text) > (not letter)
    return (Option(letter, [(cell_row(table, row, text), text)], listed=False),) if spelled else ()
