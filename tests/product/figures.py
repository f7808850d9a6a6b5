"""Recall and precision over many pages: in all and per choice; and the floors that they may not fall below."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.case_files import recognised
from tests.product.choices import DIMENSIONS, Row, rows
from tests.product.judging import KINDS, Verdict, judge
from tests.product.writing import Page, page

FLOORS = Path(__file__).with_name("floors.txt")
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


def judged(count: int, seed: int) -> Iterator[tuple[Page, Verdict]]:
    """Write pages, read them, and compare; `count` 0 is as many as cover every pair of choices."""
    for number, row in enumerate(rows(count, seed)):
        written = page(row, f"{seed} {number}")
        yield written, _read(written)


def _read(written: Page) -> Verdict:
    try:
        return judge(written, recognised(written.notes)[0])
    except Exception as error:
        return judge(written, [], f"{type(error).__name__}: {error}")


def figures(results: Iterable[tuple[Row, Verdict]]) -> Figures:
    """Add up what pages gave."""
    found: defaultdict[Key, Count] = defaultdict(Count)
    for row, verdict in results:
        found["read", "", "qa"].add(1, not verdict.crash, 1)
        for kind in KINDS:
            for name, choice in (("all", ""), *row.items()):
                found[name, choice, kind].add(*verdict.counts(kind))
    return found


def keys() -> Iterator[Key]:
    """Return every place for a figure, in the order of the dimensions."""
    for name, choices in {"all": ("",), **DIMENSIONS}.items():
        yield from ((name, choice, kind) for choice in choices for kind in KINDS)


def table(found: Figures) -> str:
    """Write recall and precision per choice: a line a choice, Q&A then contrasts."""
    lines = [
        "# dimension: choice | Q&A recall precision | contrast recall precision (per cent, rounded down)"
    ]
    for (name, choice, _), (_, _, _) in _twos():
        one, two = found.get((name, choice, "qa"), Count()), found.get((name, choice, "contrast"), Count())
        title = f"{name}: {choice}" if choice else name
        lines.append(f"{title:<44} | {one.recall:>3} {one.precision:>3} | {two.recall:>3} {two.precision:>3}")
    read = found["read", "", "qa"]
    lines.append(f"{READ:<44} | {read.found:>3} {read.wanted:>3} |   0   0")
    return "\n".join(lines) + "\n"


def _twos() -> Iterator[tuple[Key, Key]]:
    every = iter(keys())
    return zip(every, every, strict=True)


def floors() -> dict[str, list[int]]:
    """Read the recorded floors: title → the four figures."""
    read = {}
    for line in FLOORS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            title, *numbers = line.rsplit(" | ", 2)
            read[title.strip()] = [int(n) for part in numbers for n in part.split()]
    return read


def undershot(found: Figures) -> list[str]:
    """Say which figures are below their floors."""
    wanted = floors()
    now = dict(_numbers(table(found)))
    names = ("Q&A recall", "Q&A precision", "contrast recall", "contrast precision")
    return [
        f"{title}: {name} {got} is below its floor of {floor}"
        for title, limits in wanted.items()
        for name, got, floor in zip(names, now[title], limits, strict=True)
        if got < floor
    ]


def _numbers(text: str) -> Iterator[tuple[str, list[int]]]:
    for line in text.splitlines()[1:]:
        title, one, two = line.rsplit(" | ", 2)
        yield title.strip(), [int(n) for n in f"{one} {two}".split()]
