"""Cells over several rows or columns: with what reaches into a row its columns are those of the heads."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct, field

from ankibuild.markdown.tree import Tag
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.values import replace

_WIDEST: Final = 64
_DIGITS: Final = lazily(r"[1-9][0-9]{0,3}")


class Spans(Struct):
    """What the rows above have left for the rows below, by column; one for each group of rows, as in HTML."""

    _below: dict[int, tuple[Line, int]] = field(default_factory=dict)

    def row(self, cells: Iterable[tuple[Tag, Line]]) -> tuple[Line, ...]:
        """Return a row's cells with those from above, and an empty one for each further column of a wide one.

        A cell over the whole row is a title: it stays one.
        """
        found = list(cells)
        if len(found) == 1 and not self._below:
            return (found[0][1],)
        row: list[Line] = []
        for tag, line in found:
            self._fill(row)
            deep = _number(tag, "rowspan")
            for nth in range(min(_number(tag, "colspan"), _WIDEST)):
                if deep > 1:
                    self._below[len(row)] = (line, deep - 1)
                row.append(replace(line, text="", html="") if nth else line)
        self._fill(row)
        return tuple(row)

    def _fill(self, row: list[Line]) -> None:
        """Put in what stands above the next columns."""
        while found := self._below.pop(len(row), None):
            line, rows = found
            if rows > 1:
                self._below[len(row)] = (line, rows - 1)
            row.append(replace(line))  # a copy: a card may take the cell of one row alone


def _number(tag: Tag, name: str) -> int:
    found = _DIGITS.fullmatch(tag.get(name))
    return int(found[0]) if found else 1
