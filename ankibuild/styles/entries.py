"""Lines with what stands below them, as a page's rhythm counts them; also what something holds together.

A quote, a pair of braces and a fold say themselves where an answer ends: such an answer may be as long as it likes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ankibuild.items.choosing import holds_choice
from ankibuild.items.letters import firm_letters
from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.pieces import text_of
from ankibuild.page.questions import question_line
from ankibuild.text import cut

QUOTE, BRACE, FOLD = "quote", "{", "details"
"""What holds an answer: a quote, a brace with its counterpart on a line of its own, a fold."""
IN_TURN = TURN, PEER = "turn", "peer"
"""What lets a line ask that nothing else tells of: it takes its turn with answers, most of its peers ask."""
MOST_ROWS = 25
"""In how many rows the answer to such a line stands, at most."""


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
        label = self.section.words.label(line) if self.holder else None
        end = len(line.text.rstrip()) - 1 if self.holder == BRACE else None
        return question_line(cut(line, label.rest if label and line.text[label.rest :].strip() else 0, end))


def is_held_pair(entry: Entry) -> bool:
    """Tell a line with an answer to it: no options, nothing with a label, nothing that is put off."""
    words, below = entry.section.words, entry.below
    if not below or _falls_apart(entry) or words.leaves_open(below[0].text):
        return False
    labels = [words.label(row.line) for row in (*entry.told, below[0]) if row.text]
    return not _are_options(entry) and all(label is None or label.kind == "question" for label in labels)


def _falls_apart(entry: Entry) -> bool:
    """Tell an answer of two quotes, and one in turn that goes on for long."""
    if entry.holder == QUOTE:
        return len({row.quote for row in entry.below}) > 1
    return entry.holder in IN_TURN and (
        len(entry.below) > MOST_ROWS or any(row.heading for row in entry.below)
    )


def _are_options(entry: Entry) -> bool:
    letters = firm_letters(row.text for row in entry.below)
    return len(letters) > 1 or holds_choice(entry.told[-1].text, entry.below, entry.section.words)
