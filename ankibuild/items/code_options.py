"""Options in a block of code: a line each, below a comment with the letter, or from one letter up to the next."""

from collections.abc import Iterator, Sequence

from ankibuild.items.item import CELL, cell_row
from ankibuild.items.letters import Lettered, firm_letters, lettered
from ankibuild.items.odd_options import LEAST_INLINE, is_run
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.values import replace

_COMMENT = lazily(
    r"\s*(?:#+|//|--|;+|%|REM\b|/\*)\s*[(（]?(?P<letter>[A-Ha-h1-9{kana}{circled}])[)）.:]?\s*(?:\*/)?\s*$"
)


def options_of_lines(row: Row) -> list[Row]:
    """Take a block of code apart into its options: a line each, or what stands below a comment # 1, # 2."""
    lines = row.block.lines
    letters = firm_letters(line.text for line in lines)
    if lines and len(letters) == len(lines) and is_run(letters):
        blocks = (replace(row.block, first=line.number, last=line.number) for line in lines)
        return [cell_row(row, block, line) for block, line in zip(blocks, lines, strict=True)]
    return _below(row, [*_commented(lines)], 1)


def _commented(lines: Sequence[Line]) -> Iterator[tuple[int, Lettered]]:
    """Yield the lines that are comments of one letter, with it."""
    marks = ((i, _COMMENT.match(line.text)) for i, line in enumerate(lines))
    yield from ((i, lead) for i, found in marks if found and (lead := lettered(found["letter"])))


def options_of_more_lines(row: Row) -> list[Row]:
    """Take a block of code apart whose margin holds the letters of options and the other lines of these."""
    leads = ((i, lettered(line.text)) for i, line in enumerate(row.block.lines) if line.text[:1].strip())
    marks = [(i, lead) for i, lead in leads if lead and not lead.loose and lead.rest]
    return _below(row, marks, 0) if len(marks) >= LEAST_INLINE else []


def _below(row: Row, marks: Sequence[tuple[int, Lettered]], skipped: int) -> list[Row]:
    """Return the lines from each letter up to the next one, without the first `skipped`; nothing where none counts."""
    if not is_run([lead.letter for _, lead in marks]) or marks[0][0] > 0:
        return []
    ends = [i for i, _ in marks[1:]] + [len(row.block.lines)]
    parts = [(lead, row.block.lines[i + skipped : end]) for (i, lead), end in zip(marks, ends, strict=True)]
    return [each for lead, lines in parts for each in _option(row, lead.letter * skipped, lines)]


def _option(row: Row, letter: str, lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the lines of one option, the first with its letter."""
    lines = [line for line in lines if line.text.strip()]
    for line in lines[:1]:
        head = f"{letter}. " if letter else ""
        named = Line(line.number, f"{head}{line.text.strip()}", f"{head}{line.html.strip()}")
        block = Block("paragraph", named.number, lines[-1].number, "", (named, *lines[1:]))
        yield Row(named, block, row.depth, True, CELL)
        yield from (Row(each, block, row.depth, False, CELL) for each in lines[1:])
