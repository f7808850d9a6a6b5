"""Read a table that an example shows as one of wrong answers: `| option | why not |`, with no list of options."""

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
    for each in read_table(row.block).rows:
        name, *cells = each.lines
        bare, verdict = bare_option(name, words)
        judged = [_judged(cell, words) for cell in cells]
        right = verdict or any(told for _why, told in judged)
        if bare.text and not right and key_of(bare.text) not in said:
            why = [(cell_row(row, each, line), line) for line, _told in judged if line.text]
            text = [(cell_row(row, each, bare), bare)]
            yield Option("", text, right=False, why=why, listed=False, refuted=True)


def _judged(cell: Line, words: Words) -> tuple[Line, bool | None]:
    """Return what a cell says, and whether it calls its row right or wrong."""
    bare, verdict = verdict_before(cell, words)
    return (bare, verdict) if verdict is not None else bare_option(cell, words)
