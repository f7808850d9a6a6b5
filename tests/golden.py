"""Read case files: title · input · expected output, parted by a line with a single dot.

To accept what the code does now: `UPDATE_CASES=1 pytest …`, then read the difference.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Golden:
    """One case; `number` is its place in the file, from 0."""

    file: Path
    number: int
    title: str
    given: str
    expected: str

    def check(self, found: str) -> None:
        """Compare what was found, or accept it."""
        if os.environ.get("UPDATE_CASES"):
            pieces = _pieces(self.file)
            pieces[3 * self.number + 2] = found
            self.file.write_text(".\n".join(pieces), "utf-8")
        else:
            assert found == self.expected


def golden(name: str) -> list[Golden]:
    """Return the cases of a file below tests/cases, named without its suffix."""
    file = FOLDER / f"{name}.txt"
    pieces = _pieces(file)
    return [
        Golden(file, at // 3, pieces[at].strip(), pieces[at + 1], pieces[at + 2])
        for at in range(0, len(pieces) - 2, 3)
    ]


def _pieces(file: Path) -> list[str]:
    return re.split(r"^\.\n", file.read_text("utf-8"), flags=re.MULTILINE)
