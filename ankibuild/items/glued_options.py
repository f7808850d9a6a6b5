"""Part lines of a paragraph that hold the end of the stem and an option, or two options, while others have their own.

`Which one? A.甲` over `B.乙`, and `A.甲` over `B.乙 C.丙` over `D.丁`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ankibuild.items.item import CELL
from ankibuild.items.letters import canonical, follows, is_first
from ankibuild.items.odd_options import LEAST_INLINE, marks_in
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, narrow
from ankibuild.values import replace

STEM_END = lazily(r"[。？?)）」]\s*$|[.:]\s+$")
"""How a text ends behind which its options go on in the same line."""
SHORTEST_STEM = 6
"""How long a text before options in the same paragraph is at least, in characters."""


_BOX = lazily(r"\s*(?:(?P<ticked>[✅☑])|[⬜☐□])\ufe0f?\s*(?=\S)")


def with_boxes(found: Sequence[Row]) -> list[Row]:
    """Return rows with lines that begin with signs of boxes, some of them ticked, as items of a task list."""
    runs = ([*rows] for _, rows in groupby(found, lambda row: _box(row) is None))
    return [row for rows in runs for row in _task_list(rows)]


def _box(row: Row) -> re.Match[str] | None:
    return None if row.bullet or row.heading else _BOX.match(row.text)


def _task_list(rows: Sequence[Row]) -> Iterator[Row]:
    boxes = [_box(row) for row in rows]
    ticked = [bool(box and box["ticked"]) for box in boxes]
    alone = all(ticked) or not any(ticked)
    for row, box, checked in zip(rows, boxes, ticked, strict=True):
        line = cut(row.line, box.end()) if box and not alone else row.line
        item = Block("item", row.first, row.first, "", (line,), marker="-", checked=checked)
        yield row if alone else Row(line, item, row.depth + 1, True, CELL - rows[0].first, row.boxes)


def glued_apart(found: Sequence[Row]) -> list[Row]:
    """Return rows with those paragraphs parted whose options count on only where some begin amid a line."""
    groups = ([*rows] for _, rows in groupby(found, lambda row: id(row.block)))
    return [
        row
        for rows in groups
        for row in (len(rows) > 1 and rows[0].block.kind == "paragraph" and _parted(rows)) or rows
    ]


def _parted(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a paragraph anew, nothing where each option has its line."""
    starts = _starts(rows)
    if sum(map(len, starts)) < LEAST_INLINE or not any(at for line in starts for at in line):
        return []
    lines = [line for row, each in zip(rows, starts, strict=True) for line in _cut(row.line, each)]
    block = replace(rows[0].block, lines=tuple(lines))
    return [replace(rows[0], line=line, block=block, head=i == 0, group=CELL) for i, line in enumerate(lines)]


def _starts(rows: Sequence[Row]) -> list[list[int]]:
    """Return where options begin in each line of a paragraph, below its stem; nowhere where they do not count on."""
    starts: list[list[int]] = []
    last = ""
    for row in rows:
        starts.append([])
        for mark in marks_in(row.text):
            letter = canonical(mark["letter"])
            if _goes_on(letter, last) and _may_begin(mark, row.text, opens=not last, first=row is rows[0]):
                starts[-1].append(mark.start())
                last = letter
            elif not mark.start() and _is_firm(mark):
                return []
    return starts


def _goes_on(letter: str, last: str) -> bool:
    return follows(letter, last) if last else is_first(letter)


def _may_begin(mark: re.Match[str], text: str, *, opens: bool, first: bool) -> bool:
    """Tell a letter with a sign behind it; the first one stands behind the stem."""
    at = mark.start()
    if not _is_firm(mark) or mark.end() == len(text):
        return False
    if opens and at:
        return at >= SHORTEST_STEM and bool(STEM_END.search(narrow(text[:at])))
    return not (opens and first)


def _is_firm(mark: re.Match[str]) -> bool:
    """Tell a letter that more than a blank parts from its text."""
    return len(mark[0].strip()) > 1 or not mark["letter"].isascii()


def _cut(line: Line, starts: Sequence[int]) -> list[Line]:
    ends = [*starts, len(line.text)]
    return [cut(line, start, end) for start, end in zip([0, *starts], ends, strict=True) if start < end]
