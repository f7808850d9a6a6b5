"""Recall and precision over many pages: in all and per choice; and the floors that they may not fall below."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from ankibuild.model import Card
from tests.case_files import recognised
from tests.product.verdict import Verdict
from tests.product.ways import Row, Ways

SEED = 1
READ = "pages read without a crash, pages"


@dataclass(slots=True)
class Count:
    """How many cards were wanted, found and made."""

    wanted: int = 0
    found: int = 0
    made: int = 0

    def add(self, wanted: int, found: int, made: int) -> None:
        """Count some more."""
        self.wanted, self.found, self.made = self.wanted + wanted, self.found + found, self.made + made

    @property
    def recall(self) -> int:
        """Per cent of the wanted that were found, rounded down."""
        return 100 * self.found // self.wanted if self.wanted else 100

    @property
    def precision(self) -> int:
        """Per cent of the made that were wanted, rounded down."""
        return 100 * self.found // self.made if self.made else 100


Key = tuple[str, str, str]
"""Dimension, choice, kind; ("all", "", kind) for everything."""
Figures = Mapping[Key, Count]


class Written(Protocol):
    """A generated page; `row` is how it is written."""

    @property
    def row(self) -> Row:
        """A choice for each dimension."""

    @property
    def notes(self) -> str:
        """Its text."""


Page = TypeVar("Page", bound=Written)


@dataclass(frozen=True, slots=True)
class Product(Generic[Page]):
    """How one sort of pages is written and judged, and where the floors of its figures are."""

    ways: Ways
    kinds: Mapping[str, str]
    """The two kinds of its cards, and what tables call them."""
    write: Callable[[Row, object], Page]
    judge: Callable[[Page, Sequence[Card], str], Verdict]
    floors: Path

    def judged(self, count: int, seed: int) -> Iterator[tuple[Page, Verdict]]:
        """Write pages, read them, and compare; `count` 0 is as many as cover every pair of choices."""
        for number, row in enumerate(self.ways.rows(count, seed)):
            written = self.write(row, f"{seed} {number}")
            yield written, self._read(written)

    def _read(self, written: Page) -> Verdict:
        try:
            return self.judge(written, recognised(written.notes)[0], "")
        except Exception as error:
            return self.judge(written, [], f"{type(error).__name__}: {error}")

    def figures(self, results: Iterable[tuple[Row, Verdict]]) -> Figures:
        """Add up what pages gave."""
        found: defaultdict[Key, Count] = defaultdict(Count)
        for row, verdict in results:
            found["read", "", ""].add(1, not verdict.crash, 1)
            for kind in self.kinds:
                for name, choice in (("all", ""), *row.items()):
                    found[name, choice, kind].add(*verdict.counts(kind))
        return found

    def table(self, found: Figures) -> str:
        """Write recall and precision per choice: a line a choice, the one kind, then the other."""
        heads = " | ".join(f"{each} recall precision" for each in self.kinds.values())
        lines = [f"# dimension: choice | {heads} (per cent, rounded down)"]
        for name, choices in {"all": ("",), **self.ways.dimensions}.items():
            for choice in choices:
                counts = [found.get((name, choice, kind), Count()) for kind in self.kinds]
                title = f"{name}: {choice}" if choice else name
                figures = " | ".join(f"{each.recall:>3} {each.precision:>3}" for each in counts)
                lines.append(f"{title:<44} | {figures}")
        read = found["read", "", ""]
        lines.append(f"{READ:<44} | {read.found:>3} {read.wanted:>3} |   0   0")
        return "\n".join(lines) + "\n"

    def undershot(self, found: Figures) -> list[str]:
        """Say which figures are below their floors."""
        now = dict(_numbers(self.table(found)))
        names = [f"{each} {figure}" for each in self.kinds.values() for figure in ("recall", "precision")]
        return [
            f"{title}: {name} {got} is below its floor of {floor}"
            for title, limits in _numbers(self.floors.read_text("utf-8"))
            for name, got, floor in zip(names, now[title], limits, strict=True)
            if got < floor
        ]


def _numbers(text: str) -> Iterator[tuple[str, list[int]]]:
    for line in text.splitlines()[1:]:
        title, one, two = line.rsplit(" | ", 2)
        yield title.strip(), [int(n) for n in f"{one} {two}".split()]
