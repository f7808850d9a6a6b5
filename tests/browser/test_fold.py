"""Backs of the seeds' cards on a phone: what explains is folded where the whole would not fit, and opens without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, prepare

from .cards import Deck
from .clients import Screen

SEEDS = Path(__file__).parents[2] / "seeds"
FITS = 880
"""CSS pixels at a width of 390: a phone's height and a line. A question, an answer and the first block of a reason are
never folded, so a back that has nothing else may be that high."""
FOLD = '<details class="fold">'


@pytest.fixture(scope="module")
def backs(deck: Deck) -> list[str]:
    notes = prepare(gather([SEEDS]), Clock(1_700_000_000)).notes
    return [deck.sides(note.kind, note.fields).back for note in notes if not note.removed]


def _height(screen: Screen, html: str) -> int:
    screen.show(html, "ankidroid")
    return int(screen.page.evaluate("document.querySelector('.ankibuild').offsetHeight"))


def test_a_back_that_is_not_folded_is_hardly_higher_than_a_phone(browser: Browser, backs: list[str]) -> None:
    with Screen(browser) as screen:
        high = {html: _height(screen, html) for html in backs if FOLD not in html}
        assert [height for height in high.values() if height > FITS] == []
    assert len(high) >= len(backs) // 2


def test_a_fold_saves_height_and_opens_without_a_script(browser: Browser, backs: list[str]) -> None:
    folded = [html for html in backs if FOLD in html]
    assert folded
    with Screen(browser, options={"java_script_enabled": False}) as screen:
        for html in folded:
            shut, opened = _height(screen, html), _height(screen, html.replace("<details", "<details open"))
            assert opened > shut
        screen.show(folded[0], "ankidroid")
        screen.page.locator("summary").first.click()
        assert screen.page.locator("details[open]").count() == 1
