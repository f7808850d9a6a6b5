"""Pipes in the code of a table's cells: `` `a || b` `` is one cell to its author, three to a table.

GitHub's rules part the row there and drop what is too much. Where the row has as many cells as the table's
head once the code counts as one, that is what was meant.
"""

import re

from ankibuild.markdown.codes import inside_spans, outside_fences

_RULE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_ANY = re.compile(r"`[^`\n|]*\|")


def with_whole_code(text: str) -> str:
    """Escape the pipes in the code of cells, where the row then fits its table."""
    if not _ANY.search(text):
        return text
    lines = text.split("\n")
    columns = 0
    for place, line in outside_fences(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if not columns and "|" in line and "|" in below and _RULE.fullmatch(below):
            columns = _count(below)
        if columns and "|" not in line:
            columns = 0
        elif columns and _count(line) > columns and _count(whole := inside_spans(line, _escaped)) == columns:
            lines[place] = whole
    return "\n".join(lines)


def _count(row: str) -> int:
    """Count the cells of a row."""
    row = row.strip(" \t>").removeprefix("|")
    return len(_PIPE.findall(row)) + (0 if row.endswith("|") and not row.endswith("\\|") else 1)


def _escaped(code: str) -> str:
    return _PIPE.sub(r"\\|", code)
