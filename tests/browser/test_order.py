"""The options: in a fair order, the same on both sides; picked by finger and key; checked on the back."""

import math
from collections import Counter
from itertools import permutations
from typing import Any

import pytest
from playwright.sync_api import Browser

from .cards import Deck, Sides
from .clients import Screen
from .samples import SAMPLES, Fields

SEEDED = """
let state = 20240506;
Math.random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
"""
"""A known-good generator in the place of the browser's: the same numbers in every run."""

STORAGE = "Object.defineProperty(window, 'sessionStorage', {{ get() {{ {} }} }});"
STORAGES = {
    "denied": STORAGE.format("throw new Error('denied');"),
    "none": STORAGE.format("return null;"),
    "full": STORAGE.format("return new Proxy({}, { set() { throw new Error('full'); } });"),
    "forgetful": STORAGE.format("return {};"),
}
"""Ways in which a web view keeps nothing from one side to the other."""

ORDERS = """
([front, back, times]) => {
  const texts = () => [...document.querySelectorAll(".options > li .text")];
  const order = () => texts().map((el) => el.textContent.trim());
  return Array.from({ length: times }, () => {
    showCard(front);
    const first = order();
    if (!back) return [first, first];
    showCard(back);
    return [first, order()];
  });
}
"""


NUMBERED = """
(front) => Array.from({ length: 600 }, (_, n) => {
  showCard(front.replaceAll("＠", "x" + n));
  return [...document.querySelectorAll(".options .text")].map((el) => el.textContent.replace(/x\\d+/, ""));
})
"""
"""The orders of 600 cards that differ in nothing but a number."""

PICKS = {
    "contrast": {"right": "学習率を減らす", "wrong": "アーリーストップを導入する"},
    "choice": {"right": "非同期推論", "wrong": "リアルタイム推論"},
}

COUNT_LISTENERS = """
window.added = 0;
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (...rest) {
  if (this === window || this === document || this === document.body) window.added++;
  return add.apply(this, rest);
};
"""
LEFT_BEHIND = """
() => [Object.keys(window).length, window.added, Object.keys(window.ankibuild).length, sessionStorage.length]
"""


def options(*texts: str) -> Fields:
    items = "".join(f"<li>{text}</li>" for text in texts)
    return {
        "Question": "どれ？",
        "Options": f'<ul class="options">{items}</ul>',
        "Answer": f"<p>{texts[0]}</p>",
    }


def orders(screen: Screen, front: str, back: str | None, times: int) -> list[list[list[str]]]:
    shown: list[list[list[str]]] = screen.page.evaluate(ORDERS, [front, back, times])
    return shown


def improbable(counts: Counter[tuple[str, ...]], cells: int) -> bool:
    """Tell whether counts that should be equal lie apart as once in a thousand times (χ²)."""
    expected = counts.total() / cells
    chi2 = (
        sum((count - expected) ** 2 for count in counts.values()) / expected
        + (cells - len(counts)) * expected
    )
    free = cells - 1
    # Wilson and Hilferty's cube root brings χ² close to a normal distribution.
    limit: float = 1 - 2 / (9 * free) + 3.0902 * math.sqrt(2 / (9 * free))
    return bool((chi2 / free) ** (1 / 3) > limit)


@pytest.mark.parametrize("name", ["contrast", "bare", "choice", "many"])
def test_both_sides_show_one_order_over_200_showings(
    browser: Browser, sides: dict[str, Sides], name: str
) -> None:
    with Screen(browser) as screen:
        screen.show("")
        shown = orders(screen, *sides[name], 200)
        assert all(front == back for front, back in shown)
        assert len({tuple(front) for front, _ in shown}) > 1
        assert screen.errors == []


@pytest.mark.parametrize("name", ["contrast", "choice"])
def test_both_sides_show_one_order_when_each_is_a_page_of_its_own(
    browser: Browser, sides: dict[str, Sides], name: str
) -> None:
    with Screen(browser) as screen:
        seen = set()
        for _ in range(12):
            screen.show(sides[name].front)
            front = screen.texts()
            screen.show(sides[name].back)
            assert screen.texts() == front
            seen.add(tuple(front))
        assert len(seen) > 1


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_order_is_equally_likely(browser: Browser, deck: Deck, count: int) -> None:
    texts = "甲乙丙丁戊"[:count]
    front, _ = deck.sides("qa", options(*texts))
    with Screen(browser) as screen:
        screen.show("")
        screen.page.evaluate(SEEDED)
        counts = Counter(tuple(order) for order, _ in orders(screen, front, None, 1000))
    assert set(counts) <= set(permutations(texts))
    assert not improbable(counts, math.factorial(count)), counts


