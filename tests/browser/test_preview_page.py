"""The preview in a browser: it fits, reads well, filters, obeys keys, and shows the cards as Anki does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Frame, Page

from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, prepare, with_all_problems
from ankibuild.preview.preview import preview

ROOT = Path(__file__).parent.parent.parent
PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8").replace(".ankibuild *", "body *")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="30"><rect width="900" height="30"/></svg>'
)
NOTES = r"""# 試験

### Q1. 予約ポートはどれ？
1. 22
2. 8080
3. 3000
4. 5000
5. 上記すべて

正解: 1
22 は SSH の番号。

### 「べき等性」って何？
同じ操作を何度しても結果が変わらないこと。$E = mc^2$ と $10,000 と `\(x\)` と $\unknown{x}$。

$$\begin{aligned}a &< b \\ c &= \frac{1}{d}\end{aligned}$$

![図](x.svg) ![遠い図](https://example.org/a.png) ![ない図](none.png)

### 長い行とは？
```python
print("とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行とても長い行")
```

ひとりごとの文。
"""


def page_of(folder: Path) -> str:
    found = gather([folder], folder / "none.lock")
    prepared = prepare(found, Clock(1_800_000_000, 1_700_000_000))
    return preview(with_all_problems(found, prepared), prepared)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write three pages: of the seed, of made-up notes, and of many cards."""
    folder = tmp_path_factory.mktemp("preview")
    for name in ("notes", "many"):
        (folder / name).mkdir()
    (folder / "notes" / "a.md").write_text(NOTES, "utf-8")
    (folder / "notes" / "b.md").write_text("# 別の頁\n\n## 空の頁とは？\n\n- 甲\n  - 乙\n", "utf-8")
    (folder / "notes" / "x.svg").write_text(PICTURE, "utf-8")
    many = "".join(f"## {number}番の語とは？\n答え{number}。\n\n" for number in range(500))
    (folder / "many" / "a.md").write_text(f"# 多い\n\n{many}", "utf-8")
    made = {name: folder / f"{name}.html" for name in ("seeds", "notes", "many")}
    for name, path in made.items():
        path.write_text(page_of(ROOT / "seeds" if name == "seeds" else folder / name), "utf-8")
    return made


def wait(where: Page | Frame, condition: str) -> None:
    """Wait for a condition; wait_for_function would need eval, which the page forbids itself."""
    for _ in range(200):
        if where.evaluate(condition):
            return
        where.wait_for_timeout(50)
    pytest.fail(condition)


class Preview:
    """An open preview; `errors` holds console messages and requests for anything but the file itself."""

    def __init__(self, browser: Browser, file: Path, width: int = 1200, theme: Any = "light") -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.goto(file.as_uri())
        self.settle()

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "about:")):
            self.errors.append(f"asked for {url}")

    def settle(self) -> None:
        """Wait until the frames in sight have their heights; others may not be laid out by the browser."""
        self.page.wait_for_timeout(50)
        wait(
            self.page,
            "[...document.querySelectorAll('iframe')].every((el) => !el.offsetParent || el.style.height"
            " || el.getBoundingClientRect().top > innerHeight || el.getBoundingClientRect().bottom < 0)",
        )
        self.page.wait_for_timeout(50)

    def frame(self, card: int, side: str) -> Frame:
        """Return the frame of a side; one that went while the cards above got their heights is looked for again."""
        for _ in range(5):
            handle = self.page.wait_for_selector(f"#card-{card} [data-side={side}] iframe", state="attached")
            frame = handle.content_frame() if handle else None
            try:
                if frame and frame.wait_for_selector("#qa > *", state="attached"):
                    return frame
            except Error as error:
                if "detached" not in str(error):
                    raise
            self.scroll_to(card)
        pytest.fail(f"the {side} of card {card} does not stay")

    def scroll_to(self, card: int) -> None:
        self.page.evaluate("(id) => document.getElementById(id).scrollIntoView()", f"card-{card}")
        self.settle()

    def click(self, selector: str) -> None:
        """Click on what stands at a card, once the frames around it have their heights: else it moves away meanwhile."""
        self.page.locator(selector).first.scroll_into_view_if_needed()
        self.settle()
        self.page.click(selector)

    def shown(self) -> list[str]:
        """Return the ids of the cards that are not filtered out."""
        ids: list[str] = self.page.eval_on_selector_all(
            ".one:not([hidden])", "(all) => all.map((el) => el.id)"
        )
        return ids

    def current(self) -> str:
        return str(self.page.evaluate("document.querySelector('.current')?.id ?? ''"))

    def probe(self, name: str) -> list[str]:
        """Run one of the functions of probes.js on the page itself."""
        found: list[str] = self.page.evaluate(f"() => {{ {PROBES}\n return {name}(); }}")
        return found


