"""How questions and their answers are counted: the items of a list, and numbers that begin anew in each chapter."""

from collections.abc import Sequence

from ankibuild.page.flow import Row


def is_numbered(row: Row) -> bool:
    """Tell an item of a numbered list."""
    return row.bullet and row.block.marker[:-1].isdigit()


class Counted:
    """Counts the items of numbered lists as a page shows them: `1. 1. 1.` is 1, 2, 3."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}

    def number(self, row: Row) -> int:
        """Return the number that the next item of its list has on the page; 0 for what is none."""
        if is_numbered(row):
            self._last[row.group] = max(int(row.block.marker[:-1]), self._last.get(row.group, -1) + 1)
        return self._last.get(row.group, 0)


def laps(numbers: Sequence[list[int] | None]) -> list[int]:
    """Return for each number, part by part, how often they have begun anew before it; None counts nothing."""
    found: list[int] = []
    lap, last = 0, list[int]()
    for number in numbers:
        if number is not None:
            lap += bool(last) and number <= last
            last = number
        found.append(lap)
    return found
