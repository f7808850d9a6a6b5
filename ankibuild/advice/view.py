"""A section as advice is given on it: its rows, and which of them are on no card."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.page.content import no_content
from ankibuild.page.flow import Row
from ankibuild.page.language import in_language_of
from ankibuild.page.questions import asks
from ankibuild.speech import later

CARD = later("put <!-- ankibuild: card --> before it")
"""What always makes a card of a heading or bullet."""


class View(Struct, frozen=True, dict=True):
    """The rows of a section's own text, its heading's too."""

    section: Section
    rows: Sequence[Row]
    left: frozenset[int]
    """The lines of the page that are on no card."""
    terms: Counter[str]
    """In how many lines of the page each term stands before its meaning."""

    @cached_property
    def content(self) -> list[Row]:
        """The rows that could stand on a card, without the heading."""
        none = no_content(self.rows, self.section.words)
        pairs = zip(self.rows, none, strict=True)
        return [row for row, why in pairs if not why and row.block.kind != "heading"]

    @cached_property
    def open(self) -> list[Row]:
        """The rows that are on no card."""
        return [row for row in self.rows if row.line.number in self.left]

    @cached_property
    def _numbers(self) -> list[int]:
        return [row.line.number for row in self.content]

    def below(self, row: Row) -> list[Row]:
        """Return the content nested in a bullet or fold."""
        start = bisect_right(self._numbers, row.line.number)
        return self.content[start : bisect_right(self._numbers, row.block.last)]

    def next(self, row: Row) -> list[Row]:
        """Return the next row of content, if any."""
        start = bisect_right(self._numbers, row.line.number)
        return self.content[start : start + 1]

    def all_left(self, found: Sequence[Row]) -> bool:
        """Tell whether there are rows and none of them is on a card."""
        return bool(found) and all(row.line.number in self.left for row in found)


def could_ask(text: str) -> bool:
    """Tell a text that asks nothing, but would with a mark behind it."""
    return not asks(text) and not text.endswith(("。", ".", "!", "！", "：", ":")) and asks(f"{text}？")


def is_choice(row: Row) -> bool:
    """Tell what may be an option, or a thing to do: neither answers a heading."""
    lead = lettered(row.text)
    return row.block.checked is not None or bool(lead and not lead.loose)


def mark_for(text: str) -> str:
    """Return the question mark of the text's language."""
    return in_language_of(text, "？", "?")