@pytest.fixture
def show(browser: Browser, files: dict[str, Path]) -> Iterator[Any]:
    opened: list[Preview] = []

    def open_(name: str, *options: Any) -> Preview:
        opened.append(Preview(browser, files[name], *options))
        return opened[-1]

    yield open_
    for each in opened:
        each.context.close()
    for each in opened:
        assert each.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_runs_over_and_all_can_be_read(show: Any, width: int, theme: str) -> None:
    for name in ("notes", "seeds"):
        preview = show(name, width, theme)
        preview.page.evaluate("document.querySelectorAll('details').forEach((el) => { el.open = true; })")
        if width < 900:
            preview.page.click("#more")
        preview.settle()
        assert preview.page.evaluate("document.documentElement.scrollWidth") == width
        assert preview.probe("faintText") == []
        for el in preview.page.query_selector_all("button:visible, select:visible, summary:visible"):
            box = el.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= 24
        for frame in preview.page.frames[1:]:
            assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_both_sides_of_cards_far_down_are_shown(show: Any) -> None:
    preview = show("seeds")
    cards = preview.shown()
    assert len(cards) >= 26
    assert preview.page.inner_text("#count") == f"{len(cards)} cards"
    for number in (*range(1, len(cards), 6), len(cards)):
        preview.scroll_to(number)
        for side in ("front", "back"):
            assert preview.frame(number, side).inner_text("#qa").strip()


