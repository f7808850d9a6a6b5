"""Pipes in a table's cells: `` `a || b` `` is one cell to its author, three to a table.

GitHub's rules part the row there and drop what is too much. Where the row has as many cells as the table's
head once the code counts as one, that is what was meant; else what is too much stays in the last cell.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.markdown.codes import inside_spans, outside_fences
from ankibuild.patterns import lazily

_RULE = lazily(r"[ \t>]*(?:[-*+][ \t]+)?\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_RULE_LINE = re.compile(r"\|[ \t]*:?-|-:?[ \t]*\|")
_PIPE = lazily(r"(?<!\\)\|")


def with_whole_rows(text: str) -> str:
    """Escape the pipes that would part a row into more cells than its table has."""
    if not _RULE_LINE.search(text):
        return text
    lines = text.split("\n")
    for place, columns in list(_wide_rows(lines)):
        whole = inside_spans(lines[place], _escaped)
        lines[place] = whole if _count(whole) == columns else _kept(lines[place], columns)
    return "\n".join(lines)


def wide_rows(text: str) -> Iterator[int]:
    """Yield the places of the lines that are rows with more cells than their table has, code set aside."""
    lines = text.split("\n") if _RULE_LINE.search(text) else []
    for place, columns in _wide_rows(lines):
        if count_cells(lines[place]) != columns:
            yield place


def count_cells(row: str) -> int:
    """Count the cells that are written in a row, code set aside."""
    return _count(inside_spans(row, _escaped))


def is_rule(line: str) -> bool:
    """Tell whether a line is the one between the head of a table and its rows."""
    return bool(_RULE.fullmatch(line)) and "|" in line


def _wide_rows(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of rows with more cells than their table, and how many that has."""
    columns = 0
    for place, line in outside_fences(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if not columns and "|" in line and "|" in below and _RULE.fullmatch(below):
            columns = _count(below) if count_cells(line) == _count(below) else 0
        if columns and "|" not in line:
            columns = 0
        elif columns and _count(line) > columns:
            yield place, columns


def _kept(row: str, columns: int) -> str:
    """Escape the pipes behind the last column, those at the end of the row aside."""
    pipes = [found.start() for found in _PIPE.finditer(row.rstrip("| \t"))]
    first = 1 if row.strip(" \t>").startswith("|") else 0
    for place in reversed(pipes[first + columns - 1 :]):
        row = f"{row[:place]}\\{row[place:]}"
    return row


def _count(row: str) -> int:
    """Count the cells of a row."""
    row = row.strip(" \t>").removeprefix("|")
    return len(_PIPE.findall(row)) + (0 if row.endswith("|") and not row.endswith("\\|") else 1)


def _escaped(code: str) -> str:
    return _PIPE.sub(r"\\|", code)
