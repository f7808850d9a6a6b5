"""The rows of a stretch as parts of an item: each with its role and the text in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ankibuild.model import Line
from ankibuild.teaching.align import Placed
from ankibuild.teaching.fit import labelled_for
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Found, Pattern
from ankibuild.text import cut, has_picture, tail_of


@dataclass(frozen=True, slots=True)
class Told:
    """A row with its part and the text in it; `head` where the part begins."""

    look: Look
    role: str
    line: Line
    head: bool
    found: Found | None = None
    pattern: Pattern | None = None

    @property
    def shows(self) -> bool:
        """Whether there is something to read or to see."""
        return bool(self.line.text) or self.look.row.whole or has_picture(self.line)


def parts_of(placed: Placed, grammar: Grammar) -> Iterator[Told]:
    """Yield the parts of a row: one, or question and answer on one line."""
    pattern, look, line = grammar.patterns[placed.state], placed.look, placed.look.row.line
    nothing = Line(line.number, "", "")
    if look.kind == "rule":
        line = nothing
    if not placed.begins:
        below_label = pattern.role == "skip" and placed.state >= grammar.last
        yield Told(look, "explanation" if below_label else pattern.role, line, False)
        return
    found = None if look.row.whole else pattern.nearly(look.text)
    if found is None:
        label = look.sign.label if pattern.role in labelled_for(look) else None
        told = tail_of(line, label.rest) if label else line
        yield Told(look, pattern.role, told, not pattern.labels and bool(told.text or look.row.whole))
    elif pattern.labels:
        yield Told(look, pattern.role, nothing, False, found)
    else:
        if pattern.role == "reason" and pattern.lettered and pattern.holes[0] == "text":
            yield Told(look, pattern.role, line, True, found, pattern)  # a sentence that names its option
            return
        there = bool(look.text[found.start : found.end].strip())
        yield Told(
            look, pattern.role, cut(line, found.start, found.end) if there else nothing, True, found, pattern
        )
        if found.answer:
            yield Told(look, "answer", cut(line, *found.answer), True, found, pattern)
