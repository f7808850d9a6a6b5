"""Cases that the reader should pass and does not pass yet: `python -m tests.wanted` says how many hold.

They stand below tests/cases/wanted. A case "holds" when its listing is as wanted; its "cards hold" when kinds and texts
are, whatever style names, lines, contexts and problems say. Where all of a file hold, it moves to tests/cases/exam.
"""

import re
import sys
from collections.abc import Iterator
from difflib import unified_diff

from tests.case_files import Case, listing, read_cases

WANTED = "wanted"


def texts(listed: str) -> list[str]:
    """Return the kinds and texts of a listing's cards: its first words, without styles, places and problems."""
    blocks = [block for block in listed.split("\n\n") if not block.startswith("problem")]
    return sorted(
        re.sub(r"^(qa|contrast|cloze) .*|(?<=\S) [\d,-]+$", r"\1", block.strip("\n"), flags=re.MULTILINE)
        for block in blocks
        if block.strip()
    )


def judge(case: Case) -> tuple[str, str]:
    """Say how far a case holds, and what it lists now."""
    now = listing(case.notes)
    if now == case.expected:
        return "holds", now
    return "cards hold" if texts(now) == texts(case.expected) else "fails", now


def report(cases: list[Case], *, verbose: bool) -> Iterator[str]:
    """Say how many cases hold and which do not; `verbose` with the difference."""
    verdicts = [(case, *judge(case)) for case in cases]
    for case, verdict, now in verdicts:
        yield f"{verdict:<10} {case.name}"
        if verbose and verdict != "holds":
            yield from unified_diff(
                case.expected.splitlines(), now.splitlines(), "wanted", "now", lineterm="", n=1
            )
    count = {
        name: sum(verdict == name for _, verdict, _ in verdicts) for name in ("holds", "cards hold", "fails")
    }
    yield f"{len(cases)} cases: " + ", ".join(f"{n} {name}" for name, n in count.items())


if __name__ == "__main__":
    print(*report(read_cases(WANTED), verbose="--verbose" in sys.argv), sep="\n")