def test_a_contrast_shows_either_option_first_equally_often(
    browser: Browser, sides: dict[str, Sides]
) -> None:
    with Screen(browser) as screen:
        screen.show("")
        screen.page.evaluate(SEEDED)
        counts = Counter(tuple(order) for order, _ in orders(screen, sides["contrast"].front, None, 1000))
    assert not improbable(counts, 2), counts


def test_the_chi_squared_check_can_fail() -> None:
    assert improbable(Counter({("a",): 560, ("b",): 440}), 2)
    assert improbable(Counter({("a",): 1000}), 2)
    assert not improbable(Counter({("a",): 520, ("b",): 480}), 2)


@pytest.mark.parametrize("storage", STORAGES)
def test_without_storage_both_sides_find_the_order_of_the_day(
    browser: Browser, sides: dict[str, Sides], storage: str
) -> None:
    with Screen(browser) as screen:
        screen.context.add_init_script(STORAGES[storage])
        screen.page.clock.set_fixed_time("2024-05-06T21:00:00")
        for name in ("contrast", "bare", "choice", "many"):
            screen.show(sides[name].front)
            front = screen.texts()
            screen.show(sides[name].back)
            assert screen.texts() == front
        assert screen.errors == []


@pytest.mark.parametrize("storage", STORAGES)
def test_without_storage_a_page_that_stays_still_knows_the_pick(
    browser: Browser, sides: dict[str, Sides], storage: str
) -> None:
    with Screen(browser) as screen:
        screen.context.add_init_script(STORAGES[storage])
        screen.show(sides["choice"].front)
        front = screen.texts()
        screen.page.get_by_label("非同期推論", exact=True).check()
        screen.turn(sides["choice"].back)
        assert screen.texts() == front
        assert screen.texts(".picked .text") == ["非同期推論"]
        assert screen.errors == []


def test_the_order_of_the_day_is_fair_over_cards_and_changes_with_the_day(
    browser: Browser, deck: Deck
) -> None:
    front, _ = deck.sides("qa", options("＠甲", "＠乙", "＠丙"))
    days = []
    for day in ("2024-05-06", "2024-05-07"):
        with Screen(browser) as screen:
            screen.context.add_init_script(STORAGES["denied"])
            screen.page.clock.set_fixed_time(f"{day}T08:00:00")
            screen.show("")
            days.append([tuple(order) for order in screen.page.evaluate(NUMBERED, front)])
    assert not improbable(Counter(days[0]), 6)
    same = sum(one == other for one, other in zip(*days, strict=True))
    assert 60 <= same <= 150  # a sixth of 600, give or take


def test_without_javascript_swap_gives_the_order_and_picking_works(browser: Browser, deck: Deck) -> None:
    with Screen(browser, options={"java_script_enabled": False}) as screen:
        for swap, first in (("", "学習率を減らす"), ("1", "アーリーストップを導入する")):
            front, back = deck.sides("contrast", {**SAMPLES["contrast"][1], "Swap": swap})
            screen.show(front)
            assert screen.texts()[0] == first
            screen.page.get_by_label(first).check()
            assert screen.page.locator("input:checked").count() == 1
            screen.show(back)
            assert screen.texts()[0] == first
        front, back = deck.sides("qa", options("甲", "乙", "丙"))
        for side in (front, back):
            screen.show(side)
            assert screen.texts(".options > li") == ["甲", "乙", "丙"]
        assert "答え" in screen.page.inner_text(".answer")


LAST = """
上記すべて・上記のすべて・以上すべて正しい・これらすべて・すべて正しい・いずれでもない・いずれも正しくない・どれも当てはまらない・上記以外・その他
・該当なし・上記のいずれでもない・All of the above・None of the above.・Both of these
・All of the above are correct
""".replace("\n", "").split("・")
FREE = [
    "すべてのトラフィックを許可する",
    "すべて拒否する",
    "両方向の同期",
    "全部署に配る",
    "None",
    "All traffic",
    "その他のリージョンを使う",
]


@pytest.mark.parametrize(("texts", "stays"), [(LAST, True), (FREE, False)], ids=["last", "free"])
def test_all_of_the_above_stays_last(browser: Browser, deck: Deck, texts: list[str], stays: bool) -> None:
    template, _ = deck.sides("qa", options("甲", "＠＠", "乙"))
    with Screen(browser) as screen:
        screen.show("")
        for text in texts:
            ends = {front[-1] for front, _ in orders(screen, template.replace("＠＠", text), None, 40)}
            assert (ends == {text}) is stays, text


