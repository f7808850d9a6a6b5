"""Read rows that are known to be one item: what a style or a list of answers has set apart already."""

from collections.abc import Sequence

from ankibuild.items.blanks import fill_blanks
from ankibuild.items.item import Item
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.settle import settle
from ankibuild.page.flow import Row
from ankibuild.reader.alternating import only_state
from ankibuild.reader.grammar import Reading, read_rows
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import find_series
from ankibuild.reader.sheet import sheet_of
from ankibuild.reader.signs import read_signs
from ankibuild.values import replace
from ankibuild.words import Label, Words


def read_item(rows: Sequence[Row], words: Words, labels: Sequence[Label | None] | None = None) -> Item:
    """Read one item from its rows; what is not there stays empty. `labels` are those of the rows, where known."""
    signs = read_signs(rows, words)
    if labels is not None:
        signs = [replace(sign, label=label) for sign, label in zip(signs, labels, strict=True)]
    return settled(read_rows(sheet_of(signs, find_series(signs), Hand(), words), 0, len(signs)))


def settled(reading: Reading) -> Item:
    """Close a reading: settle by looks and marks which options are right, and report what contradicts."""
    reading.finish()
    item = reading.item
    item.rows = reading.rows
    if reading.listing.takes_turns and not (reading.stem_asks or item.asked):
        only_state(item)
    settle_looks(
        item.listed,
        keyed=bool(item.letters),
        asked=asked_number(item.stem_text),
    )
    settle(item, told=reading.asks)
    fill_blanks(item, reading.rows, reading.labels)
    return item
