"""Read a table that an example shows as one of wrong answers: `| option | why not |`, with no list of options.

One of more columns compares things, unless a cell of it calls something right or wrong.
"""

from collections.abc import Iterator

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.tables import read_table
from ankibuild.text import key_of
from ankibuild.words import Words


def wrong_options(row: Row, item: Item, words: Words) -> Iterator[Option]:
    """Yield the options of a table's rows, each refuted by the cells behind, but for what the answer says."""
    said = "".join(key_of(line.text) for _row, line in item.answer)
    table = [(each, [_judged(cell, words) for cell in each.lines[1:]]) for each in read_table(row.block).rows]
    told = any(verdict is not None for _each, judged in table for _why, verdict in judged)
    for each, judged in table:
        bare, verdict = bare_option(each.lines[0], words)
        right = verdict or any(called for _why, called in judged)
        refutes = told or len(judged) == 1
        if bare.text and refutes and not right and key_of(bare.text) not in said:
            why = [(cell_row(row, each, line), line) for line, _told in judged if line.text]
            text = [(cell_row(row, each, bare), bare)]
            yield Option("", text, right=False, why=why, listed=False, refuted=True)


def _judged(cell: Line, words: Words) -> tuple[Line, bool | None]:
    """Return what a cell says, and whether it calls its row right or wrong."""
    bare, verdict = verdict_before(cell, words)
    return (bare, verdict) if verdict is not None else bare_option(cell, words)
