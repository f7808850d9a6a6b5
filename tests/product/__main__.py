"""Write pages of all styles, read them, print recall and precision per choice.

python -m tests.product                      as many pages as cover every pair of choices
python -m tests.product --pages 3000 --seed 7
python -m tests.product --show 12            one page, its misses and false cards
python -m tests.product --update-floors      record the figures of now as the floors of the test
"""

import argparse
from collections.abc import Iterator

from tests.product.choices import Row
from tests.product.figures import FLOORS, SEED, figures, judged, table
from tests.product.judging import Verdict
from tests.product.writing import Page


def remarks(page: Page, verdict: Verdict) -> Iterator[str]:
    """Say what a page's cards lack."""
    if verdict.crash:
        yield f"crash {verdict.crash}"
    yield from (f"missing {each.name}" for each in verdict.missing)
    for card in verdict.false:
        parts = "; ".join(f"{name} {part.text!r}" for name, part in card.parts.items())
        yield f"false {card.kind} [{card.style}] line {card.first_line}: {parts}"


def _told(pages: Iterator[tuple[Page, Verdict]], *, verbose: bool) -> Iterator[tuple[Row, Verdict]]:
    for number, (page, verdict) in enumerate(pages):
        if verbose and (said := list(remarks(page, verdict))):
            print(f"page {number}:", *said, sep="\n    ")
        yield page.row, verdict


def _show(number: int, seed: int) -> None:
    page, verdict = next(each for n, each in enumerate(judged(number + 1, seed)) if n == number)
    print(*(f"{name}: {choice}" for name, choice in page.row.items()), sep="\n")
    print(*(f"{n:>4}  {line}" for n, line in enumerate(page.notes.splitlines(), 1)), sep="\n")
    print(*remarks(page, verdict), sep="\n")


def main() -> None:
    """Run by hand."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=0)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--show", type=int, metavar="NUMBER")
    options.add_argument("--update-floors", action="store_true")
    options.add_argument("--verbose", action="store_true", help="name each card that is missing or false")
    given = options.parse_args()
    if given.show is not None:
        _show(given.show, given.seed)
    elif given.update_floors:
        FLOORS.write_text(table(figures(_told(judged(0, SEED), verbose=False))), "utf-8")
    else:
        print(table(figures(_told(judged(given.pages, given.seed), verbose=given.verbose))), end="")


main()
