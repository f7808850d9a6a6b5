"""Read, list and write case files: title · notes · expected listing, parted by a line with a single dot.

A listing shows each card (kind, style, context, its parts with source lines and text) and each problem
(line and slug), in the order in which `recognise` returns them. To accept what the recognisers do now:
`UPDATE_CASES=1 pytest tests/test_cases.py`, then read the difference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ankibuild.markdown.dialect import Dialect
from ankibuild.markdown.outline import Section, outline
from ankibuild.markdown.source import parse
from ankibuild.model import Card, Line, Part, Problem, Range
from ankibuild.styles import recognise

FOLDER = Path(__file__).parent / "cases"
PATH = "notes.md"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a case file; `number` is its place in the file, from 0."""

    file: Path
    number: int
    title: str
    notes: str
    expected: str

    @property
    def name(self) -> str:
        """What the test run calls the case."""
        return f"{self.file.parent.name}/{self.file.stem}: {self.title}"


def read_cases(folder: str) -> list[Case]:
    """Return the cases of all files below a folder of tests/cases."""
    return [case for file in sorted((FOLDER / folder).glob("**/*.txt")) for case in _cases(file)]


def _cases(file: Path) -> Iterator[Case]:
    pieces = re.split(r"^\.\n", file.read_text("utf-8"), flags=re.MULTILINE)
    for number, start in enumerate(range(0, len(pieces) - 2, 3)):
        title, notes, expected = pieces[start : start + 3]
        yield Case(file, number, title.strip(), notes, expected)


def accept(case: Case, listing: str) -> None:
    """Put a listing in the place of the expected one."""
    pieces = re.split(r"^\.\n", case.file.read_text("utf-8"), flags=re.MULTILINE)
    pieces[3 * case.number + 2] = listing
    case.file.write_text(".\n".join(pieces), "utf-8")


def page(notes: str) -> tuple[Section, list[Problem]]:
    """Read notes to the tree of their sections."""
    source, problems = parse(notes.encode(), PATH, Path(PATH))
    if source is None:
        return Section(PATH, 0, _no_line(), 1, 1), problems
    html = _dialect().convert(source.text, source.first_line)
    section, more = outline(html, PATH, source.first_line + source.text.count("\n"))
    return section, [*problems, *more]


def recognised(notes: str) -> tuple[list[Card], list[Problem]]:
    """Return the cards and problems of notes."""
    section, problems = page(notes)
    cards, more = recognise(section)
    return cards, [*problems, *more]


class Read(NamedTuple):
    """What was read of a case."""

    tree: Section
    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]


@cache
def read(case: Case) -> Read:
    """Read the notes of a case once: several files of tests look at the same."""
    tree, problems = page(case.notes)
    cards, more = recognise(tree)
    return Read(tree, tuple(cards), (*problems, *more))


def listing(notes: str) -> str:
    """List the cards and problems of notes in readable text."""
    return _listing(*recognised(notes))


def listing_of(case: Case) -> str:
    """List the cards and problems of a case."""
    return _listing(read(case).cards, read(case).problems)


def _listing(cards: Iterable[Card], problems: Iterable[Problem]) -> str:
    return "\n".join(
        [
            *(card_listing(card) for card in cards),
            *(f"problem {x.line}: {x.slug}\n" for x in sorted(problems)),
        ]
    )


def card_listing(card: Card) -> str:
    """List one card with its parts."""
    extras = [
        f"id={card.id}" if card.id else "",
        "both ways" if card.both_ways else "",
        *(f"#{tag}" for tag in card.tags),
    ]
    head = " ".join([card.kind, card.style, *(each for each in extras if each)])
    head += f" | {card.context}" if card.context else ""
    return "\n".join([head, *(_part(name, part) for name, part in card.parts.items())]) + "\n"


def _part(name: str, part: Part) -> str:
    text = part.text or _without_attributes(part.html)
    return "\n".join([f"  {name} {_lines(part.lines)}", *(f"    {line}" for line in text.split("\n"))])


def _lines(lines: Sequence[Range]) -> str:
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in lines)


def _without_attributes(html: str) -> str:
    """Name what a part without text shows: a picture, a sound."""
    return " ".join(re.findall(r"<(?:img|audio|video)\b[^>]*>", html)) or html


@lru_cache(maxsize=1)
def _dialect() -> Dialect:
    return Dialect()


def _no_line() -> Line:
    return Line(1, "", "")
