"""The catalogue of styles says what the code does: numbers, miniatures and case files are checked here."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ankibuild.model import Card
from ankibuild.styles import STYLES
from tests.case_files import FOLDER, read_cases, recognised

ROOT = Path(__file__).parent.parent
CATALOGUE = FOLDER / "STYLES.md"
ENTRY = re.compile(
    r"^### (?P<number>S\d+) .+\n(?:(?!```).+\n)+"
    r"(?P<fence>`{3,})markdown\n(?P<notes>(?s:.*?))^(?P=fence)\n```cards\n(?P<cards>(?s:.*?))```\nCases: (?P<files>.+)\n",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One style of the catalogue: its miniature, what comes of it, and the case files that show it."""

    number: str
    notes: str
    cards: tuple[str, ...]
    files: tuple[str, ...]


def entries() -> list[Entry]:
    """Return the styles of the catalogue, in its order."""
    return [
        Entry(
            each["number"], each["notes"], tuple(each["cards"].splitlines()), tuple(each["files"].split(", "))
        )
        for each in ENTRY.finditer(CATALOGUE.read_text("utf-8"))
    ]


def short(card: Card) -> str:
    """Say in a line what a card asks and answers."""

    def part(name: str) -> str:
        found = card.parts.get(name)
        return (found.text or found.html).replace("\n", " / ") if found else ""

    head = f"{card.kind} {card.style}:"
    if card.kind != "contrast":
        return f"{head} {part('question')} → {part('answer')}"
    why = part("why_incorrect")
    return f"{head} {part('correct')} ≠ {part('incorrect')}" + (f" ({why})" if why else "")


def cited(text: str) -> set[str]:
    """Return the numbers that a text cites in brackets: `(S2, S7-S20)`."""
    numbers = set()
    for bracket in re.findall(r"\((S\d+(?:[-, ]+S\d+)*)\)", text):
        for first, last in re.findall(r"S(\d+)(?:-S(\d+))?", bracket):
            numbers |= {f"S{n}" for n in range(int(first), int(last or first) + 1)}
    return numbers


def test_every_heading_with_a_number_is_a_whole_entry() -> None:
    headings = re.findall(r"^### (S\d+) ", CATALOGUE.read_text("utf-8"), re.MULTILINE)
    assert [each.number for each in entries()] == headings
    assert sorted(headings, key=lambda number: int(number[1:])) == [f"S{n + 1}" for n in range(len(headings))]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.number)
def test_the_miniature_gives_the_cards_said(entry: Entry) -> None:
    cards, problems = recognised(entry.notes)
    assert (*map(short, cards), *(f"problem {each.slug}" for each in problems)) == entry.cards


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.number)
def test_the_case_files_are_there(entry: Entry) -> None:
    assert [name for name in entry.files if not (FOLDER / f"{name}.txt").is_file()] == []


def test_what_code_and_cases_cite_is_in_the_catalogue() -> None:
    code = set().union(*(cited(path.read_text("utf-8")) for path in (ROOT / "ankibuild").glob("**/*.py")))
    titles = {case.title.split()[0] for case in read_cases("exam") if re.match(r"S\d+ ", case.title)}
    assert code >= {"S1", "S7", "S23", "S27"}
    assert code | titles <= {each.number for each in entries()}


def test_ranges_are_read() -> None:
    assert cited("items (S2, S7-S9), not Amazon (S3 Glacier)") == {"S2", "S7", "S8", "S9"}


def test_every_style_that_is_on_by_itself_has_a_miniature() -> None:
    shown = {
        line.split()[1].rstrip(":") for each in entries() for line in each.cards if "problem" not in line
    }
    off = {"highlights", "file_name", "taught"}  # asked for by the config
    assert {style.__name__ for style in STYLES} - off <= shown


def test_every_case_file_of_exam_items_has_its_topic() -> None:
    topics = re.findall(r"^\| `([\w-]+)` \| \w.+ \|$", CATALOGUE.read_text("utf-8"), re.MULTILINE)
    assert topics == sorted(file.stem for file in (FOLDER / "exam").glob("*.txt"))
