"""Find options that have no lines of their own: in one line, in a table."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.letters import Lettered, follows, is_first, lettered
from ankibuild.items.option_text import read_option
from ankibuild.items.reason_columns import Columns, find_columns, is_log, only_letter, verdict_of
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily, sought
from ankibuild.text import cut, narrow
from ankibuild.words import Words

LEAST = 2
TICKED, LONGEST_TICK = 3, 2
"""So many columns has a table of letters, texts and ticks; so long is a tick at most, in characters."""
LEAST_INLINE = 3
"""How many options make a list; in one line it takes more, since prose has letters too."""
_INLINE = sought(
    r"(?:^|(?<=[\s。?)]))[(\[]?(?P<letter>[A-Ha-h{kana}{circled}1-9])(?:[)\]][.:、]?|[.:)、]|(?=\s))(?!\d)\s*"
)

_PARTED = lazily(r"\s+[/／|｜]\s*$|[、，；;]\s*$")
"""What parts options of one line from one another."""


def options_in_line(line: Line, *, digits: bool = False) -> list[Line]:
    """Part `ア 甲　イ 乙　ウ 丙` into its options; nothing when the line holds anything else than a list."""
    leads = leads_in(line.text, digits=digits)
    least = LEAST if line.text.startswith(("a)", "A)")) else LEAST_INLINE  # a) True b) False
    if len(leads) < least or not is_run([letter for letter, _, _ in leads]):
        return []
    return [cut(line, start, _end(line.text, end)) for _, start, end in leads]


def leads_in(text: str, *, digits: bool = False) -> list[tuple[str, int, int]]:
    """Return the options in a line that holds several and nothing else: letter, start and end of each."""
    marks = marks_in(text, digits=digits)
    if len(marks) < LEAST or marks[0].start() > 0:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [
        (lead.letter, mark.start(), end)
        for mark, end in zip(marks, ends, strict=True)
        if (lead := lettered(mark["letter"]))
    ]


@lru_cache(maxsize=1024)
def marks_in(text: str, *, digits: bool = False) -> Sequence[re.Match[str]]:
    """Return where letters of options stand in a line, or their numbers: three steps ask, one after the other."""
    marks = [mark for mark in _INLINE.finditer(narrow(text)) if mark["letter"].isdecimal() == digits]
    signs = [mark[0].strip()[-1:] for mark in marks]
    if not marks or signs[0] == marks[0]["letter"]:
        return marks
    return [
        mark for mark, sign in zip(marks, signs, strict=True) if sign == signs[0]
    ]  # a) half of a bell b) …


def _end(text: str, end: int) -> int:
    """Return where an option ends before the sign that parts it from the next one of its line."""
    parted = _PARTED.search(text[:end]) if end < len(text) else None
    return parted.start() if parted else end


def options_in_table(row: Row, words: Words) -> list[Option]:
    """Read a table whose first column is A, B, C … and whose others hold the texts; or one with A | B | C as heads."""
    if not row.whole or row.block.kind != "table":
        return []
    header = next((each for each in row.block.blocks if each.marker == "th"), None)
    if header is None:
        return _below((), row, row.block.blocks, words)
    body = [each for each in row.block.blocks if each is not header]
    found = _below(header.lines, row, body, words) or _across(row, header, body, words)
    # the first option may stand where the heads should
    return found or _down((), row, [header, *body], words)


def _below(heads: Sequence[Line], row: Row, body: Sequence[Block], words: Words) -> list[Option]:
    """Read the options below the heads of a table, unless these tell that it is a log."""
    return [] if is_log(heads, words) else _down(heads, row, body, words) or _ticked(row, body, words)


def _down(heads: Sequence[Line], row: Row, body: Sequence[Block], words: Words) -> list[Option]:
    letters = [_letter(each, words) for each in body]
    if not _counts(letters) or not all(map(_has_text, body)):
        return []
    columns = find_columns(heads, [each.lines for each in body], Item(()), words)
    if columns and _judges(columns, body):
        return []
    told = zip(letters, body, strict=True)
    return [_option(row, each, letter, _joined(each.lines[1:]), words) for letter, each in told]


def _ticked(row: Row, body: Sequence[Block], words: Words) -> list[Option]:
    """Read letters and texts with a column before or behind them in which a sign ticks some rows, as `*` does."""
    if any(len(each.lines) != TICKED for each in body):
        return []
    behind = [each.lines for each in body]
    before = [(letter, text, tick) for tick, letter, text in behind]
    for cells in (before, behind):
        letters = [only_letter(letter, words) for letter, _, _ in cells]
        if _counts(letters) and _tick_some(cells):
            told = zip(body, letters, cells, strict=True)
            return [_ticked_by(tick, _option(row, each, x, text, words)) for each, x, (_, text, tick) in told]
    return []


def _tick_some(cells: Sequence[Sequence[Line]]) -> bool:
    """Tell a last column that holds one short sign, and nothing beside some options."""
    blank, *signs = sorted({row[-1].text for row in cells})
    return not blank and len(signs) == 1 and len(signs[0]) <= LONGEST_TICK


def _ticked_by(tick: Line, option: Option) -> Option:
    option.right = True if tick.text else option.right
    return option


def _judges(columns: Columns, body: Sequence[Block]) -> bool:
    """Tell a table that judges its options, or says why."""
    return columns.verdict >= 0 or len(body[0].lines) > LEAST


def _has_text(row: Block) -> bool:
    """Tell a row with a text behind its letter."""
    return len(row.lines) >= LEAST and bool(row.lines[1].text)


def _across(row: Row, header: Block, body: Sequence[Block], words: Words) -> list[Option]:
    letters = [only_letter(cell, words) for cell in header.lines]
    if len(body) != 1 or len(body[0].lines) != len(letters) or not _counts(letters):
        return []
    cells = body[0].lines
    if not all(cell.text for cell in cells) or None not in [verdict_of(cell, words) for cell in cells]:
        return []
    return [_option(row, body[0], x, cell, words) for x, cell in zip(letters, cells, strict=True)]


def _option(row: Row, block: Block, letter: str, text: Line, words: Words) -> Option:
    return read_option([cell_row(row, block, text)], words, Lettered(letter, 0))


def _letter(row: Block, words: Words) -> str:
    return only_letter(row.lines[0], words) if row.lines else ""


def _counts(letters: Sequence[str]) -> bool:
    return all(letters) and is_run(letters)


def _joined(cells: Sequence[Line]) -> Line:
    """Return the cells of an option as one line, parted as the text of a table is."""
    shown = [cell for cell in cells if cell.text]
    return Line(cells[0].number, " | ".join(x.text for x in shown), " | ".join(x.html for x in shown))


def options_in_cell(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Return the options that the lines of a cell list, each with its letter; none unless all of them do."""
    if len(lines) == 1:
        lines = options_in_line(lines[0]) or options_in_line(lines[0], digits=True)
    leads = [lead for line in lines if (lead := lettered(line.text))]
    if len(leads) < len(lines) or not is_run([lead.letter for lead in leads]):
        return []
    return [(lead.letter, cut(line, lead.rest)) for lead, line in zip(leads, lines, strict=True)]


def is_run(letters: Sequence[str]) -> bool:
    """Tell letters that count from the first of their alphabet."""
    if len(letters) < LEAST or not all(letters) or not is_first(letters[0]):
        return False
    return all(follows(after, before) for before, after in pairwise(letters))
