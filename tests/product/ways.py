"""Rows of choices, one of each dimension, in which every pair of choices that go together occurs."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

Row = Mapping[str, str]
"""A choice for each dimension (or, while a row is made, for some)."""
Pair = tuple[tuple[str, str], tuple[str, str]]
Rule = tuple[str, Callable[[Row], bool]]
"""Why some choices do not go together, and whether those of a row don't."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """The choices of each dimension, and the rules that say which do not go together."""

    dimensions: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]

    def clash(self, row: Row) -> str:
        """Say which rule forbids a row of choices, "" if none; of a part of a row only what it has is judged."""
        for sentence, forbids in self.rules:
            try:
                if forbids(row):
                    return sentence
            except KeyError:
                continue
        return ""

    def pairs(self, row: Row) -> Iterator[Pair]:
        """Return the pairs of choices of a row, in the order of the dimensions."""
        return combinations([(name, row[name]) for name in self.dimensions if name in row], 2)

    def possible_pairs(self) -> list[Pair]:
        """Return every pair of choices that no rule on two choices forbids; a third choice may forbid it yet."""
        everything = [(name, choice) for name, choices in self.dimensions.items() for choice in choices]
        return [
            (one, two)
            for one, two in combinations(everything, 2)
            if one[0] != two[0] and not self.clash(dict((one, two)))
        ]

    def fill(self, start: Row, random: Random, left: Collection[Pair] = ()) -> Row | None:
        """Complete a part of a row with what occurs in most pairs left, else at random; None where nothing fits."""
        row = dict(start)
        for name in random.sample(sorted(self.dimensions), len(self.dimensions)):
            if name in row:
                continue
            fitting = [choice for choice in self.dimensions[name] if not self.clash({**row, name: choice})]
            if not fitting:
                return None
            gains = [self._gain(row, name, choice, left) for choice in fitting]
            row[name] = random.choice([c for c, n in zip(fitting, gains, strict=True) if n == max(gains)])
        return {name: row[name] for name in self.dimensions}

    def _gain(self, row: Row, name: str, choice: str, left: Collection[Pair]) -> int:
        """Count the pairs left that a choice makes with those of a row."""
        if not left:
            return 0
        places = list(self.dimensions)
        new = (name, choice)
        both = (
            ((each, new) if places.index(each[0]) < places.index(name) else (new, each))
            for each in row.items()
        )
        return sum(pair in left for pair in both)

    def covering(self, seed: int) -> Iterator[Row]:
        """Return rows in which every possible pair occurs: for each pair left, the best of some rows with it."""
        random = Random(f"rows {seed}")
        left = dict.fromkeys(self.possible_pairs())
        while left:
            pair = next(iter(left))
            rows = [row for row in (self.fill(dict(pair), random, left) for _ in range(_TRIES)) if row]
            rows = rows or [row for row in (self.fill(dict(pair), random) for _ in range(8 * _TRIES)) if row]
            del left[pair]
            if not rows:
                continue
            best = max(rows, key=lambda row: sum(each in left for each in self.pairs(row)))
            for each in self.pairs(best):
                left.pop(each, None)
            yield best

    def rows(self, count: int, seed: int) -> Iterator[Row]:
        """Return `count` rows, first those that cover every pair, then at random; 0 is as many as cover."""
        made = 0
        for row in self.covering(seed):
            if count and made == count:
                return
            made += 1
            yield row
        random = Random(f"more {seed}")
        while made < count:
            if row_or_none := self.fill({}, random):
                made += 1
                yield row_or_none
