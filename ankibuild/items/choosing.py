"""Tell questions that have one choose, and the options of an item whose key nobody has found."""

from collections.abc import Sequence

from ankibuild.items.bare_lines import are_bare_lines
from ankibuild.items.letters import KANA, firm_letters
from ankibuild.items.looks import asked_number
from ankibuild.items.odd_options import options_in_line
from ankibuild.page.flow import Row
from ankibuild.patterns import sought
from ankibuild.remembering import remembered
from ankibuild.text import fold
from ankibuild.words import Words

_CHOOSES = sought(r"{asks_which}")


@remembered
def chooses(question: str) -> bool:
    """Tell a question that has one choose among options."""
    return asked_number(question) not in (0, 1) or bool(_CHOOSES.search(fold(question)))


def holds_choice(question: str, rows: Sequence[Row], words: Words) -> bool:
    """Tell options of an exam item below its question, the key of which its style has looked for.

    They have a label, boxes or letters, the learner's own answer stands below them, or the question has one choose and
    nothing but bullets follow, or first of all lines that are no sentences.
    """
    if _are_listed(rows, words) or _stand_above_own(rows, words):
        return True
    several = len(rows) > max(1, asked_number(question)) + 1
    return several and (_are_bare_bullets(rows) or are_bare_lines(rows)) and chooses(question)


def _are_listed(rows: Sequence[Row], words: Words) -> bool:
    """Tell rows below a label of options, in one line, with boxes, or with letters."""
    first = rows[0].line if rows and rows[0].text else None
    if first and (words.only_labels("options", first) or options_in_line(first, digits=False)):
        return True
    boxes = sum(row.bullet and row.block.checked is not None for row in rows)
    return boxes > 1 or firm_letters(row.text for row in rows)[:2] in (["A", "B"], [*KANA[:2]])


def _stand_above_own(rows: Sequence[Row], words: Words) -> bool:
    """Tell bullets above the learner's own answer."""
    own = next((i for i, row in enumerate(rows) if row.text and words.is_labelled("own", row.line)), 0)
    return sum(row.bullet for row in rows[:own]) > 1


def _are_bare_bullets(rows: Sequence[Row]) -> bool:
    return all(row.bullet and not row.block.blocks and row.group == rows[0].group for row in rows)
