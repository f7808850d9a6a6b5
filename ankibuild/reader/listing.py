"""Read a list of options row by row: which rows belong to which option, and where the list ends."""

from collections.abc import Mapping, Sequence

from ankibuild.items.item import Option
from ankibuild.items.option_text import read_option
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import letters_in
from ankibuild.words import Words

FARTHEST = 30
"""So many rows, at most, lie between the list of a situation and that of the options below it."""
NOTES = 8


class Listing:
    """The list of options of one item while it is being read."""

    def __init__(self, signs: Sequence[Sign], series: Mapping[int, Series], hand: Hand, words: Words) -> None:
        self.signs, self.series, self.hand, self.words = signs, series, hand, words
        self.members: tuple[int, ...] = ()
        self.pending: list[int] = []
        """The rows of the option at hand."""

    @property
    def at_last(self) -> bool:
        """Whether the option at hand is the last of the list."""
        return bool(self.pending) and self.pending[0] == self.members[-1]

    def begins(self, at: int, *, asked: bool) -> Series | None:
        """Return the series at a row if it may be the item's options; bare bullets only where something is asked."""
        found = self.series.get(at)
        if not found:
            return None
        if found.kind in ("bullets", "numbers") and self._lettered_below(at):
            return None
        return None if found.kind == "bullets" and not asked else found

    def open(self, found: Series) -> None:
        """Begin to read a list at its first row."""
        self.members, self.pending = found.members, [found.first]

    def take(self, at: int, *, labelled: bool) -> bool:
        """Take a row for the option at hand; False where the list ends before it."""
        sign = self.signs[at]
        inside = at < self.members[-1] and not (labelled and sign.row.head)
        if (not labelled and self._belongs(at, sign)) or inside:
            self.pending.append(at)
            return True
        return False

    def close_option(self) -> Option:
        """Return the option at hand, read."""
        rows = [self.signs[i].row for i in self.pending]
        first = self.signs[self.pending[0]]
        lead = first.lead if first.lead and (first.lead.rest or first.box is None) else None
        option = read_option(rows, self.words, lead)
        option.right = True if first.box else option.right
        self.pending = []
        return option

    def _lettered_below(self, at: int) -> bool:
        """Tell the list of a situation from options: one with letters or boxes follows before any answer."""
        for i in range(at + 1, min(at + FARTHEST, len(self.signs))):
            label = None if self.signs[i].silent else self.hand.label(self.signs[i])
            if (label is None and self.signs[i].row.heading) or (
                label and label.kind in ("answer", "question")
            ):
                return False
            if i in self.series and self.series[i].kind in ("letters", "boxes"):
                return i not in self.series[at].members
        return False

    def _belongs(self, at: int, sign: Sign) -> bool:
        first, row = self.signs[self.pending[0]].row, sign.row
        if row.heading or row.block is first.block:
            return not row.heading
        lead = self.signs[self.pending[0]].lead
        if row.whole and lead and not first.text[lead.rest :].strip():
            return True  # A. above a piece of code
        if row.depth > first.depth:
            return not (at > self.members[-1] and self._speaks_of_others(at))
        loose = first.bullet and not row.bullet and row.group != first.group
        return loose and row.depth == first.depth > 0

    def _speaks_of_others(self, at: int) -> bool:
        """Tell notes below the whole list from those on its last option: one of them names other options."""
        leads = [lead.letter for i in self.members if (lead := self.signs[i].lead) and lead.rest]
        known = leads or [chr(65 + n) for n in range(len(self.members))]
        group = self.signs[at].row.group
        notes = [x.row for x in self.signs[at : at + NOTES] if x.row.group == group and x.row.bullet]
        return any(letter in known[:-1] for row in notes for letter in letters_in(row.text))
