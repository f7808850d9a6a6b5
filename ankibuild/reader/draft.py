"""What was read of an item so far, and how well it reads: a stem, a list of options, the key, what explains it."""

from collections.abc import Collection
from typing import Literal

from ankibuild.items.by_place import ByPlace
from ankibuild.items.item import Item
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, lone_verdict
from ankibuild.items.settle import left_over
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.reader.ending import Ending
from ankibuild.reader.listing import Listing
from ankibuild.reader.sheet import Sheet
from ankibuild.reader.signs import Sign, count_of
from ankibuild.reader.statements import Statements
from ankibuild.text import bold_prefix, has_picture
from ankibuild.words import Label

Mode = Literal["stem", "options", "after", "key", "explanation", "own", "mistake", "ignore"]
LONGEST_HEAD = 16
"""A line of no more characters may head what follows."""
LONGEST_PART = 8
"""A line of no more characters that begins with the letter of a part says no more than what it is called."""
STOPS = ("。", ".", "!")
LOWEST = 6
"""The lowest level of headings."""


class Draft:
    """One item as far as it was read; `openers` are the rows where the page's items open."""

    def __init__(self, sheet: Sheet, openers: Collection[int] = ()) -> None:
        self.sheet, self.openers = sheet, openers
        self.signs, self.words = sheet.signs, sheet.words
        self.rows: list[Row] = []
        self.item = Item(self.rows)
        self.labels: list[Label | None] = []
        """The labels of the rows."""
        self.mode: Mode = "stem"
        self.listing = Listing(sheet)
        self.statements = Statements(self.item, sheet.words)
        self.places = ByPlace()
        self.keys = 0
        self.faults = 0
        self.beyond = 0
        """How many headings stand behind the last row that is certainly the item's."""
        self.stem_asks = False
        self.titles = 0
        """What the headings directly above another one in the stem cost: that of a chapter belongs to no item."""
        self.before = 0
        """How many rows stand before the options and the key."""
        self.ends_in_heading = False
        self.ending = Ending()
        self._left = False
        """Whether a row behind the end belongs to something else."""
        self._spoken = False
        """Whether an answer in words goes on."""
        self._first: Sign | None = None
        self.at = 0
        """The place of the row at hand, the last one that was read."""
        self._over: Sign | None = None
        """The last heading over the options and the answer."""
        self._key_rows = 0
        self._asked_after = False
        self._lists = False
        """Whether a list stands in the stem: it may be the options that nobody has answered yet."""
        self._ruled_off = False
        """Whether a rule stands behind the options."""
        self._level = 0
        """The level of the last heading of the stem."""
        self._asked_groups: set[int] = set()
        """The lists of which an item has asked."""
        self._label_line = 0
        """The line of the label of the answer."""
        self._key_level = LOWEST
        """The level of the heading that announces the answer."""
        self._said: set[str] = set()
        """What stands behind the labels of the answer."""
        self._early: tuple[Sign, Line] | None = None
        """A key that stands before the options."""

    def _names_option(self, sign: Sign) -> bool:
        if self._counts_beyond(sign):
            return False
        if sign.lead is not None and self.item.named(sign.lead.letter) is not None:
            return True
        bold = sign.row.text[: bold_prefix(sign.line)].strip(" :：")
        return self.item.like(bare_option(sign.line, self.words)[0].text) is not None or (
            bool(bold) and self.item.like(bold) is not None
        )

    def _counts_beyond(self, sign: Sign) -> bool:
        """Tell a heading that counts on from the one over the item: below `## 1.` is `## 2.` no option B.

        One that is but another number does so, too, in whatever order the numbers stand.
        """
        over = self._over
        if over is None or not 0 < level_of(sign) <= level_of(over):
            return False
        before, number = count_of(over), count_of(sign)
        if min(before, number) < 0 or sign.number in self.item.known:
            return False
        return number > before or (number != before and is_number(sign.row.text))

    @property
    def _told(self) -> bool:
        """Whether the stem has more than headings: the next heading has a stem of its own."""
        return any(not row.heading for row, _ in self.item.stem)

    def _hides(self, row: Row) -> bool:
        """Tell the summary of a fold that says no more than that it hides the answer."""
        return row.block.kind == "details" and self.words.reveals(row.text)

    def _closes(self, row: Row) -> bool:
        """Tell a title over what follows an explanation: points to remember, terms, other notes."""
        if not (row.heading or (row.head and len(row.text) <= LONGEST_HEAD)):
            return False
        if self.words.is_none_section(row.text):
            return True
        return self.words.closes_item(row.text) and self._has_explained

    @property
    def _has_explained(self) -> bool:
        item = self.item
        told = bool(item.explanation) or len(item.answer) > 1 or bool(item.mistake)
        return told or any(option.why for option in item.options)

    def _is_verdict(self, head: Line) -> bool:
        """Tell `Correct.`, which calls right what is told, and behind a key 正解。, from the label of an answer."""
        stops = head.text.rstrip().endswith(STOPS)
        return stops and (self.keys > 0 or lone_verdict(head, self.words) is True)

    @property
    def asks(self) -> bool:
        """Whether the stem asks, or a label or list says that it does."""
        return self.stem_asks or self.item.asked

    @property
    def rights(self) -> int:
        """How many options are right, the one that is still being read counted."""
        found = sum(bool(option.right) for option in self.item.options)
        if self.listing.at_last:
            found += self.listing.ends_right or self._early is not None
        found = found or self.places.rights
        return found or (self.statements.count > 0 and left_over(self.item, told=self.asks) is not None)

    @property
    def whole(self) -> bool:
        """Whether the item has a stem and a right answer."""
        pictured = bool(self.item.letters) and any(has_picture(line) for _, line in self.item.stem)
        answered = self.rights > 0 or bool(self.item.answer) or pictured
        return bool(self.item.stem) and answered and not self._asks_nothing

    @property
    def _asks_nothing(self) -> bool:
        """Whether the stem ends in the letter of a part that has at most a name, `(a) f₁`.

        Or whether statements are judged in turn below what neither asks nor is a heading that names their subject.
        """
        if self.stem_asks:
            return False
        told = self.item.asked or self.item.stem[0][0].heading
        last = self.item.stem[-1][1].text
        lead = None if self.options or len(last) > LONGEST_PART else lettered(last)
        part = lead is not None and not (lead.loose or lead.letter.isdigit())
        return part or (self.listing.takes_turns and not told)

    @property
    def only_judges(self) -> bool:
        """Whether a heading that asks nothing, and has no number, stands over options with letters and marks."""
        item = self.item
        if self.stem_asks or item.asked or item.number or self.keys:
            return False
        first = self.signs[self.listing.members[0]] if self.listing.members else None
        marked = first is not None and first.mark is not None and first.lead is not None
        return marked and all(row.heading for row, _ in item.stem)

    @property
    def told_plainly(self) -> int:
        """Where, below a line that labels a question, its stem turns into an answer that no label announces; or 0."""
        if not self._may_tell:
            return 0
        stem = self.item.stem
        at = 1 + max((i for i, (_, line) in enumerate(stem) if asks(line.text)), default=0)
        told = stem[at:]
        plain = bool(told) and told[0][0].head and not self._lists
        return at if plain and not any(row.whole or has_picture(line) for row, line in told) else 0

    @property
    def _may_tell(self) -> bool:
        """Whether a line that is no heading labels a question that nothing answers."""
        item, first = self.item, self._first
        asked = self.stem_asks and item.asked and not (self.options or item.answered)
        return first is not None and not first.row.heading and asked and first.row is not item.stem[0][0]

    def _take_told(self, at: int) -> None:
        item = self.item
        told, item.stem = item.stem[at:], item.stem[:at]
        first = told[0][0]
        said = sum(row.block is first.block for row, _ in told)
        item.answer, item.explanation, item.answered = told[:said], told[said:], True

    @property
    def options(self) -> int:
        """How many options there are, the one that is still being read counted."""
        return len(self.item.options) + bool(self.listing.pending)


def is_number(text: str) -> bool:
    """Tell a text without words."""
    return not any(sign.isalpha() for sign in text)


def level_of(sign: Sign) -> int:
    """Return the level of a heading, 0 for other rows and for folds."""
    marker = sign.row.block.marker
    return int(marker) if sign.row.block.kind == "heading" and marker.isdigit() else 0