def test_the_theme_is_the_systems_until_it_is_switched(show: Any) -> None:
    preview = show("notes", 1200, "dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    frame = preview.frame(1, "front")
    dark = preview.page.evaluate(colour), frame.evaluate(colour)
    assert preview.page.is_checked("[name=theme][value=dark]")
    assert frame.evaluate("document.body.classList.contains('nightMode')")
    preview.page.check("[name=theme][value=light]")
    preview.settle()
    light = preview.page.evaluate(colour), frame.evaluate(colour)
    assert all(one != other for one, other in zip(dark, light, strict=True))


def test_phone_and_desktop_differ_in_width(show: Any) -> None:
    preview = show("notes")
    wide = "document.querySelector('#card-1 iframe').offsetWidth"
    assert 350 <= preview.page.evaluate(wide) <= 390
    preview.page.check("[name=device][value=desktop]")
    preview.settle()
    assert preview.page.evaluate(wide) > 700
    assert preview.frame(1, "front").evaluate("innerWidth") == preview.page.evaluate(wide)


def test_filters_by_kind_tag_text_and_problem(show: Any) -> None:
    seeds = show("seeds")
    everything = seeds.shown()
    seeds.page.click(".chip[data-value=contrast]")
    assert 0 < len(seeds.shown()) < len(everything)
    assert set(seeds.page.locator(".one:visible .kind").all_text_contents()) == {"Contrast"}
    assert seeds.page.inner_text("#count") == f"{len(seeds.shown())} of {len(everything)} cards"
    seeds.click(".one:visible .tag >> text='問::44'")
    assert seeds.page.input_value("#tag") == "問::44"
    assert all("問::44" in str(seeds.page.text_content(f"#{card} .about")) for card in seeds.shown())
    shown = len(seeds.shown())
    assert sum(map(int, seeds.page.locator("#toc ul .number:visible").all_inner_texts())) == shown
    assert seeds.page.inner_text("#toc > li > .number") == str(shown)
    seeds.page.fill("#search", "ありえない文")
    assert seeds.shown() == []
    seeds.page.click("#reset")
    assert seeds.shown() == everything
    seeds.page.fill("#search", "ｓｇｄ 確率")  # width and case do not count, every word does
    assert 0 < len(seeds.shown()) < len(everything)
    notes = show("notes")
    notes.page.click(".chip[data-value=problems]")
    assert len(notes.shown()) == 1
    assert "none.png" in notes.page.inner_text(f"#{notes.shown()[0]} .problems")


@pytest.mark.parametrize("width", [360, 1200])
def test_the_numbers_are_a_chart(show: Any, width: int) -> None:
    seeds = show("seeds", width)
    seeds.page.click("#stats summary")
    kinds = seeds.page.locator("#stats table").first
    for name, kind in (("Q&A", "qa"), ("Contrast", "contrast")):
        count = seeds.page.locator(f".one .kind[data-kind={kind}]").count()
        assert kinds.locator(f"tr:has-text('{name}') .number").inner_text() == str(count)
    bars = kinds.locator(".bar-of").evaluate_all("(all) => all.map((el) => el.getBoundingClientRect().width)")
    counts = [int(text) for text in kinds.locator(".number").all_inner_texts()]
    assert bars[1] / bars[0] == pytest.approx(counts[1] / counts[0], rel=0.02), (
        "bars are as long as the counts"
    )
    assert seeds.page.locator("#stats caption").all_inner_texts() == [
        "Kinds",
        "Styles",
        "Topics",
        "Text on cards",
    ]
    assert seeds.page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_move_turn_and_search(show: Any) -> None:
    preview = show("seeds")
    press = preview.page.keyboard.press
    for key, card in (("j", "card-1"), ("j", "card-2"), ("ArrowRight", "card-3"), ("k", "card-2")):
        press(key)
        preview.settle()
        assert preview.current() == card
        assert preview.page.evaluate("document.activeElement.id") == card
    top = preview.page.locator(".current").evaluate("(el) => el.getBoundingClientRect().top")
    assert 0 <= top - preview.page.locator(".bar").evaluate("(el) => el.offsetHeight") < 60
    for side in ("front", "back", "front"):
        press("f")
        assert preview.page.locator(".current .one-side:visible").get_attribute("data-side") == side
    press("/")
    press("j")
    assert preview.page.input_value("#search") == "j"
    assert preview.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    press("Escape")
    assert preview.page.evaluate("document.activeElement === document.body")


def options(frame: Frame) -> list[str]:
    return [text.split("\n")[-1] for text in frame.locator(".options > li .text").all_inner_texts()]


def test_options_are_shuffled_picked_and_checked_as_in_anki(show: Any) -> None:
    preview = show("notes")
    front, back = preview.frame(1, "front"), preview.frame(1, "back")
    preview.page.keyboard.press("j")
    orders = set()
    for _ in range(12):
        preview.page.keyboard.press("r")
        preview.page.wait_for_timeout(60)
        orders.add(tuple(options(front)))
        assert options(front) == options(back)
        assert options(front)[-1] == "上記すべて"
    assert len(orders) > 2
    preview.page.keyboard.press("]")
    back.wait_for_selector(".picked .pick")
    assert options(front)[0] in back.inner_text(".picked")
    front.locator("label").nth(2).click()
    back.wait_for_selector(".options > li:nth-child(3).picked")
    front.press("body", "f")
    preview.page.wait_for_timeout(50)
    assert preview.page.locator("#card-1 .one-side:visible").count() == 1


def test_pictures_show_and_what_cannot_has_a_stand_in(show: Any) -> None:
    preview = show("notes")
    back = preview.frame(2, "back")
    wait(back, "document.querySelector('img').naturalWidth === 900")
    assert back.locator(".preview-formula").all_inner_texts() == [r"\unknown{x}"]
    assert r"\(x\)" in back.inner_text("code")
    assert "$10,000" in back.inner_text("#qa")
    assert back.locator(".preview-absent").all_text_contents() == ["遠い図"]  # it may lie in a fold
    assert "https://example.org/a.png" in str(back.locator(".preview-absent").get_attribute("title"))


def test_formulas_are_set_by_the_browser(show: Any) -> None:
    preview = show("notes")
    back = preview.frame(2, "back")
    inline, display = back.locator("math").all()
    mathml = "(el) => el.namespaceURI.endsWith('/MathML') && getComputedStyle(el).display.includes('math')"
    assert inline.evaluate(mathml)
    assert display.evaluate(mathml)
    assert inline.text_content() == "E=mc2"
    height = "(el) => el.getBoundingClientRect().height"
    assert display.locator("mtr").count() == 2
    assert display.locator("mfrac").evaluate(height) > 1.5 * display.locator("mtr mi").first.evaluate(height)
    assert display.locator("xpath=..").evaluate("(el) => getComputedStyle(el).overflowX") == "auto"
    assert inline.locator("xpath=..").get_attribute("title") == "E = mc^2"


def test_frames_come_and_go_with_scrolling(show: Any) -> None:
    preview = show("many")
    count = "document.querySelectorAll('iframe').length"
    assert len(preview.shown()) == 500
    assert 2 <= preview.page.evaluate(count) <= 60
    for part in (0.25, 0.5, 0.75, 1):
        preview.page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {part})")
        preview.settle()
    assert 2 <= preview.page.evaluate(count) <= 60
    assert "答え499" in preview.frame(500, "back").inner_text("#qa")
    preview.page.keyboard.press("k")
    assert preview.current()


