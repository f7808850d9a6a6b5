"""Lines with what stands below them, as a page's rhythm counts them; also what something holds together.

A quote, a pair of braces and a fold say themselves where an answer ends: such an answer may be as long as it likes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ankibuild.items.letters import firm_letters
from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.pieces import text_of
from ankibuild.page.questions import question_line
from ankibuild.text import cut

QUOTE, BRACE, FOLD = "quote", "{", "details"
"""What holds an answer: a quote, a brace with its counterpart on a line of its own, a fold."""


class Entry(NamedTuple):
    """A line, or several, with the rows below; `holder` is what holds these together."""

    section: Section
    told: Sequence[Row]
    below: Sequence[Row]
    holder: str = ""

    @property
    def line(self) -> int:
        """The first line of the card that it would be."""
        return self.told[0].line.number

    @property
    def answer(self) -> str:
        """The text below the line."""
        return "\n".join(text_of((row.block,)) if row.whole else row.text for row in self.below)

    @property
    def question(self) -> Line:
        """The line as it shall read on the card."""
        line = self.told[0].line
        return question_line(cut(line, 0, len(line.text.rstrip()) - 1) if self.holder == BRACE else line)


def is_held_pair(entry: Entry) -> bool:
    """Tell a line whose answer one thing holds: no options, no answer with a label."""
    if not entry.below or (entry.holder == QUOTE and len({row.quote for row in entry.below}) > 1):
        return False
    words, first = entry.section.words, entry.below[0]
    options = len(firm_letters(row.text for row in entry.below)) > 1
    labels = [words.label(row.line) for row in (*entry.told, first) if row.text]
    return not options and all(label is None or label.kind == "question" for label in labels)
