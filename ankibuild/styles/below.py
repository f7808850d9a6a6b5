"""Where the answer of a question ends that stands in the blocks behind it."""

from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.styles.numbered import counts_on
from ankibuild.styles.set_apart import is_counted_question, is_inline_question, is_numbered, is_title
from ankibuild.text import bold_prefix

LEAST_PLAIN = 8
"""How long a question is at least, in characters, that nothing but its mark sets apart."""


def is_plain_question(row: Row) -> bool:
    """Tell a paragraph's first line that asks with its mark, and has nothing else that sets it apart."""
    alone = row.head and row.depth == 0 and row.block.kind == "paragraph"
    long = row.text.endswith(("?", "？")) and len(row.text) >= LEAST_PLAIN
    return alone and long and asks(row.text)


def _is_next_of_kind(row: Row, asked: Row) -> bool:
    """Tell the label over a question that stands again, and a plain question behind another."""
    labelled = row.head and not asked.head and row.text == asked.block.lines[0].text
    return labelled or (is_plain_question(row) and is_plain_question(asked))


class Below:
    """Where an answer ends that stands in the blocks behind its question."""

    def __init__(self, asked: Row) -> None:
        self.asked, self.boxes, self.quoted = asked, asked.boxes, asked.quote

    def ends(self, row: Row, why: str, *, begun: bool) -> bool:
        """Tell the first row that is none of the answer's; `why` it is on no card, and whether the answer has begun."""
        if not begun and self._is_within(row):
            self.boxes = row.boxes
        left = why == "rule" or not self._is_within(row) or (bool(row.boxes) and not self.boxes)
        self.quoted = row.quote if not begun else self.quoted
        return left or self._is_beyond(row) or _begins_anew(row, self.asked) or counts_on(self.asked, row)

    def _is_beyond(self, row: Row) -> bool:
        """Tell a row less deep than the question, the next one with a number, and what is quoted no more."""
        if row.depth < self.asked.depth - self.asked.bullet:
            return True
        return is_counted_question(self.asked) and (is_counted_question(row) or self.quoted > row.quote)

    def _is_within(self, row: Row) -> bool:
        return row.boxes[: len(self.boxes)] == self.boxes


def _is_next_number(row: Row) -> bool:
    return row.bullet and row.depth == 1 and is_numbered(row) and asks(row.text)


def _begins_anew(row: Row, asked: Row) -> bool:
    if row.heading or is_inline_question(row) or _is_next_of_kind(row, asked):
        return True
    if asked.bullet and _is_next_number(row):
        return True
    bold = bold_prefix(row.line) if is_title(asked) else 0
    return (is_title(row) or (bold > 0 and asks(row.text[:bold]))) and row.depth <= asked.depth