PAPER = """
() => [...document.querySelectorAll(".paper")].map((el) => {
  const card = el.shadowRoot.querySelector(".card");
  const { width, height } = card.getBoundingClientRect();
  return [card.innerText, getComputedStyle(card).color, width, height];
})
"""


def test_paper_shows_every_card_that_is_not_filtered_out(show: Any) -> None:
    preview = show("many", 1200, "dark")
    preview.page.fill("#search", "答え49")
    shown = preview.shown()
    assert len(shown) == 11  # 49 and 490 to 499
    preview.page.emulate_media(media="print")
    preview.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = preview.page.evaluate(PAPER)
    assert len(paper) == 2 * len(shown)
    assert "答え499" in paper[-1][0]
    assert all(
        colour == "rgb(35, 39, 45)" and width > 200 and height > 50 for _, colour, width, height in paper
    )
    for gone in (".bar", "iframe", "nav", ".actions"):
        assert preview.page.locator(gone).first.is_hidden()
    preview.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert preview.page.locator(".paper").count() == 0
    assert preview.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_landmarks_headings_and_names_are_there(show: Any) -> None:
    page = show("notes").page
    for role in ("banner", "navigation", "main", "search"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("heading", level=1).inner_text() == "notes"
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["試験", "別の頁"]
    names = "(all) => all.map((el) => el.ariaLabel || el.title || (el.labels?.[0] ?? el).textContent.trim())"
    assert all(page.locator("input, select, button, iframe").evaluate_all(names))
    assert page.locator("article").first.get_attribute("aria-labelledby") == "card-1-name"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the cards"


def test_uncarded_text_is_folded_below_its_page(show: Any) -> None:
    page = show("notes").page
    folded = page.locator(".uncarded:visible")
    if folded.count():
        assert not folded.first.evaluate("(el) => el.open")
    assert page.locator(".page .path").first.inner_text().startswith("a.md · 3 cards · ")
