"""How cases that do not pass yet are told from those that do."""

from pathlib import Path

from tests.case_files import Case, listing, read_cases
from tests.wanted import WANTED, judge, report, texts

NOTES = "Q. 鍵はどこ？\nA. 金庫\n"


def case(expected: str) -> Case:
    return Case(Path("cases/wanted/x.txt"), 0, "x", NOTES, expected)


def test_how_far_a_case_holds() -> None:
    now = listing(NOTES)
    assert judge(case(now))[0] == "holds"
    assert judge(case(now.replace("qa exam", "qa other | somewhere")))[0] == "cards hold"
    assert judge(case(now.replace("answer 2", "answer 9")))[0] == "cards hold"
    assert judge(case(now.replace("金庫", "棚")))[0] == "fails"
    assert judge(case(""))[0] == "fails"


def test_the_report_counts() -> None:
    assert (
        list(report([case(listing(NOTES)), case("")], verbose=False))[-1]
        == "2 cases: 1 holds, 0 cards hold, 1 fails"
    )


def test_wanted_cases_are_written_like_listings() -> None:
    """Each wanted listing has cards whose every text stands in the notes, so that the reader can reach it."""
    cases = read_cases(WANTED)
    assert len({each.title for each in cases}) == len(cases) > 0
    for each in cases:
        spoken = "".join(each.notes.replace("*", "").replace("`", "").split())
        for block in texts(each.expected):
            said = [
                line.strip() for line in block.splitlines() if line.startswith("    ") and "<img" not in line
            ]
            assert [line for line in said if "".join(line.split()) not in spoken] == [], each.title
