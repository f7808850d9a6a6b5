"""Tables whose rows do not have the columns of their head: what is likely meant, for Markdown passes over all of it.

What is too much in a row stays in its last cell, what is missing is empty, a line right below a table is a row of it,
and a head that does not fit the rule below it makes no table at all.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankibuild.markdown.cells import count_cells, is_rule, wide_rows
from ankibuild.markdown.source import Source
from ankibuild.model import Block, Line, Problem
from ankibuild.patterns import lazily
from ankibuild.speech import _, counted

_SLUG = "ragged-table"
_MARKER = lazily(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


def wide(source: Source) -> Iterator[Problem]:
    """Tell of the rows in Markdown that have too many cells."""
    for place in wide_rows(source.text):
        yield _too_many(source.path, source.first_line + place)


def ragged(source: Source, lines: Sequence[str], block: Block) -> Iterator[Problem]:
    """Tell what is wrong with the rows of a table, or with the head that kept a paragraph from being one."""
    if block.kind == "table":
        width = max((len(row.lines) for row in block.blocks if row.marker == "th"), default=0)
        in_markdown = block.html.startswith("<table data-lines")
        yield from _short(source, lines, block, width) if in_markdown else _html(source.path, block, width)
    elif block.kind in ("paragraph", "item"):
        yield from _no_table(source, lines, block.lines)


def _html(path: str, table: Block, width: int) -> Iterator[Problem]:
    """Tell of rows in HTML; a cell over the whole row is a title."""
    for row in table.blocks if width else ():
        if any(cell.text for cell in row.lines[width:]):
            yield _too_many(path, row.first)
    few = [row.first for row in table.blocks if 1 < len(row.lines) < width]
    yield from _too_few(path, few)


def _short(source: Source, lines: Sequence[str], table: Block, width: int) -> Iterator[Problem]:
    """Tell of rows in Markdown: there a row has all cells, and the source says which were written."""
    written = [(row.first, lines[row.first - source.first_line]) for row in table.blocks if not row.marker]
    bare = [line for line, text in written if "|" not in text and width > 1]
    if bare:
        message = _("this line was read as a row of the table above it; leave an empty line between them")
        yield Problem(source.path, bare[0], _SLUG, message)
    few = [line for line, text in written if line not in bare and count_cells(text) < width]
    yield from _too_few(source.path, few)


def _no_table(source: Source, lines: Sequence[str], shown: Sequence[Line]) -> Iterator[Problem]:
    """Tell of a head with more or fewer cells than the rule below it, which makes it plain text."""
    for first, second in pairwise(line for line in shown if "|" in line.text):
        if second.number != first.number + 1 or "<code" in second.html or not is_rule(second.text):
            continue
        written = (lines[line.number - source.first_line] for line in (first, second))
        head, rule = (count_cells(_MARKER.sub("", line)) for line in written)
        if head != rule:
            message = _(
                "this is no table: its head has {head} cells, the line below it {rule}", head=head, rule=rule
            )
            yield Problem(source.path, first.number, _SLUG, message)


def _too_many(path: str, line: int) -> Problem:
    return Problem(path, line, _SLUG, _("this row has more cells than the head of its table"))


def _too_few(path: str, lines: Sequence[int]) -> Iterator[Problem]:
    """Tell once a table: who leaves out the last cell does so in many rows."""
    if lines:
        message = counted(
            "this row has fewer cells than the head of its table",
            "this row and others have fewer cells than the head of their table: {n} in all",
            len(lines),
        )
        yield Problem(path, lines[0], _SLUG, message)
