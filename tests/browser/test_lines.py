"""Where lines end on the cards of real notes: no word cut in a cell, no lone last letters, options alike on both sides."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, prepare

from .cards import Deck
from .clients import Screen
from .japanese import ends_a_phrase

HERE = Path(__file__).parent
LINES = (HERE / "lines.js").read_text("utf-8")
WIDTHS = (320, 360, 390, 1200)
CHARACTER = re.compile(r"[^\s|]")


class Shown(NamedTuple):
    """A card of the notes: what its browser row says and both sides."""

    name: str
    front: str
    back: str


@pytest.fixture(scope="module")
def shown(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Return the seeds' cards and those of this folder's notes."""
    lock = tmp_path_factory.mktemp("lock") / "ankibuild.lock"
    notes = prepare(gather([HERE.parents[1] / "seeds", HERE / "notes.md"], lock), Clock(1_700_000_000)).notes
    return [
        Shown(next(iter(note.fields.values())), *deck.sides(note.kind, note.fields))
        for note in notes
        if not note.removed
    ]


def at_all_widths(screen: Screen, html: str, selector: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each block with its lines; a line that the notes begin anew begins with a line end."""
    screen.show(html, "ankidroid")
    for width in WIDTHS:
        screen.page.set_viewport_size({"width": width, "height": 700})
        for _, block in screen.page.evaluate(f"({LINES})({selector!r})"):
            yield width, block


def texts(block: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each text of a block, which the notes part by line ends."""
    text: list[str] = []
    for line in block:
        if line.startswith("\n") and text:
            yield text
            text = []
        text.append(line.lstrip("\n"))
    yield text


TEXT = ".ankibuild p:not(.tags):not(.verdict), .ankibuild li, .ankibuild div, .ankibuild td"


def test_no_text_ends_with_a_line_of_one_or_two_characters(browser: Browser, shown: list[Shown]) -> None:
    with Screen(browser) as screen:
        ends = [
            (width, text)
            for card in shown
            for html in (card.front, card.back)
            for width, block in at_all_widths(screen, html, TEXT)
            for text in texts(block)
            if len(text) > 1
        ]
    assert len(ends) > 300
    assert [(width, text) for width, text in ends if len(CHARACTER.findall(text[-1])) < 3] == []


def test_no_word_is_cut_in_a_cell(browser: Browser, shown: list[Shown]) -> None:
    with Screen(browser) as screen:
        cells = [
            text
            for card in shown
            if "<table" in card.back
            for _, block in at_all_widths(screen, card.back.replace("<details", "<details open"), "td, th")
            for text in texts(block)
        ]
    assert len(cells) > 60
    assert [text for text in cells if not all(map(ends_a_phrase, text[:-1]))] == []


def test_options_are_broken_alike_on_both_sides(browser: Browser, shown: list[Shown]) -> None:
    with Screen(browser) as screen:
        for card in shown:
            if '<ul class="options' not in card.front:
                continue
            front, back = (
                sorted(at_all_widths(screen, html, ".options .text")) for html in (card.front, card.back)
            )
            assert len(front) >= 2 * len(WIDTHS)
            assert back == front, card.name


def test_a_number_stays_with_its_unit_in_every_field(shown: list[Shown]) -> None:
    loose = re.compile(r"\d (?:秒|分|日|件|時間|MB|GB)")
    found = [
        hit
        for card in shown
        for html in (card.front, card.back)
        for hit in loose.findall(html.partition("</style>")[2])
    ]
    assert found == []


FILLED = """
() => [...document.querySelectorAll(".options .text")].map((el) => {
  const range = document.createRange();
  range.selectNodeContents(el);
  const ends = new Map();
  for (const { bottom, right } of range.getClientRects()) {
    const line = Math.round(bottom / 8);
    ends.set(line, Math.max(ends.get(line) || 0, right));
  }
  const style = getComputedStyle(el), box = el.getBoundingClientRect();
  const [left, right] = [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)];
  return [...ends.values()].map((end) => (end - left) / (right - left));
})
"""


def test_lines_of_options_are_full(browser: Browser, shown: list[Shown]) -> None:
    """On a phone a line of whole phrases fills three quarters of the box on average."""
    with Screen(browser, width=390) as screen:
        full = []
        for card in shown:
            screen.show(card.front, "ankidroid")
            full += [share for block in screen.page.evaluate(FILLED) for share in block[:-1]]
    assert len(full) > 10
    assert sum(full) / len(full) > 0.75, full
