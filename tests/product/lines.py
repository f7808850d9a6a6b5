"""Write lines, and note what they say."""

from typing import Protocol


class Said(Protocol):
    """What a page tells of; `lines` has where each of its texts stands."""

    lines: dict[str, set[int]]


class Lines:
    """The lines of a page; `prefix` stands before each: the sign of a quote, an indent."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.prefix = ""

    def add(self, text: str, item: Said | None = None, *said: str) -> None:
        """Write a line, and note that it says these texts of an item."""
        self.out.append((self.prefix + text).rstrip())
        if item:
            for each in said:
                item.lines.setdefault(each, set()).add(len(self.out))

    def blank(self) -> None:
        """Write a blank line, unless one stands before."""
        if self.out and self.out[-1] not in ("", self.prefix.rstrip()):
            self.add("")

    def alone(self, text: str, item: Said | None = None, *said: str) -> None:
        """Write a line with blank ones around it."""
        self.blank()
        self.add(text, item, *said)
        self.add("")
