"""The order of a hand's rows: what may follow what, and at what cost."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import dropwhile, takewhile
from typing import Final

from ankibuild.patterns import lazily
from ankibuild.teaching.fit import FOREIGN, KNOWN, NEVER, fit, labelled_for
from ankibuild.teaching.going_on import FURTHER, HEADED, TEXTS, is_plain, leaves_list, more
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import CHOICE, PICTURE, STEM, Pattern, parse

LEFT_OUT, PASSED = 5, 1
"""What it costs to pass over a part that each item has; any other."""
WHOLE = 4
"""What it brings to come to what an item is whole with."""
BACK = 1
"""What it costs to come back to a part, where parts stand in any order."""
AGAIN, NOT_FIRST = 20, 6
"""A list of options that starts again; one that does not begin with its first letter."""
UNREASONED = 0
"""A wrong answer below its label that is not written as the example's is."""
ANNOUNCED = -3
"""What a label that announces wrong answers tells of the first row behind it."""
HIGHER = 12
"""A heading of no lower level than that of the item, and what else ends one."""
UNLABELLED = 4
"""A key or reason without the label that alone tells it."""
BEGUN = 40
"""A row at which another item begins, options and all: no further part makes good for it."""
ASKED = 5
"""What it costs less that a question does not ask, where the answer has words of its own."""
_NO_QUESTION: Final = CHOICE | TEXTS - STEM
NEEDED: Final = CHOICE | {"key", "answer"}
_WORD = lazily(r"[^\W\d_]")


