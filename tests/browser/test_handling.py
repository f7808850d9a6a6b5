"""What a learner can do with a card, and what tells him so: pictures, wide tables, code, tags, keys."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, prepare

from .cards import Deck, Sides
from .clients import Client, Screen
from .samples import SAMPLES

HERE = Path(__file__).parent
WIDE = {
    "Question": "違いは？",
    "Answer": "<table><tr><th>名前</th><th>方法</th><th>期間</th><th>費用</th></tr>"
    f"<tr><td>甲</td><td>{'入れ替え<wbr>' * 9}</td><td>三十日のあいだ</td><td>追加の料金はない</td></tr></table>"
    f"<pre><code>{'w -= 0.01 * grad; ' * 9}</code></pre><p>終わり</p>",
}


@pytest.fixture(scope="module")
def wide(deck: Deck) -> str:
    return deck.sides("qa", WIDE).back


@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("selector", ["table", "pre"])
def test_what_is_cut_shows_an_edge_until_its_end_is_seen(
    browser: Browser, wide: str, selector: str, night: bool
) -> None:
    """Without its text, so that nothing but the edge can tell the pictures of the box's right end apart."""
    with Screen(browser, width=390) as screen:
        screen.show(wide, night=night)
        screen.page.add_style_tag(content="td, th { visibility: hidden; } pre code { opacity: 0; }")
        box = screen.page.locator(selector)
        cut = _right_end(screen, box)
        box.evaluate("(el) => { el.scrollLeft = el.scrollWidth; }")
        end = _right_end(screen, box)
        assert cut != end
        box.evaluate("(el) => { el.innerHTML = '<tr><td>a</td></tr>'; }")
        assert _right_end(screen, box) == end, "what fits has no edge either"
        screen.page.add_style_tag(content=f"{selector}.flat {{ background: var(--ground); }}")
        box.evaluate("(el) => { el.classList.add('flat'); }")
        assert _right_end(screen, box) == end, "nothing of the edge is left"


def _right_end(screen: Screen, box: Locator) -> bytes:
    place = box.bounding_box()
    assert place is not None
    clip = {"x": place["x"] + place["width"] - 12, "y": place["y"] + 12, "width": 12.0, "height": 12.0}
    return screen.page.screenshot(clip=clip)  # type: ignore[arg-type]  # a FloatRect


def test_the_first_column_stays_while_a_table_scrolls(browser: Browser, wide: str) -> None:
    with Screen(browser, width=320) as screen:
        screen.show(wide)
        table, first, second = (
            screen.page.locator(f"{each}") for each in ("table", "td >> nth=0", "td >> nth=1")
        )
        left = "(el) => el.getBoundingClientRect().left"
        before = first.evaluate(left), second.evaluate(left)
        table.evaluate("(el) => { el.scrollLeft = 100; }")
        assert first.evaluate(left) == before[0] == table.evaluate(left)
        assert second.evaluate(left) == before[1] - 100
        ground = first.evaluate("(el) => getComputedStyle(el).backgroundColor")
        assert ground not in {"transparent", "rgba(0, 0, 0, 0)"}, "what goes by below would show"


def test_a_short_front_is_large_and_below_the_corner(browser: Browser, deck: Deck) -> None:
    notes = prepare(gather([HERE.parents[1] / "seeds"]), Clock(1_700_000_000)).notes
    sides = [
        deck.sides(note.kind, note.fields)
        for note in notes
        if 'class="short"' in note.fields.get("Question", "")
    ]
    assert len(sides) > 10
    with Screen(browser, width=360) as screen:
        for front, back in sides:
            screen.show(front, "ankidroid")
            size, middle, top = screen.page.locator(".short").evaluate(
                """(el) => {
                  const range = document.createRange();
                  range.selectNodeContents(el);
                  const { left, right, top } = range.getBoundingClientRect();
                  return [parseFloat(getComputedStyle(el).fontSize), (left + right) / 2, top];
                }"""
            )
            assert 28 <= size <= 30
            assert abs(middle - 180) < 12
            assert 110 < top < 250
            screen.show(back, "ankidroid")
            assert (
                screen.page.locator(".short").evaluate("(el) => parseFloat(getComputedStyle(el).fontSize)")
                < 18
            )


