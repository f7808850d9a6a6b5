"""Pages as an author writes them, in mixed styles, with the cards that they should give: read them card by card.

To accept what the recognisers do now: `UPDATE_CASES=1 pytest tests/test_pages.py`, then read the difference.
"""

import os
from pathlib import Path

import pytest

from tests.case_files import FOLDER, listing

PAGES = sorted((FOLDER / "pages").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    golden = page.with_suffix(".cards")
    found = listing(page.read_text("utf-8"))
    if os.environ.get("UPDATE_CASES"):
        golden.write_text(found, "utf-8")
        return
    assert found == golden.read_text("utf-8")
