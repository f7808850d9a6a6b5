"""Read the stem of an item, and find the options below it: a list, a line, a table of them."""

from ankibuild.items.choosing import chooses
from ankibuild.items.letters import firm_letters
from ankibuild.items.odd_options import options_in_table
from ankibuild.items.reason_tables import table_reasons
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks, subject_of
from ankibuild.reader.gaps import part_gap
from ankibuild.reader.keys import Keys
from ankibuild.reader.signs import Sign


class Stem(Keys):
    """Takes what asks, up to the options."""

    def _stem(self, at: int, sign: Sign, line: Line) -> None:
        if self._hides(sign.row) or self._lists_options(at, sign):
            return
        if self._ends_situation(sign.row):
            self.mode = "ignore"
            return
        self._lists |= at in self.sheet.series or (sign.row.whole and _lists_in(sign.row))
        self._count_stem_faults(sign)
        if not self.words.is_unanswered(sign.row.text):
            self._ask(sign, line)
            self.stem_asks |= sign.asks or self._asks_across_lines()

    def _ends_situation(self, row: Row) -> bool:
        """Tell the heading of points to consider, below a situation that asks, and the fold of a hint."""
        below = row.block.kind == "details" or (row.heading and self.item.asked)
        return below and self._told and self.words.closes_item(row.text)

    def _asks_across_lines(self) -> bool:
        """Tell a question that a line break parts: 正しいものを選択し, てください."""
        last = self.item.stem[-2:]
        return last[0][0].block is last[-1][0].block and asks("".join(line.text for _, line in last))

    def _lists_options(self, at: int, sign: Sign) -> bool:
        """Read the options of a table or of one line, or begin to read a list of them."""
        row = sign.row
        if self.item.options:
            return False
        if row.whole and not self.listing.lettered_below(at) and self._tabled(row):
            return True
        found = self.listing.begins(at, asked=self._asked, chooses=self._chooses)
        if found is None or (found.kind == "marks" and self._defines):
            return False
        self.listing.open(found)
        return True

    @property
    def _asked(self) -> bool:
        return self.stem_asks or self.item.asked or self.mode == "options"

    def _ask(self, sign: Sign, line: Line) -> None:
        """Take a line for the stem, its gap empty: what stands there is the key."""
        if self.at in self.sheet.hand.gaps:
            line, letters = part_gap(line)
            self._early = (sign, letters)
        self.item.stem.append((sign.row, line))

    @property
    def _defines(self) -> bool:
        """Whether the stem asks what something is: marked lines below are examples, good and bad."""
        return bool(self.item.stem) and bool(subject_of(self.item.stem[-1][1].text))

    def _chooses(self) -> bool:
        return self.mode == "options" or chooses(self.item.stem_text)

    def _tabled(self, row: Row) -> bool:
        """Read a table that lists the options, or lists and judges them."""
        self.item.options += options_in_table(row, self.words)
        if not self.item.options:
            found = table_reasons(row, self.item, self.words)
            lists = self._asked and (found.lists or len(found.rows) > 1)
            for option, right, why in found.rows if lists else ():
                option.right, option.refuted, option.listed = right, right is False, True
                option.why += why
                self.item.options.append(option)
        if self.item.options:
            self.mode = "after"
        return bool(self.item.options)


def _lists_in(row: Row) -> bool:
    """Tell a piece of code that holds lines with letters."""
    return len(firm_letters(line.text for line in row.block.lines)) > 1
