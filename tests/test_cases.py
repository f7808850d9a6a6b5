"""What the recognisers make of every case below tests/cases/exam and tests/cases/other."""

import os

import pytest

from tests.case_files import Case, accept, listing_of, read_cases

CASES = [*read_cases("exam"), *read_cases("other")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The cards and problems of the notes are those that the case lists."""
    found = listing_of(case)
    if os.environ.get("UPDATE_CASES"):
        accept(case, found)
        return
    assert found == case.expected


def test_titles_are_unique() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)


def test_every_case_has_notes() -> None:
    """A case without notes passes whatever the code does."""
    every = [case for folder in ("exam", "other", "learning", "plain") for case in read_cases(folder)]
    assert [case.name for case in every if not case.notes.strip() or not case.title] == []
