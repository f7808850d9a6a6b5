"""What a learner sees: nothing runs over, all can be read, all can be touched, in every theme and width."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from .cards import Deck, Sides
from .clients import Client, Screen
from .colours import SIMULATIONS, difference, parse_colour
from .samples import SAMPLES

PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8")


WIDTHS: dict[Client, tuple[int, ...]] = {
    "desktop": (320, 390, 1200),
    "ankidroid": (390,),
    "ankimobile": (390,),
}


def probe(screen: Screen, name: str, argument: str = "") -> Any:
    """Run one of the functions of probes.js in the page."""
    return screen.page.evaluate(f"(argument) => {{ {PROBES}\n return {name}(argument); }}", argument)


def both(sides: dict[str, Sides]) -> list[tuple[str, str]]:
    return [
        (f"{name} {side}", getattr(shown, side))
        for name, shown in sides.items()
        for side in ("front", "back")
    ]


@pytest.mark.parametrize("client", ["desktop", "ankidroid", "ankimobile"])
@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_every_side_fits_and_can_be_read_and_touched(
    browser: Browser, sides: dict[str, Sides], client: Client, night: bool
) -> None:
    with Screen(browser) as screen:
        for name, html in both(sides):
            screen.show(html, client, night=night)
            for width in WIDTHS[client]:
                screen.page.set_viewport_size({"width": width, "height": 700})
                assert probe(screen, "runsOver") == [], f"{name} at {width} px"
            assert probe(screen, "faintText") == [], name
            assert probe(screen, "faintControls") == [], name
            assert probe(screen, "smallTargets") == [], name
        assert screen.errors == []


def test_text_keeps_to_a_measure_of_40_em_in_the_middle(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser, width=1200) as screen:
        for name, html in both(sides):
            screen.show(html)
            left, width, size = screen.page.evaluate(
                """() => {
                    const el = document.querySelector(".ankibuild");
                    const box = el.getBoundingClientRect();
                    return [box.left, box.width, parseFloat(getComputedStyle(el).fontSize)];
                }"""
            )
            assert width <= 40 * size + 1, name
            assert abs(left - (1200 - width) / 2) <= 8, name


def test_tables_code_and_pictures_scroll_or_shrink_inside_their_box(
    browser: Browser, sides: dict[str, Sides]
) -> None:
    with Screen(browser, width=320) as screen:
        screen.show(sides["rich"].back)
        scrolls = "(el) => el.scrollWidth > el.clientWidth && getComputedStyle(el).overflowX === 'auto'"
        assert screen.page.locator("table").evaluate(scrolls)
        assert screen.page.locator("pre").evaluate(scrolls)
        assert screen.page.locator("img").evaluate(
            "(el) => el.complete && el.naturalWidth === 1600 && el.width < 320"
        )


@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_a_drawing_without_a_ground_can_be_seen(
    browser: Browser, sides: dict[str, Sides], night: bool
) -> None:
    """Black lines on nothing, as drawing programs save them, would be lost on a dark card."""
    with Screen(browser) as screen:
        screen.show(sides["rich"].back, night=night)
        ground = screen.page.locator("img").evaluate("(el) => getComputedStyle(el).backgroundColor")
        assert ground == "rgb(255, 255, 255)"


@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_right_and_wrong_differ_for_every_eye(browser: Browser, sides: dict[str, Sides], night: bool) -> None:
    with Screen(browser) as screen:
        for name in ("contrast", "choice", "many"):
            screen.show(sides[name].back, night=night)
            right, wrong = probe(screen, "verdict", ".right"), probe(screen, "verdict", ".wrong")
            assert (right["symbol"], right["word"], right["border"]) == ("○", "正解", "solid"), name
            assert (wrong["symbol"], wrong["word"], wrong["border"]) == ("×", "不正解", "dashed"), name
            for eye, simulate in SIMULATIONS.items():
                colours = [simulate(parse_colour(side["colour"])) for side in (right, wrong)]
                assert difference(*colours) >= 10, (name, eye)


def test_callouts_differ_for_every_eye(browser: Browser, sides: dict[str, Sides]) -> None:
    """A warning by its dashed edge, as a wrong option; a quotation by having no ground."""
    look = "(el) => [getComputedStyle(el).borderLeftStyle, getComputedStyle(el).backgroundColor]"
    with Screen(browser) as screen:
        screen.show(sides["rich"].back)
        styles = {
            name: screen.page.locator(f"blockquote{name}").first.evaluate(look)
            for name in (".tip", ".note", ".warning", ":not(.callout)")
        }
    assert [edge for edge, _ in styles.values()] == ["solid", "solid", "dashed", "solid"]
    assert [ground == "rgba(0, 0, 0, 0)" for _, ground in styles.values()] == [False, False, False, True]


def test_an_empty_field_leaves_no_trace(browser: Browser, deck: Deck) -> None:
    with Screen(browser) as screen:
        for side in deck.sides("qa", {"Question": "問い", "Answer": "答え"}):
            screen.show(side)
            assert screen.page.locator(".context, .source, .explanation, fieldset, .options").count() == 0
        front, back = deck.sides("contrast", {"Correct": "甲", "Incorrect": "乙"})
        screen.show(front)
        assert screen.page.locator("legend").inner_text() == "正しいのはどちら？"
        screen.show(back)
        assert screen.page.locator(".why, .context, .source").count() == 0
        assert "正しいのはどちら？" in screen.page.inner_text("body")


def test_a_sole_bullet_is_no_list(browser: Browser, deck: Deck) -> None:
    """Notes often have one bullet for a reason; a mark is for several, or shows what lies below what."""
    marked = "(el) => getComputedStyle(el).listStyleType !== 'none'"
    left = "(el) => el.getBoundingClientRect().left"
    two = "<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>"
    with Screen(browser) as screen:
        for answer, marks in (("<ul><li>甲</li></ul>", [False]), (two, [True] * 3)):
            screen.show(deck.sides("qa", {"Question": "問い", "Answer": answer}).back)
            assert [item.evaluate(marked) for item in screen.page.locator("li").all()] == marks
            same = screen.page.locator("li").first.evaluate(left) == screen.page.locator(".label").evaluate(
                left
            )
            assert same is not marks[0]


def test_bullets_of_reasons_are_no_rings(browser: Browser, sides: dict[str, Sides]) -> None:
    """A browser's own mark within a list is ○, which stands for right here."""
    with Screen(browser) as screen:
        screen.show(sides["contrast"].back)
        marks = screen.page.locator(".why li").evaluate_all(
            "(all) => all.map((el) => getComputedStyle(el).listStyleType)"
        )
        assert marks == ["disc"] * 4


