"""The rows of an item as its options are looked for in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ankibuild.items.key import is_letters
from ankibuild.items.letters import Lettered, lettered
from ankibuild.page.flow import Row
from ankibuild.words import Label, Words

LEAST = 2
"""How many options make a list."""
Starts = list[tuple[int, Lettered | None]]
"""The rows at which options begin, each with the letter that it begins with."""


_POINTS = re.compile(r"\s*(?:[⇒→➡👉]\ufe0f?|=>|->)\s*")  # ⇒ イ, the key below the last option


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of an item with their labels; options stand before the row `stop`."""

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    stop: int
    words: Words

    @property
    def own(self) -> bool:
        """Whether the learner's own answer stands in it: an exam item's list, then."""
        return any(label and label.kind == "own" for label in self.labels)

    @property
    def asked(self) -> bool:
        """Whether a label says that it is a question."""
        return any(label and label.kind == "question" for label in self.labels)

    def end(self, last: int) -> int:
        """Return where an option that begins at `last` ends: further lines and deeper bullets are its own."""
        start = self.rows[last]
        for i in range(last + 1, len(self.rows)):
            row = self.rows[i]
            if self.labels[i] or row.heading or row.block.kind == "rule" or row.text.startswith("※"):
                return i
            if (pointed := _POINTS.match(row.text)) and is_letters(row.text[pointed.end() :]):
                return i
            same = row.block is start.block and not row.head
            # `[A]` on a line of its own: the option's text stands on the lines below
            below = row.group == start.group and not row.bullet and row.block is start.block
            code = row.whole and i == last + 1 and not text_behind(start)
            if not (same or row.depth > start.depth or below or code):
                return i
        return len(self.rows)


def text_behind(row: Row) -> bool:
    """Tell whether more than a letter stands on the row."""
    found = lettered(row.text)
    return not found or bool(row.text[found.rest :].strip())
