"""Pages of pieces that meet in notes, put together at random: nothing fails, hangs, hides, runs or is lost.

By hand as many as fit into a time: `python -m tests.fuzz SECONDS`.
"""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.config import Config
from ankibuild.reading import Reader
from ankibuild.values import replace
from tests.fuzz import CONFIGS, FRONTS, INDENTS, PIECES, built, faults, marked, page_of

READERS = [Reader(config) for config in CONFIGS]
LINES = st.tuples(st.sampled_from(INDENTS), st.sampled_from(PIECES), st.sampled_from(("\n", "\n\n")))
PAGES = st.builds(
    lambda front, lines: marked(front + "".join(map("".join, lines))),
    st.sampled_from(FRONTS),
    st.lists(LINES, min_size=1, max_size=30),
)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(PAGES, st.sampled_from(READERS))
def test_what_holds_of_every_page(page: str, reader: Reader) -> None:
    assert list(faults(page, reader)) == []


def test_the_real_library_takes_what_they_give(tmp_path: Path) -> None:
    assert built([page_of(random.Random(f"pages {number}")) for number in range(60)], tmp_path) == ""


def test_a_reader_that_drops_text_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the first test would say nothing."""
    reader, deaf = Reader(Config()), Reader(Config())
    monkeypatch.setattr(reader, "read", lambda source: deaf.read(replace(source, text="\n\n")))
    assert [fault[:16] for fault in faults(marked("## @とは？\n\n@。\n"), reader)] == [
        "line 1 is lost: ",
        "line 3 is lost: ",
    ]