class Grammar:
    """The order of a hand's rows: what may follow what, and at what cost."""

    def __init__(self, rows: Sequence[str]) -> None:
        patterns = [parse(row) for row in rows]
        self.patterns = [each for each in patterns if each.role not in ("end", "keys")]
        self.keys = [each for each in patterns if each.role == "keys"]
        self.ends = [each for each in patterns if each.role == "end"]

    @cached_property
    def last(self) -> int:
        """The row with which an item is whole: the first of its last kind of needed part."""
        roles = [each.role for each in self.patterns]
        said = roles.index("answer") if "answer" in roles else len(roles)
        needed = [i for i, role in enumerate(roles) if role in (NEEDED if i <= said else NEEDED - CHOICE)]
        final = {roles[needed[-1]]} if needed else set()
        alike = (final - CHOICE) or CHOICE
        return next((i for i in needed if roles[i] in alike), 0)

    @cached_property
    def entries(self) -> list[tuple[int, int]]:
        """The rows with which an item may begin, each with what that costs: below one heading stand several."""
        asks = next((i for i, each in enumerate(self.patterns) if each.role != "skip"), 0)
        return [(0, 0)] + [(asks, PASSED * asks)] * bool(asks and self._stands_out(self.patterns[asks]))

    def _stands_out(self, pattern: Pattern) -> bool:
        """Tell a question that does not look like any paragraph, and is no picture."""
        told = (pattern.kind, pattern.quoted, not pattern.bare, "asks" in pattern.holes)
        code = pattern.kind == "```" and pattern.bare and not self._answered_by_words
        return pattern.role in STEM and not code and any(told) and pattern.literal != PICTURE

    @cached_property
    def fences(self) -> bool:
        """Whether it says what lines in fences are."""
        return any(each.kind == "```" and (each.holes or each.literal) for each in self.patterns)

    @cached_property
    def level(self) -> int:
        """The level of the headings that end an item, that of its own unless others stand inside; 0 without one."""
        opening, *inside = [len(each.kind) if each.kind.startswith("#") else 0 for each in self.patterns]
        return min([opening, *(level - 1 for level in inside if level)]) if opening else 0

    @cached_property
    def steps(self) -> list[list[tuple[int, int]]]:
        """For each row of the hand those that it can be reached from, each with what that costs."""
        n = len(self.patterns)
        found: list[list[tuple[int, int]]] = []
        for here in range(n):
            if self._only_behind_label(here):
                found.append(
                    [(here - 1, ANNOUNCED), (here, 0), *((i, 0) for i in self._reasons_behind(here))]
                )
                continue
            ways = [(i, self._pass(i, here) - WHOLE * self._completes(i, here)) for i in range(here + 1)]
            ways += [
                (i, BACK * (self.patterns[here].role not in CHOICE))
                for i in range(here + 1, n)
                if self._may_return(i, here)
            ]
            found.append(ways)
        return found

    def _reasons_behind(self, here: int) -> Iterator[int]:
        """Yield the reasons that stand right behind a wrong answer: each of those has its own."""
        behind = enumerate(self.patterns[here + 1 :], here + 1)
        yield from (i for i, _each in takewhile(lambda x: x[1].role == "reason", behind))

    def is_unfinished(self, here: int) -> bool:
        """Tell a row with which no item is whole: reasons stand behind the key as well as before it."""
        return here < self.last and not (
            self.patterns[here].role == "reason" and self._may_return(self.last, here)
        )

    def _completes(self, start: int, here: int) -> bool:
        """Tell the step with which an item gets whole."""
        choices = {self.patterns[here].role, self.patterns[self.last].role} <= CHOICE
        return start < self.last and (here == self.last or (choices and here > self.last))

    def _only_behind_label(self, here: int) -> bool:
        """Tell what is known by nothing but the label above it: wrong answers in words, and reasons against them."""
        labelled = 0 < here < len(self.patterns) and self.patterns[here - 1].labels
        return labelled and here > self.last and self.patterns[here].role in CHOICE

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
        """Return what it costs to take a row for each row of the hand; one written as the options are asks nothing."""
        found = [(each, self._fit(each, look)) for each in self.patterns]
        lists = any(cost < 0 and each.role in CHOICE and each.kind == look.kind for each, cost in found)
        apart = lists and bool(look.kind)
        reasons = min((cost for each, cost in found if each.role == "reason"), default=NEVER)
        return [
            NEVER
            if (apart and x.role in STEM and x.kind != look.kind) or (x.role == "reason" and cost > reasons)
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
        return cost + FOREIGN * (pattern.bare and pattern.role in _NO_QUESTION and self._asks_by_words(look))

    @cached_property
    def _answered_by_words(self) -> bool:
        """Whether a word stands before each answer."""
        return any(each.role == "answer" and each.literal and "text" in each.holes for each in self.patterns)

    @cached_property
    def _worded(self) -> list[Pattern]:
        return [each for each in self.patterns if each.role in STEM and _WORD.search(each.literal)]

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
        return (BEGUN * look.opens or HIGHER * (look.asked and not told)) * (before >= self.last)

    def _asks_anew(self, look: Look) -> bool:
        """Tell a row that no answer goes on with: it has the words of the question, or asks as that does."""
        asks = self._answered_by_words and any("asks" in each.holes for each in self.patterns)
        return self._asks_by_words(look) or (asks and look.row.head and look.sign.asks)

    @cached_property
    def _asks_in_quotes(self) -> bool:
        """Whether nothing but the question stands in a quote, and nothing else tells it."""
        quoted = {each.role for each in self.patterns if each.quoted}
        return bool(quoted) and quoted <= STEM and all(each.bare for each in self.patterns if each.quoted)

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

    @cached_property
    def _behind_labels(self) -> list[int]:
        return [i for i in range(1, len(self.patterns)) if self._only_behind_label(i)]

    def _announces(self, at: int, known: Sequence[str]) -> bool:
        """Tell whether a known label announces what stands behind a row of the hand."""
        after = self.patterns[at + 1].role
        return after in known or ("reason" in known and after in CHOICE and at >= self.last)

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

    def _pass(self, start: int, here: int) -> int:
        left = self.patterns[start + 1 : here]
        if self.patterns[start].role in CHOICE:  # the right one stands anywhere among them
            left = [*dropwhile(_is_choice, left)]
        if self.patterns[here].role in CHOICE:
            left = [each for each in left if not _is_choice(each)]
        roles = {self.patterns[start].role, self.patterns[here].role}
        unlabelled = UNLABELLED * (bool(left) and self._is_told_by_label(here))
        wordless = LEFT_OUT * (self.patterns[start].role != "answer" and self._lacks_word(left, here))
        return (
            unlabelled
            + wordless
            + sum(
                LEFT_OUT if each.role in NEEDED - roles else PASSED for each in left if each.role not in roles
            )
        )

    def _lacks_word(self, left: Sequence[Pattern], here: int) -> bool:
        """Tell a further row of an answer that begins it in place of one with a word or sign."""
        pattern = self.patterns[here]
        worded = any(each.role == "answer" and each.literal for each in left)
        return worded and pattern.role == "answer" and not pattern.literal

    def _is_told_by_label(self, here: int) -> bool:
        """Tell a key or reason that nothing but the label above it tells from other rows."""
        labels, pattern = self.patterns[here - 1], self.patterns[here]
        return pattern.role in ("key", "reason") and pattern.bare and labels.role == "skip" and labels.labels

    def _may_return(self, start: int, here: int) -> bool:
        """Tell two rows of one list of options, and what stands behind the key in any order."""
        between = {each.role for each in self.patterns[here : start + 1]}
        if between <= CHOICE | {"reason"}:
            return True
        return (
            here > self.last
            or (start >= self.last and (self._explains(here) or self._is_wrong(here)))
            or (here == self.last and self.patterns[here].role == "answer")
        )

    def _is_wrong(self, here: int) -> bool:
        """Tell a wrong answer that a word names: it stands above the answer or below."""
        pattern = self.patterns[here]
        named = pattern.role == "option" and bool(pattern.literal) and not pattern.lettered
        return named and self.patterns[self.last].role == "answer"

    def _explains(self, here: int) -> bool:
        """Tell a part that stands behind options and answer as well as between them, and the label of one."""
        if here <= self._listed_last:
            return False
        labels = self.patterns[here].role == "skip" and here < self.last
        return self.patterns[here + labels].role in TEXTS - STEM - {"answer"}

    @cached_property
    def _listed_last(self) -> int:
        """The row behind which no option and no question stands any more."""
        asked = [i for i, each in enumerate(self.patterns) if each.role in CHOICE | STEM]
        return max((i for i in asked if i < self.last), default=self.last)

    def opens(self, look: Look) -> bool:
        """Tell a row that begins an item wherever it stands: by its words or number, or as an entry of their list."""
        pattern = self.patterns[0]
        if not look.row.head or (look.kind, look.depth) != (pattern.kind, pattern.depth):
            return False
        inside = ((each.kind[:1], each.depth) for each in self.patterns[1:])
        listed = pattern.kind in ("-", "1.") and (pattern.kind[:1], pattern.depth) not in inside
        return (listed or not pattern.bare) and pattern.find(look.text) is not None

    @cached_property
    def _listed(self) -> set[int]:
        """The depths of lists that stand inside an item."""
        return {each.depth for each in self.patterns[1:] if each.kind[:1] in ("-", "1")}

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

    @cached_property
    def _options_are_lines(self) -> bool:
        """Whether nothing tells an option from a further line of the question."""
        choices = [each for each in self.patterns if each.role in CHOICE]
        return bool(choices) and all(each.bare and not each.kind for each in choices)

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


def _is_choice(pattern: Pattern) -> bool:
    return pattern.role in CHOICE
