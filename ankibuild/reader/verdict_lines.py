"""Lines that say of the option above them that it is right, or wrong, and say no more: the reason stands below.

So a quiz is copied from the page that has judged it: `A.`, the option's text, `Incorrect`, why. Such a line is worded
as a label of the key; it is none where other options follow, and no other one is called right.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from ankibuild.items.key import is_letters
from ankibuild.items.letters import Lettered, follows, is_first, lettered
from ankibuild.items.marks import lone_verdict
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import key_of
from ankibuild.words import Label, Words

LONGEST = 24
"""How long such a line is at most, in characters."""
LEAST = 2
"""So many options make a list."""
FARTHEST = 14
"""So many rows, at most, lie between a line and the letter of the option that it judges."""


class _List(Struct):
    """A list of options while it is read: where each begins, and the lines that may judge each."""

    members: list[int]
    letter: str
    said: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    @property
    def told(self) -> list[bool]:
        """What is said of its options."""
        return [right for each in self.said.values() for _, right in each]

    def take(self, at: int, lead: Lettered) -> bool:
        """Take a row with a letter for the next option; False where it begins another list."""
        if follows(lead.letter, self.letter):
            self.members.append(at)
            self.letter = lead.letter
            return True
        return not is_first(lead.letter)


def verdict_lines(
    rows: Sequence[Row], leads: Sequence[Lettered | None], labels: Sequence[Label | None], words: Words
) -> dict[int, bool]:
    """Return by their places the lines that judge the option above them, and what they say."""
    found = [each for each in _lists(rows, leads, labels, words) if _may_be_judged(each, rows)]
    judged = found if any(_is_judged(each, rows, words) for each in found) else []
    return {at: right for each in judged for said in each.said.values() for at, right in said}


def _lists(
    rows: Sequence[Row], leads: Sequence[Lettered | None], labels: Sequence[Label | None], words: Words
) -> list[_List]:
    """Return the lists of lettered options, each with the lines that may judge one of them."""
    found: list[_List] = []
    at_hand: _List | None = None
    for at, (row, lead, label) in enumerate(zip(rows, leads, labels, strict=True)):
        if lead is not None and not lead.loose:
            if at_hand is None or not at_hand.take(at, lead):
                at_hand = _List([at], lead.letter)
                found += [at_hand] * is_first(lead.letter)
        elif at_hand is not None and (said := _said(row, label, words)) is not None:
            at_hand.said.setdefault(at_hand.members[-1], []).append((at, said))
        elif at_hand is not None and _ends(row, label, at - at_hand.members[-1]):
            at_hand = None
    return found


def _ends(row: Row, label: Label | None, distance: int) -> bool:
    """Tell a row over which no list of options goes."""
    return label is not None or row.heading or row.block.kind == "rule" or distance > FARTHEST


def _said(row: Row, label: Label | None, words: Words) -> bool | None:
    """Say what a line judges that does nothing else; None for any other."""
    if row.heading or row.bullet or row.whole or not 0 < len(row.text) <= LONGEST:
        return None
    if label is None:
        return lone_verdict(row.line, words)
    more = label.number or row.text[label.rest :].strip(" 。.!") or row.text.rstrip().endswith((":", "："))
    return None if more or label.kind not in ("answer", "wrong") else label.kind == "answer"


def _may_be_judged(each: _List, rows: Sequence[Row]) -> bool:
    """Tell a list with lines that judge each option at most once, and not all of them right; no list of questions."""
    once = bool(each.said) and all(len(said) == 1 for said in each.said.values())
    if not once or len(each.members) < LEAST or each.told.count(True) == len(each.members):
        return False
    return not (_is_part(each, rows) or _keyed(each, rows) or _asks(each, rows))


def _is_part(each: _List, rows: Sequence[Row]) -> bool:
    """Tell letters alone, and below one of them at once what is said of it: they name parts of a task."""
    return any(said[0][0] == at + 1 and is_letters(rows[at].text) for at, said in each.said.items())


def _is_judged(each: _List, rows: Sequence[Row], words: Words) -> bool:
    """Tell a list of which one option is called right and another wrong, or one above the last right by a verdict."""
    if {*each.told} == {True, False}:
        return True
    [(member, [(at, right)]), *more] = each.said.items()
    alone = right and not more and member != each.members[-1]
    return alone and lone_verdict(rows[at].line, words) is True


def _asks(each: _List, rows: Sequence[Row]) -> bool:
    """Tell letters that count questions."""
    return any(asks(row.text) for row in _texts(each, rows))


def _texts(each: _List, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the options' texts: those of the letters, or below letters that stand alone."""
    return [rows[min(at + is_letters(rows[at].text), len(rows) - 1)] for at in each.members]


def _keyed(each: _List, rows: Sequence[Row]) -> bool:
    """Tell a line below the last option that what names one follows: it is the label of the key."""
    said = each.said.get(each.members[-1])
    behind = next((row.text for row in rows[said[0][0] + 1 :][:2] if row.text), "") if said else ""
    if not behind:
        return False
    lead = lettered(behind)
    named = is_letters(behind) or (lead is not None and not lead.loose)
    return named or key_of(behind) in {key_of(row.text) for row in _texts(each, rows)}
