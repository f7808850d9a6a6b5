"""Which card is which: every case below tests/cases/identity.

A line is a card: its page and headings, then its parts. The listing has a line for each card of today: the
number of the earlier card it is and by what evidence, or `new`; then the problems with the number of
their card.
"""

from collections.abc import Iterator

import pytest

from ankibuild.identity.candidate import Candidate
from ankibuild.identity.ledger import Entry
from ankibuild.identity.matching import match
from ankibuild.model import CardKind
from tests.case_files import Case, read_cases

CASES = read_cases("identity")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    earlier, notes = case.notes.split("--\n")
    entries = [_entry(number, line) for number, line in enumerate(earlier.splitlines(), 1)]
    assert list(_listing(entries, _candidates(notes))) == case.expected.splitlines()


def _listing(entries: list[Entry], cards: list[Candidate]) -> Iterator[str]:
    found = match(entries, cards)
    for each in found.matches:
        yield "new" if each.entry is None else f"{each.entry.guid.removeprefix('guid-')} {each.evidence}"
    yield from (f"{problem.slug} {problem.line}" for problem in found.problems)


def _candidates(notes: str) -> list[Candidate]:
    return [_candidate(number, line) for number, line in enumerate(notes.splitlines(), 1)]


def _candidate(number: int, line: str) -> Candidate:
    place, *fields = line.split(" | ")
    page, *headings = place.split(" › ")
    parts = {name: text.replace("\\n", "\n") for name, text in (field.split(": ", 1) for field in fields)}
    kind: CardKind = "contrast" if "incorrect" in parts else "cloze" if "text" in parts else "qa"
    parts.pop("removed", "")
    context, explicit = parts.pop("context", ""), parts.pop("id", "")
    return Candidate(kind, "題", page, number, tuple(headings), parts, context, explicit)


def _entry(number: int, line: str) -> Entry:
    card = _candidate(number, line)
    return Entry(
        f"guid-{number}", card.kind, number, 1, card.page, card.headings, card.parts, card.context, "",
        card.explicit, "| removed:" in line,
    )  # fmt: skip
