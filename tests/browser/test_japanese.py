"""Japanese as it should look: its own glyphs on a Chinese system, lines that break between phrases."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from .cards import Deck, Sides
from .clients import FLAGS, Screen
from .japanese import LINES, ends_a_phrase

GLYPHS = "直骨角誤海化与令述器空"
"""Characters that Chinese fonts draw in another way."""


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
