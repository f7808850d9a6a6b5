"""What it costs to take a row of a page for one of a hand, and for more of the part at hand."""

from collections.abc import Iterator, Sequence
from typing import Final

from ankibuild.teaching.fit import FOREIGN, KNOWN, NEVER, fit, labelled_for
from ankibuild.teaching.going_on import FURTHER, HEADED, TEXTS, is_plain, leaves_list, more
from ankibuild.teaching.looks import Look
from ankibuild.teaching.order import Order
from ankibuild.teaching.pattern import CHOICE, STEM, Pattern

AGAIN, NOT_FIRST = 20, 6
"""A list of options that starts again; one that does not begin with its first letter."""
UNREASONED = 0
"""A wrong answer below its label that is not written as the example's is."""
HIGHER = 12
"""A heading of no lower level than that of the item, and what else ends one."""
BEGUN = 40
"""A row at which another item begins, options and all: no further part makes good for it."""
ASKED = 5
"""What it costs less that a question does not ask, where the answer has words of its own."""
_NO_QUESTION: Final = CHOICE | TEXTS - STEM


class Grammar(Order):
    """The rows of a hand, with what each row of a page costs as one of them."""

    def costs(self, look: Look) -> list[int]:
        """Return what it costs to take a row for each row of the hand; a known label is as good as the example's."""
        label = look.sign.label
        found = self._fits(look)
        if label is None and is_plain(look):
            found = [
                UNREASONED if i in self._behind_labels and cost >= NEVER else cost
                for i, cost in enumerate(found)
            ]
        if label is not None and label.rest >= len(look.text):
            for i in self._announcing(labelled_for(look)):
                found[i] = min(found[i], KNOWN - 1)
        return found

    def _fits(self, look: Look) -> list[int]:
        """Return what it costs to take a row for each row of the hand; one written as the options are asks nothing.

        Neither does the hand where a row of another kind is known to ask: that is no question of its author's.
        """
        found = [(each, self._fit(each, look)) for each in self.patterns]
        lists = any(cost < 0 and each.role in CHOICE and each.kind == look.kind for each, cost in found)
        reasons = min((cost for each, cost in found if each.role == "reason"), default=NEVER)
        asked = {"question"} if look.asked else STEM if lists and look.kind else ()
        return [
            NEVER
            if (x.role in asked and x.kind != look.kind) or (x.role == "reason" and cost > reasons)
            else cost
            for x, cost in found
        ]

    def _fit(self, pattern: Pattern, look: Look) -> int:
        """Return what it costs to take a row for one of the hand, whose other rows say something of it, too.

        A row with the words of the question is no text of another part; nothing need ask where words answer it.
        """
        cost = fit(pattern, look) + FOREIGN * self._is_across_quote(pattern, look)
        if pattern.role == "question" and self._answered_by_words and not look.sign.asks:
            return cost - ASKED * ("asks" in pattern.holes)
        other = pattern.role in _NO_QUESTION and (pattern.bare or pattern.find(look.text) is None)
        return cost + FOREIGN * (other and self._asks_by_words(look))

    def _ends(self, look: Look) -> bool:
        """Tell a row that begins an item, or ends one, wherever it stands."""
        return self.opens(look) or any(fit(each, look) <= 0 for each in self.ends)

    def _begins_other(self, pattern: Pattern, look: Look) -> bool:
        """Tell a row that no part behind the question goes on with: it asks anew, or leaves the answer's list."""
        if pattern.role in STEM:
            return False
        left = leaves_list(pattern, look) or self._leaves_entry(look)
        return look.asked or left or self._asks_anew(look)

    def _leaves_entry(self, look: Look) -> bool:
        """Tell a bullet beside the one that is the item, where no part of that stands so."""
        return look.row.bullet and 0 < look.depth <= self.patterns[0].depth and look.depth not in self._listed

    def begun(self, before: int, here: int, look: Look) -> int:
        """Return what it costs to begin a part, behind a whole item, with what is known to ask."""
        pattern = self.patterns[here]
        told = not pattern.bare or pattern.role not in TEXTS - STEM or pattern.kind.startswith("#")
        opens = look.opens and not (pattern.literal and pattern.role not in STEM)
        return (BEGUN * opens or HIGHER * (look.asked and not told)) * (before >= self.last)

    def _asks_anew(self, look: Look) -> bool:
        """Tell a row that no answer goes on with: it has the words of the question, or asks as that does."""
        asks = self._answered_by_words and any("asks" in each.holes for each in self.patterns)
        return self._asks_by_words(look) or (asks and look.row.head and look.sign.asks)

    def _is_across_quote(self, pattern: Pattern, look: Look) -> bool:
        """Tell a row that is not on its side of the quote, or amid it, where that parts the question from all else."""
        amid = look.quoted and look.row.quote != look.line
        return self._asks_in_quotes and (pattern.quoted != look.quoted or amid)

    def _leaves_quote(self, pattern: Pattern, look: Look) -> bool:
        """Tell a row that goes on neither a question in quotes nor its answer."""
        across = self._asks_in_quotes and pattern.quoted != look.quoted
        return across and pattern.role in STEM | {"answer"}

    def _asks_by_words(self, look: Look) -> bool:
        """Tell a row with the words of the question, or one that begins an item."""
        here = (look.kind, look.depth)
        worded = look.row.head and any((x.kind, x.depth) == here and x.find(look.text) for x in self._worded)
        return worded or self.opens(look)

    def _announcing(self, known: Sequence[str]) -> Iterator[int]:
        """Yield the labels in whose place one stands that everyone knows."""
        for i, pattern in enumerate(self.patterns[:-1]):
            if pattern.labels and pattern.role == "skip" and self._announces(i, known):
                yield i

    def order(self, before: int, here: int, look: Look) -> int:
        """Return what it costs to take a row for an option whose letter does not count on, or another for none."""
        pattern = self.patterns[here]
        if pattern.role == "reason":
            return AGAIN * (look.counts and self._is_option(self.patterns[before], look))
        if pattern.role not in CHOICE or not (pattern.lettered or pattern.kind == "1."):
            return 0
        first = next(i for i, each in enumerate(self.patterns) if each.role in CHOICE)
        if before >= first:
            return AGAIN * look.restarts
        return NOT_FIRST * (not look.first)

    def _is_option(self, pattern: Pattern, look: Look) -> bool:
        """Tell a row written as the option before it."""
        option = pattern.role in CHOICE and pattern.lettered
        return (
            option
            and (pattern.kind, pattern.depth) == (look.kind, look.depth)
            and bool(pattern.find(look.text))
        )

    def opens(self, look: Look) -> bool:
        """Tell a row that begins an item wherever it stands: by its words or number, or as an entry of their list."""
        pattern = self.patterns[0]
        if not look.row.head or (look.kind, look.depth) != (pattern.kind, pattern.depth):
            return False
        inside = ((each.kind[:1], each.depth) for each in self.patterns[1:])
        listed = pattern.kind in ("-", "1.") and (pattern.kind[:1], pattern.depth) not in inside
        return (listed or not pattern.bare) and pattern.find(look.text) is not None

    def goes_on(self, here: int, look: Look) -> int:
        """Return what it costs to take a row for more of the part at hand."""
        pattern, whole = self.patterns[here], here >= self.last and not self._only_behind_label(here + 1)
        if whole and look.opens:
            return BEGUN
        if (
            self._ends(look)
            or (whole and self._begins_other(pattern, look))
            or self._leaves_quote(pattern, look)
        ):
            return HIGHER
        if look.kind == "rule" or (self._asks_in_quotes and pattern.quoted):
            return 0
        if look.kind.startswith("#"):
            return self._headed(look, whole=whole)
        known = labelled_for(look)
        if known and pattern.role not in known and pattern.role in CHOICE | STEM:
            return FOREIGN
        lines = self._options_are_lines and pattern.role == "stem" and not (look.row.head or pattern.more)
        return more(pattern, look, whole=whole) + FURTHER * lines

    def _is_foreign(self, look: Look) -> bool:
        """Tell a heading that is none of the example's, where all of those of its level are labels."""
        alike = [pattern for pattern in self.patterns if pattern.kind == look.kind]
        told = len(alike) > 1 and not any(pattern.holes for pattern in alike)
        return told and not any(pattern.find(look.text) for pattern in alike)

    def _headed(self, look: Look, *, whole: bool) -> int:
        level = self.level or (0 if whole and labelled_for(look) else len(look.kind))
        if len(look.kind) <= level or (whole and self._is_foreign(look)):
            return HIGHER
        return FURTHER if whole else HEADED