def test_the_pick_is_shown_on_the_back(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        for name in ("contrast", "choice"):
            for text in ("right", "wrong"):
                screen.show(sides[name].front)
                screen.page.get_by_label(PICKS[name][text], exact=True).check()
                screen.show(sides[name].back)
                assert screen.texts(".picked .text") == [PICKS[name][text]]
                assert screen.page.locator(f".picked.{text} .pick").is_visible()
                assert screen.page.locator(".pick:visible").count() == 1
        screen.show(sides["contrast"].front)
        screen.show(sides["contrast"].back)
        assert screen.page.locator(".pick:visible").count() == 0


def test_several_right_options_have_check_boxes(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        screen.show(sides["many"].front)
        assert screen.texts("legend") == ["当てはまるものをすべて選ぶ"]
        for text in ("アーリーストップを導入する", "学習率を増やす"):
            screen.page.get_by_label(text).check()
        assert screen.page.locator("input[type=checkbox]:checked").count() == 2
        screen.page.get_by_label("学習率を増やす").uncheck()
        screen.show(sides["many"].back)
        assert screen.texts(".picked .text") == ["アーリーストップを導入する"]
        assert sorted(screen.texts(".right .text")) == ["max_depth を減らす", "アーリーストップを導入する"]
        assert screen.page.locator(".wrong").count() == 2
        assert not screen.page.locator(".answer").is_visible()


def test_an_answer_that_is_no_option_is_shown_and_nothing_is_called_wrong(
    browser: Browser, deck: Deck
) -> None:
    _, back = deck.sides("qa", {**options("甲", "乙"), "Answer": "<p>丙とは限らない</p>"})
    with Screen(browser) as screen:
        screen.show(back)
        assert screen.page.locator(".right, .wrong").count() == 0
        assert screen.page.locator(".answer").is_visible()
        assert screen.page.locator(".verdict:visible").count() == 0


def test_the_pick_of_another_card_is_not_taken_over(browser: Browser, deck: Deck) -> None:
    with Screen(browser) as screen:
        screen.show(deck.sides(*SAMPLES["contrast"]).front)
        screen.page.locator("input").first.check()
        screen.show(deck.sides(*SAMPLES["bare"]).back)
        assert screen.page.locator(".picked").count() == 0


def picked(screen: Screen) -> list[str]:
    return screen.texts("li:has(input:checked) .text")


def test_keys_pick_and_leave_anki_its_own(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        screen.show(sides["choice"].front)
        texts = screen.texts()
        for key, expected in zip(
            ("]", "]", "[", "[", "]", "ArrowDown", "x", "Control+]"), (0, 1, 0, 3, 0, 1, 1, 1), strict=True
        ):
            screen.page.keyboard.press(key)
            assert picked(screen) == [texts[expected]], key
        screen.turn(sides["many"].front)
        texts = screen.texts()
        for key in ("]", "x", "]", "]", "x"):
            screen.page.keyboard.press(key)
        assert picked(screen) == [texts[0], texts[2]]
        screen.turn(sides["table"].front)
        screen.page.keyboard.press("]")
        assert screen.errors == []


def test_tab_reaches_the_options_and_the_ring_is_seen(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        screen.show(sides["many"].front)
        for text in screen.texts():
            screen.page.keyboard.press("Tab")
            focused = "document.activeElement.nextElementSibling"
            assert screen.page.evaluate(f"{focused}.innerText.trim()") == text
            assert screen.page.evaluate(f"parseFloat(getComputedStyle({focused}).outlineWidth)") >= 2


def test_a_group_of_named_controls(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        screen.show(sides["contrast"].front)
        group = screen.page.get_by_role("group", name="正しいのはどちら？")
        assert group.get_by_role("radio").count() == 2
        assert group.get_by_role("radio", name="学習率を減らす").count() == 1
        screen.show(sides["many"].front)
        assert screen.page.get_by_role("group").get_by_role("checkbox").count() == 4


def test_200_cards_leave_no_more_behind_than_one(browser: Browser, sides: dict[str, Sides]) -> None:
    with Screen(browser) as screen:
        screen.context.add_init_script(COUNT_LISTENERS)
        screen.show("")
        order: Any = [sides["choice"].front, sides["choice"].back, 1]
        screen.page.evaluate(ORDERS, order)
        before = screen.page.evaluate(LEFT_BEHIND)
        for name in ("contrast", "many", "table", "choice"):
            screen.page.evaluate(ORDERS, [*sides[name], 50])
        assert screen.page.evaluate(LEFT_BEHIND) == before
        assert before[1] == 1
