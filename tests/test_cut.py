"""What the search for exam items leaves untried reads no better than what it tries."""

import random
from collections.abc import Iterator

import pytest

from ankibuild.page.flow import rows, section_blocks
from ankibuild.reader import cut
from ankibuild.reader.grammar import Reading
from ankibuild.reader.hand import learn
from ankibuild.reader.page import signs_of
from ankibuild.reader.sheet import Sheet, sheet_of
from tests.case_files import page, read_cases

CASES = [*read_cases("exam"), *read_cases("other"), *read_cases("plain")]
PAGES = 400


class TriesAll(cut._Search):
    """Begins an item wherever one may begin, and reads each on to the row that no item holds."""

    def weigh(self, start: int) -> None:
        self.stuck = False
        super().weigh(start)

    def _is_lost(self, *_: object) -> bool:
        return False


def test_same_cut_as_of_everything_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Miniatures run into each other, with blocks in any order and lines missing, are cut as if all was tried."""
    sheets = [_sheet(notes) for notes in _scrambled()]
    found = [cut.best_cut(sheet) for sheet in sheets]
    monkeypatch.setattr(cut, "_Search", TriesAll)
    monkeypatch.setattr(Reading, "is_next", lambda *_: False)
    assert [cut.best_cut(sheet) for sheet in sheets] == found
    assert sum(map(len, found)) > PAGES


def _sheet(notes: str) -> Sheet:
    section, _ = page(notes)
    signs, series = signs_of(rows(section_blocks(section, heading=True)), section.words)
    return sheet_of(signs, series, learn(signs, series), section.words)


def _scrambled() -> Iterator[str]:
    chance = random.Random(14)
    for number in range(PAGES):
        notes = "\n\n".join(each.notes for each in chance.choices(CASES, k=1 + number % 3))
        parts = notes.split("\n\n" if number % 2 else "\n")
        for _ in range(chance.randint(1, 5)):
            part = parts.pop(chance.randrange(len(parts))) if len(parts) > 1 else ""
            if number % 4:
                parts.insert(chance.randrange(len(parts) + 1), part)
        yield ("\n\n" if number % 2 else "\n").join(parts)
