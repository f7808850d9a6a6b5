"""Japanese as it should look: its own glyphs on a Chinese system, lines that break between phrases."""

import base64
import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from ankibuild.packaging.font import subset_of
from ankibuild.packaging.font_file import FontError, find_font, open_font

from .cards import Deck, Sides
from .clients import FLAGS, Screen
from .japanese import LINES, ends_a_phrase

GLYPHS = "直骨角誤海化与令述器空"
"""Characters that Chinese fonts draw in another way."""

FILLED = """
() => [...document.querySelectorAll(".long")].map((el) => {
  const range = document.createRange();
  range.selectNodeContents(el);
  const ends = new Map();
  for (const { bottom, right } of range.getClientRects()) {
    const line = Math.round(bottom / 8);
    ends.set(line, Math.max(ends.get(line) || 0, right));
  }
  const { left, width } = el.getBoundingClientRect();
  return [...ends.values()].map((right) => (right - left) / width);
})
"""
"""How much of its width each line of a body text fills."""


@pytest.fixture(scope="module")
def chinese(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--lang=zh-CN"])
    yield started
    started.close()


def picture(browser: Browser, html: str, language: str) -> bytes:
    """Return a picture of the question, set in whatever sans-serif the system has, as on Android."""
    options: dict[str, Any] = {"locale": language}
    with Screen(browser, options=options) as screen:
        screen.show(html)
        screen.page.evaluate("(language) => { document.documentElement.lang = language; }", language)
        screen.page.add_style_tag(content=".card { --font: sans-serif; }")
        return screen.page.locator(".question").screenshot()


def test_a_chinese_system_draws_japanese_glyphs(browser: Browser, chinese: Browser, deck: Deck) -> None:
    front, _ = deck.sides("qa", {"Question": GLYPHS, "Answer": "あ"})
    japanese = picture(browser, front, "ja")
    assert picture(chinese, front, "zh-CN") == japanese
    assert picture(chinese, front.replace('lang="ja"', ""), "zh-CN") != japanese, (
        "the check sees no difference"
    )


@pytest.mark.parametrize("name", ["contrast", "bare", "choice", "many"])
def test_stems_and_options_break_between_phrases(
    browser: Browser, sides: dict[str, Sides], name: str
) -> None:
    """At every width the phrases fit: a line ends where a phrase ends, so 60 秒 stays together."""
    with Screen(browser) as screen:
        for html in sides[name]:
            screen.show(html)
            for width in (390, 430, 560, 800):
                screen.page.set_viewport_size({"width": width, "height": 700})
                for lines in screen.page.evaluate(LINES):
                    assert all(ends_a_phrase(line) for line in lines[:-1]), lines


@pytest.mark.parametrize("width", [320, 390, 760])
def test_body_text_fills_its_lines(browser: Browser, sides: dict[str, Sides], width: int) -> None:
    """What runs on for many lines has no ragged edge; Latin words and kinsoku leave a line short now and then."""
    with Screen(browser, width=width) as screen:
        screen.show(sides["long"].front)
        for measured in screen.page.evaluate(FILLED):
            assert sum(measured[:-1]) / len(measured[:-1]) > 0.9, measured


SEED = Path(__file__).parents[2] / "seeds" / "cloudtech-study.md"


def with_all_forms(file: Path, text: str) -> bytes:
    """Return the characters of a text out of a font with everything that the font knows about them."""
    from fontTools import subset

    font = open_font(file)
    subsetter = subset.Subsetter(subset.Options(hinting=False, layout_features=["*"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.save(buffer := io.BytesIO())
    return buffer.getvalue()


def test_the_embedded_font_draws_what_the_whole_font_draws(browser: Browser) -> None:
    """Without vertical and foreign forms: every character of the notes, in context, pixel for pixel."""
    try:
        file = find_font()
    except FontError as error:
        pytest.skip(str(error))
    text = SEED.read_text("utf-8")
    embedded = next(data for name, data in subset_of(file, set(text)).files.items() if ".woff" in name)
    whole = with_all_forms(file, text)
    assert len(embedded) < len(whole) / 2
    pictures = []
    with Screen(browser, width=1200) as screen:
        for language, font in (("ja", embedded), ("ja", whole), ("zh-CN", whole)):
            source = f"data:;base64,{base64.b64encode(font).decode()}"
            screen.page.set_content(
                f"<style>@font-face {{ font-family: Own; src: url({source}); }}"
                "pre { font: 16px Own; white-space: pre-wrap; }</style>"
                f'<pre lang="{language}">{html.escape(text)}</pre>'
            )
            screen.page.evaluate("document.fonts.load('16px Own', 'あ')")
            pictures.append(screen.page.screenshot(full_page=True))
    assert pictures[0] == pictures[1]
    assert pictures[2] != pictures[1], "the check sees no difference"
