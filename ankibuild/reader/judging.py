"""What statements say of options: about which the text at hand is, how a verdict becomes the option's."""

from collections.abc import Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.words import Words

SHORT = 12
"""A text of fewer characters behind an option's name may be no more than its verdict."""
EVERYWHERE = -1
NOTHING = Line(0, "", "")


class Judging:
    """The verdicts on one item's options; `about` are those that the text at hand is about."""

    def __init__(self, item: Item, words: Words) -> None:
        self.item, self.words = item, words
        self.about: list[Option] = []
        self.depth = 0
        self.until = 0
        """The last line of the bullet at hand."""
        self.refuting = False
        """Whether a label says that what follows is wrong."""
        self.rightly = False
        """Whether a label says that what follows is right."""
        self.keyed = False
        """Whether a key tells which options are right: a statement overrules none."""
        self.count = 0
        self._called = 0
        """How many options a verdict has made right."""
        self.below = NOTHING
        """The line below the row at hand."""

    def close(self) -> None:
        """Let the text that follows be about no option."""
        self.about = []

    def turn_to(self, options: Sequence[Option], row: Row | None = None) -> None:
        """Let the text that follows be about these options, as far as it lies deeper than the row, if there is one."""
        self.about, self.depth = list(options), row.depth if row else EVERYWHERE
        self.until = row.block.last if row and row.bullet else 0
        self.count += 1

    def is_below(self, row: Row) -> bool:
        """Tell a row that lies deeper than the statement at hand, or is a further paragraph of its bullet."""
        return row.depth > self.depth or row.line.number <= self.until

    @property
    def refutes_alone(self) -> bool:
        """Whether the statement at hand is one line about a wrong option."""
        return self.depth != EVERYWHERE and bool(self.about) and not any(each.right for each in self.about)

    def _judge(self, option: Option, verdict: bool | None) -> None:
        """Take a verdict for the option's, where nothing stronger says otherwise."""
        against = option.refuted or verdict is False or self.refuting
        option.refuted = against and not (self.keyed and option.right)
        # boxes that nobody ticks say nothing: of such options verdicts alone call some right
        unticked = option.right is False and not option.refuted and len(self.item.right) == self._called
        if option.right is None or (unticked and verdict):
            option.right = self._settled(verdict)
            self._called += bool(option.right)

    def _settled(self, verdict: bool | None) -> bool | None:
        """Return what a verdict makes of an option of which nothing is known: where a key is, none is right."""
        said = True if verdict is None and self.rightly else verdict
        return None if said and self.keyed and self.item.right else said

    def _verdict(self, rest: Line) -> tuple[Line, bool | None]:
        if not rest.text:
            return rest, None
        line, verdict = verdict_before(rest, self.words)
        if verdict is not None and line.text:
            again, said = verdict_before(line, self.words)
            line = again if said == verdict and not again.text else line
        if verdict is None and len(rest.text) < SHORT:
            return bare_option(rest, self.words)
        return line, verdict
