"""ARCHITECTURE.md names every package and every stage of the reader, and nothing that is not there."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "ankibuild"
TEXT = (PACKAGE / "ARCHITECTURE.md").read_text("utf-8")
LONGEST = 100
GOING = {"items"}
"""What the reader replaces; it goes with the last of what the reader borrows from it."""


def test_every_package_has_its_place() -> None:
    packages = {each.parent.name for each in PACKAGE.glob("*/__init__.py")}
    assert packages - GOING == set(re.findall(r"`(\w+)/`", TEXT))


def test_every_stage_of_the_reader_has_its_row() -> None:
    modules = {each.name for each in (PACKAGE / "reader").glob("*.py")} - {"__init__.py"}
    assert set(re.findall(r"^\|.*\| `reader/(\w+\.py)` \|", TEXT, re.MULTILINE)) == modules


def test_files_that_are_named_are_there() -> None:
    named = re.findall(r"`((?:[\w.]+/)*[\w]+\.(?:py|toml|md))`", TEXT)
    roots = (PACKAGE, PACKAGE.parent)
    assert [each for each in named if not any((root / each).is_file() for root in roots)] == []


def test_it_is_one_page() -> None:
    assert len(TEXT.splitlines()) <= LONGEST


def test_values_are_changed_by_what_knows_them_all() -> None:
    wrong = re.compile(r"^from dataclasses import .*\breplace\b|\bdataclasses\.replace\(", re.MULTILINE)
    found = [
        x.name for x in PACKAGE.rglob("*.py") if x.name != "values.py" and wrong.search(x.read_text("utf-8"))
    ]
    assert found == [], "ankibuild.values.replace changes dataclasses and the quicker values alike"


def test_no_build_asks_for_explanations() -> None:
    asking = {
        x.relative_to(PACKAGE).as_posix()
        for x in PACKAGE.rglob("*.py")
        if "from ankibuild.explaining" in x.read_text("utf-8") and x.parent.name != "explaining"
    }
    assert asking == {"commands/explain.py"}
    builds = [x for x in (PACKAGE / "commands").glob("*.py") if "commands.explain" in x.read_text("utf-8")]
    assert builds == []