def test_options_are_not_bold_all_over(browser: Browser, sides: dict[str, Sides]) -> None:
    weight = "(el) => getComputedStyle(el).fontWeight"
    with Screen(browser) as screen:
        screen.show(sides["long"].back)
        assert screen.page.locator(".right .long").evaluate(weight) == "400"
        screen.show(sides["contrast"].back)
        assert screen.page.locator(".right .text").evaluate(weight) == "400", (
            "bold breaks its lines elsewhere"
        )


def test_sentences_on_fronts_are_body_text(browser: Browser, deck: Deck) -> None:
    """A cloze and a reversed card show what has no phrase breaks: kept whole, it would leave ragged lines."""
    sentence = "同じ操作を何度くり返しても結果が最初の一回と変わらないという性質のこと"
    cards = [
        *deck.sides("cloze", {"Text": f"{{{{c1::べき等性}}}}は、{sentence}"}),
        *deck.sides("qa", {"Question": "べき等性", "Answer": sentence, "Extra1": "1"}, card=1),
    ]
    with Screen(browser) as screen:
        for html in cards:
            screen.show(html)
            assert (
                screen.page.locator(".question").first.evaluate("(el) => getComputedStyle(el).wordBreak")
                == "normal"
            )


def test_wishes_of_the_system_are_heeded(browser: Browser, sides: dict[str, Sides]) -> None:
    text = "document.querySelector('label .text')"
    with Screen(browser) as screen:
        screen.show(sides["contrast"].front)
        assert screen.page.evaluate(f"getComputedStyle({text}).transitionDuration") != "0s"
        screen.page.emulate_media(reduced_motion="reduce")
        assert screen.page.evaluate(f"getComputedStyle({text}).transitionDuration") == "0s"
        usual = screen.page.evaluate(f"getComputedStyle({text}).borderColor")
        screen.page.emulate_media(contrast="more")
        assert screen.page.evaluate(f"getComputedStyle({text}).borderColor") != usual
        assert screen.page.evaluate(f"getComputedStyle({text}).borderColor") == "rgb(35, 39, 45)"


def test_forced_colours_leave_controls_and_verdicts(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser, options={"forced_colors": "active"}) as screen:
        screen.show(sides["contrast"].front)
        assert screen.page.evaluate("getComputedStyle(document.querySelector('input')).appearance") == "auto"
        screen.show(sides["contrast"].back)
        borders = [
            screen.page.locator(f".{told}").evaluate("(el) => getComputedStyle(el).borderTopStyle")
            for told in ("right", "wrong")
        ]
        assert borders == ["solid", "dashed"]


def test_labels_in_english(browser: Browser, collection_folder: Path) -> None:
    deck = Deck(collection_folder / "en.anki2", "en")
    try:
        with Screen(browser) as screen:
            screen.show(deck.sides(*SAMPLES["contrast"]).back)
            assert screen.texts(".verdict")[0].split() in (["○", "Correct"], ["×", "Incorrect"])
            screen.show(deck.sides(*SAMPLES["many"]).front)
            assert screen.texts("legend") == ["Choose all that apply"]
    finally:
        deck.close()


def test_probes_find_what_they_look_for(browser: Browser) -> None:
    """The checks above can fail."""
    bad = (
        '<div class="ankibuild" style="background:#fff;width:2000px"><p style="color:#999">薄い</p>'
        '<ul class="options"><label style="display:inline-block;height:20px">'
        '<input type="radio" style="appearance:none;border:1px solid #eee">'
        '<div class="text" style="border:1px solid #eee">甲</div></label></ul></div>'
    )
    with Screen(browser) as screen:
        screen.show(bad)
        for name in ("runsOver", "faintText", "faintControls", "smallTargets"):
            assert probe(screen, name), json.dumps(name)
