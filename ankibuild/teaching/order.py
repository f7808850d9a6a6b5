"""The order of a hand's rows, whatever stands in them: what may follow what, and at what cost."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import dropwhile, takewhile
from typing import Final

from ankibuild.patterns import lazily
from ankibuild.teaching.going_on import TEXTS
from ankibuild.teaching.pattern import CHOICE, PICTURE, STEM, Pattern, parse

LEFT_OUT, PASSED = 5, 1
"""What it costs to pass over a part that each item has; any other."""
WHOLE = 4
"""What it brings to come to what an item is whole with."""
BACK = 1
"""What it costs to come back to a part, where parts stand in any order."""
ANNOUNCED = -3
"""What a label that announces wrong answers tells of the first row behind it."""
UNLABELLED = 4
"""A key or reason without the label that alone tells it."""
UNTOLD = 6
"""An answer without its label below a question that may be any row; twice that where both look alike."""
NEEDED: Final = CHOICE | {"key", "answer"}
_WORD = lazily(r"[^\W\d_]")


class Order:
    """What may follow what, and at what cost."""

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

    @cached_property
    def _answered_by_words(self) -> bool:
        """Whether a word stands before each answer."""
        return any(each.role == "answer" and each.literal and "text" in each.holes for each in self.patterns)

    @cached_property
    def _worded(self) -> list[Pattern]:
        return [each for each in self.patterns if each.role in STEM and _WORD.search(each.literal)]

    @cached_property
    def _asks_in_quotes(self) -> bool:
        """Whether nothing but the question stands in a quote, and nothing else tells it."""
        quoted = {each.role for each in self.patterns if each.quoted}
        return bool(quoted) and quoted <= STEM and all(each.bare for each in self.patterns if each.quoted)

    @cached_property
    def _behind_labels(self) -> list[int]:
        return [i for i in range(1, len(self.patterns)) if self._only_behind_label(i)]

    def _announces(self, at: int, known: Sequence[str]) -> bool:
        """Tell whether a known label announces what stands behind a row of the hand."""
        after = self.patterns[at + 1].role
        return after in known or ("reason" in known and after in CHOICE and at >= self.last)

    def _pass(self, start: int, here: int) -> int:
        left = self.patterns[start + 1 : here]
        if self.patterns[start].role in CHOICE:  # the right one stands anywhere among them
            left = [*dropwhile(_is_choice, left)]
        if self.patterns[here].role in CHOICE:
            left = [each for each in left if not _is_choice(each)]
        roles = {self.patterns[start].role, self.patterns[here].role}
        wordless = LEFT_OUT * (self.patterns[start].role != "answer" and self._lacks_word(left, here))
        return (
            self._unlabelled(start, left, here)
            + wordless
            + sum(
                LEFT_OUT if each.role in NEEDED | STEM else PASSED for each in left if each.role not in roles
            )
        )

    def _unlabelled(self, start: int, left: Sequence[Pattern], here: int) -> int:
        """Return what it costs that the label is left out which tells a part."""
        asked = self.patterns[start].role != "answer" and any(each.labels for each in left)
        told = bool(left) and self._is_told_by_label(here)
        return UNLABELLED * told + (UNTOLD * self._looks_asked(here) if asked else 0)

    def _lacks_word(self, left: Sequence[Pattern], here: int) -> bool:
        """Tell a further row of an answer that begins it in place of one with a word or sign."""
        pattern = self.patterns[here]
        worded = any(each.role == "answer" and each.literal for each in left)
        return worded and pattern.role == "answer" and not pattern.literal

    def _looks_asked(self, here: int) -> int:
        """Return how much an answer is like a question that may be any row: not at all, told by its place, alike."""
        pattern = self.patterns[here]
        asked = {each.shape for each in self.patterns if each.role in STEM and each.bare}
        return (1 + (pattern.shape in asked)) * (pattern.role == "answer" and pattern.bare and bool(asked))

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

    @cached_property
    def _listed(self) -> set[int]:
        """The depths of lists that stand inside an item."""
        return {each.depth for each in self.patterns[1:] if each.kind[:1] in ("-", "1")}

    @cached_property
    def _options_are_lines(self) -> bool:
        """Whether nothing tells an option from a further line of the question."""
        choices = [each for each in self.patterns if each.role in CHOICE]
        return bool(choices) and all(each.bare and not each.kind for each in choices)


def _is_choice(pattern: Pattern) -> bool:
    return pattern.role in CHOICE
