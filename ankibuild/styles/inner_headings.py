"""Headings within a fold, a quote or a list: no sections of the page, and yet each may ask what is told below it."""

from collections.abc import Callable, Sequence

from ankibuild.page.flow import Row
from ankibuild.page.questions import asks


def is_inner_question(heading: Row) -> bool:
    """Tell a heading inside a block that asks; those of the page are sections, and no rows of one."""
    return heading.head and asks(heading.text)


def beyond_inner(found: Sequence[Row], at: int) -> Callable[[Row], bool]:
    """Return what tells a row beyond the answer to such a heading: the next one not below it, the block's end."""
    asked = found[at]
    around = [row.block.last for row in found[:at] if row.block.kind == "details"]
    last = min((end for end in around if end >= asked.first), default=0)
    return lambda row: (
        _ends_block(row, asked, last)
        or (row.block.kind == "heading" and (row.block.marker <= asked.block.marker or asks(row.text)))
    )


def _ends_block(row: Row, asked: Row, last: int) -> bool:
    """Tell a row behind the fold that ends in the `last` line, or outside the quote or the list."""
    behind = bool(last) and row.first > last
    return behind or row.depth < asked.depth or (row.quote, row.boxes) != (asked.quote, asked.boxes)