@pytest.mark.parametrize("client", ["desktop", "ankidroid", "ankimobile"])
def test_a_tap_on_a_picture_shows_it_large_and_the_next_puts_it_back(
    browser: Browser, sides: dict[str, Sides], client: Client
) -> None:
    with Screen(browser, width=360) as screen:
        screen.show(sides["rich"].back, client)
        taps = "document.body.onclick = () => { window.taps = (window.taps || 0) + 1; }"
        screen.page.evaluate(taps)
        picture = screen.page.locator(".ankibuild img")
        assert picture.get_attribute("class") == "tappable", "AnkiDroid would turn the card"
        picture.click()
        large = screen.page.locator(".large img")
        assert large.bounding_box()["width"] >= 1.5 * 360  # type: ignore[index]  # it is shown
        large.click(position={"x": 5, "y": 5})
        assert large.count() == 0
        assert screen.errors == []


def test_a_picture_in_an_option_picks_it(browser: Browser, deck: Deck) -> None:
    pictures = {"Correct": '<img src="a.svg">', "Incorrect": '<img src="b.svg">'}
    with Screen(browser) as screen:
        screen.show(deck.sides("contrast", pictures).front)
        screen.page.locator("label img").first.click()
        assert screen.page.locator("input:checked").count() == 1
        assert screen.page.locator(".large").count() == 0


def test_tags_are_chips_on_the_back(browser: Browser, deck: Deck) -> None:
    note = deck.note(*SAMPLES["contrast"])
    note.tags = ["CloudTech_Study", "topic::SGD", "問::44", "自分の::メモ"]
    deck.update(note)
    output = note.cards()[0].render_output(reload=True)
    with Screen(browser) as screen:
        screen.show(output.question_and_style())
        assert screen.page.locator(".tags").count() == 0
        screen.show(output.answer_and_style())
        assert sorted(screen.texts(".tags span")) == ["CloudTech Study", "SGD", "問 44", "自分の メモ"]
        screen.show(output.answer_and_style().replace("--tags: block", "--tags: none"))
        assert not screen.page.locator(".tags").is_visible()
    with Screen(browser, options={"java_script_enabled": False}) as screen:
        screen.show(output.answer_and_style())
        assert "topic::SGD" in screen.page.inner_text(".tags")


def test_the_keys_are_named_where_a_keyboard_is(browser: Browser, sides: dict[str, Sides]) -> None:
    for name, keys in (("contrast", "] と ["), ("choice", "] と ["), ("many", "x で選ぶ")):
        with Screen(browser) as screen:
            screen.show(sides[name].front)
            assert keys in screen.page.inner_text(".keys")
            for client in ("ankidroid", "ankimobile"):
                screen.show(sides[name].front, client)
                assert not screen.page.locator(".keys").is_visible()
        with Screen(browser, options={"has_touch": True, "is_mobile": True}) as screen:
            screen.show(sides[name].front)
            assert not screen.page.locator(".keys").is_visible()


def test_a_reversed_front_asks(browser: Browser, deck: Deck) -> None:
    fields = {"Question": "べき等性", "Answer": "何度くり返しても同じになる性質", "Extra1": "べき等性"}
    with Screen(browser) as screen:
        for side in deck.sides("qa", fields, card=1):
            screen.show(side)
            assert "どれ？" in screen.page.inner_text(".ankibuild")


def test_a_card_says_its_language(browser: Browser, collection_folder: Path) -> None:
    english = Deck(collection_folder / "language.anki2", "en")
    try:
        with Screen(browser) as screen:
            for side in english.sides(*SAMPLES["choice"]):
                screen.show(side)
                assert screen.page.locator(".ankibuild").get_attribute("lang") == "en"
    finally:
        english.close()
