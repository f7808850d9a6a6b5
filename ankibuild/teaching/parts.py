"""The rows of a stretch as parts of an item: each with its role and the text in it."""

from collections.abc import Iterator

from msgspec import Struct

from ankibuild.model import Line
from ankibuild.teaching.align import Placed
from ankibuild.teaching.fit import labelled_for
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import PICTURE, STEM, Found, Pattern
from ankibuild.text import cut, has_picture, tail_of


class Told(Struct, frozen=True):
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

    @property
    def number(self) -> str:
        """The number that stands where the pattern has one."""
        return self.found.number if self.found else ""

    @property
    def letter(self) -> str:
        """The letter that stands where the pattern has one."""
        return self.found.letter if self.found else ""


def parts_of(placed: Placed, grammar: Grammar) -> Iterator[Told]:
    """Yield the parts of a row: one, or question and answer on one line."""
    pattern, look, line = grammar.patterns[placed.state], placed.look, placed.look.row.line
    nothing = Line(line.number, "", "")
    line = nothing if look.kind == "rule" else line
    known = pattern.bare and pattern.role in labelled_for(look)
    found = None if look.row.whole or known else pattern.nearly(look.text)
    if not placed.begins:
        yield _more(placed, grammar, line)
    elif found is None:
        told = _behind_label(look, line) if pattern.role in labelled_for(look) else line
        yield Told(look, pattern.role, told, not pattern.labels and bool(told.text or look.row.whole))
    elif pattern.labels and not (pattern.role in STEM and look.sign.label is None):
        heads = pattern.role == "reason" and bool(found.letter)
        yield Told(look, pattern.role, nothing, heads, found, pattern if heads else None)
    else:
        yield Told(look, pattern.role, _text(pattern, found, line), True, found, pattern)
        if found.answer:
            yield Told(look, "answer", cut(line, *found.answer), True, found, pattern)


def _more(placed: Placed, grammar: Grammar, line: Line) -> Told:
    """Return what goes on a part; a paragraph below the label of reasons begins one."""
    look, role = placed.look, _role_below(grammar, placed.state, placed.look)
    announced = role == "reason" and grammar.patterns[placed.state].role == "skip"
    return Told(look, role, line, announced and look.row.head)


def _text(pattern: Pattern, found: Found, line: Line) -> Line:
    """Return the text of a part; a sentence that names its option is one as a whole, and words that ask."""
    if pattern.labels or pattern.literal == PICTURE:
        return line
    if pattern.role == "reason" and pattern.lettered and pattern.holes[0] == "text":
        return line
    there = line.text[found.start : found.end].strip()
    return cut(line, found.start, found.end) if there else Line(line.number, "", "")


def _behind_label(look: Look, line: Line) -> Line:
    return tail_of(line, look.sign.label.rest) if look.sign.label else line


def _role_below(grammar: Grammar, state: int, look: Look) -> str:
    """Return what goes on a part: below a label without a role it is a reason like that announced, or explains."""
    pattern, behind = grammar.patterns[state], grammar.patterns[state + 1 : state + 2]
    if pattern.role != "skip" or state < grammar.last:
        return pattern.role
    announced = pattern.labels and any(each.role == "reason" and each.kind == look.kind for each in behind)
    return "reason" if announced and not look.row.whole else "explanation"
