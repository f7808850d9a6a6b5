"""Write pages of all styles, read them, print recall and precision per choice.

python -m tests.product notes                pages of plain notes, with any of the options below
python -m tests.product                      as many pages as cover every pair of choices
python -m tests.product --pages 3000 --seed 7
python -m tests.product --show 12            one page, its misses and false cards
python -m tests.product --update-floors      record the figures of now as the floors of the test
"""

import argparse
from collections.abc import Iterator
from typing import Any

from tests.product.figures import SEED, Product, Written
from tests.product.products import EXAM, NOTES
from tests.product.verdict import Verdict
from tests.product.ways import Row


def remarks(verdict: Verdict) -> Iterator[str]:
    """Say what a page's cards lack."""
    if verdict.crash:
        yield f"crash {verdict.crash}"
    yield from (f"missing {each.name}" for each in verdict.missing)
    for card in verdict.false:
        parts = "; ".join(f"{name} {part.text!r}" for name, part in card.parts.items())
        yield f"false {card.kind} [{card.style}] line {card.first_line}: {parts}"


def _told(pages: Iterator[tuple[Written, Verdict]], *, verbose: bool) -> Iterator[tuple[Row, Verdict]]:
    for number, (page, verdict) in enumerate(pages):
        if verbose and (said := list(remarks(verdict))):
            print(f"page {number}:", *said, sep="\n    ")
        yield page.row, verdict


def _show(product: Product[Any], number: int, seed: int) -> None:
    page, verdict = next(each for n, each in enumerate(product.judged(number + 1, seed)) if n == number)
    print(*(f"{name}: {choice}" for name, choice in page.row.items()), sep="\n")
    print(*(f"{n:>4}  {line}" for n, line in enumerate(page.notes.splitlines(), 1)), sep="\n")
    print(*remarks(verdict), sep="\n")


def main() -> None:
    """Run by hand."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("sort", nargs="?", choices=("exam", "notes"), default="exam")
    options.add_argument("--pages", type=int, default=0)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--show", type=int, metavar="NUMBER")
    options.add_argument("--update-floors", action="store_true")
    options.add_argument("--verbose", action="store_true", help="name each card that is missing or false")
    given = options.parse_args()
    product: Product[Any] = NOTES if given.sort == "notes" else EXAM
    if given.show is not None:
        _show(product, given.show, given.seed)
    elif given.update_floors:
        found = product.figures(_told(product.judged(0, SEED), verbose=False))
        product.floors.write_text(product.table(found), "utf-8")
    else:
        told = _told(product.judged(given.pages, given.seed), verbose=given.verbose)
        print(product.table(product.figures(told)), end="")


main()
