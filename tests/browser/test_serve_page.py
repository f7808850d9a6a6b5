"""The served page in a browser: it follows a save within a second, stays where the reader was, and tells what is wrong."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Error, Page

from ankibuild.cli import main
from ankibuild.serving.server import Server
from ankibuild.serving.watch import saves
from tests.test_serve import served

NOTES = "# 頁\n\n" + "\n".join(f"## 語{n}とは？\n\n説明その{n}。\n" for n in range(40))
KINDS = "\n# 別\n\n### Q1. どれ？\n- A. 甲\n- B. 乙\n\n**正解：A**\n\n- B: 乙は違う。\n"


class Serving:
    """Notes, and the page that is served of them."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "a.md"
        self.file.write_text(NOTES + KINDS, "utf-8")
        self.served, self.heard = served(folder)
        self.served.look()
        self.server = Server(self.served.live, 0)
        self.ended = False
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        for _ in saves([self.file.parent], list):
            if self.ended:
                return
            self.served.look()

    def save(self, *changes: tuple[str, str]) -> None:
        text = self.file.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.file.write_text(text, "utf-8")

    def stop(self) -> None:
        self.served.live.close()
        self.server.shutdown()
        self.server.server_close()


def until(page: Page, expression: str, seconds: float = 10) -> None:
    """Wait for something on the page, over reloads; Playwright's own way is forbidden by the page's policy."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Error):  # the page is just being loaded again
            if page.evaluate(expression):
                return
        page.wait_for_timeout(10)
    pytest.fail(f"not in {seconds} s: {expression}")


def held_up() -> float:
    """Return how many times longer than alone work takes on this machine now, which other tests share."""
    began, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.2:
        pass
    return (time.perf_counter() - began) / 0.2


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    made = Serving(tmp_path)
    yield made
    made.ended = True
    made.save(("# 頁", "# 終"))
    made.stop()


@pytest.fixture
def page(browser: Browser, serving: Serving) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(serving.server.address)
    page.wait_for_selector(".one iframe")
    time.sleep(0.4)  # the first look of the watch is over
    yield page
    context.close()
    assert [fault for fault in faults if "ERR_" not in fault] == []


def test_a_save_is_on_the_page_within_a_second(page: Page, serving: Serving) -> None:
    took: list[float] = []
    for old, new in pairwise(
        ("説明その0。", "第一の説明。", "第二の説明。", "第三の説明。", "まったく新しい説明。")
    ):
        saved = time.monotonic()
        serving.save((old, new))
        until(page, f"document.querySelector('#data').textContent.includes('{new}')")
        took.append(time.monotonic() - saved)
    assert min(took) < max(1, held_up())
    page.wait_for_selector(".one iframe")
    inside = page.frame_locator(".one >> nth=0 >> .one-side[data-side=back] >> iframe")
    inside.get_by_text("まったく新しい説明").wait_for()


def test_the_reader_stays_where_they_were(page: Page, serving: Serving) -> None:
    page.locator("[name=theme][value=dark]").check(force=True)
    page.locator("[name=sides][value=front]").check(force=True)
    page.locator(".one", has_text="a.md:79").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    where = "[...document.querySelectorAll('.one')].find((el) => el.textContent.includes('a.md:%d')).getBoundingClientRect().top"
    before = page.evaluate(where % 79)
    assert page.evaluate("scrollY") > 2000
    serving.save(("## 語0とは？", "## 語前とは？\n\n前に入れた。\n\n## 語0とは？"))
    until(page, "document.querySelector('#data').textContent.includes('前に入れた')")
    until(page, f"Math.abs({where % 83} - {before}) < 3")
    page.wait_for_timeout(500)
    assert abs(page.evaluate(where % 83) - before) < 3, "and stays there"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.dataset.sides") == "front"


def test_filters_and_search_stay(page: Page, serving: Serving) -> None:
    page.locator(".chip[data-value=contrast]").click()
    page.locator("#search").fill("どれ")
    assert page.locator("#count").inner_text() == "1 of 42 cards"
    serving.save(("乙は違う。", "乙はまるで違う。"))
    until(page, "document.querySelector('#data').textContent.includes('まるで違う')")
    page.wait_for_selector(".chip[data-value=contrast][aria-pressed=true]")
    assert page.locator("#count").inner_text() == "1 of 42 cards"


def test_a_mistake_is_told_and_goes_when_it_is_mended(page: Page, serving: Serving) -> None:
    config = serving.file.parent / "ankibuild.toml"
    config.write_text("deck = 基本情報\n", "utf-8")
    until(page, "!document.querySelector('#error').hidden")
    assert "ankibuild.toml" in page.locator("#error").inner_text()
    assert page.locator(".one").count() == 42, "the cards of before stay"
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") > 2000
    box = page.locator("#error").bounding_box()
    assert box
    assert page.evaluate("document.querySelector('.bar').getBoundingClientRect().bottom") <= box["y"] < 400
    config.unlink()
    until(page, "document.querySelector('#error').hidden")


def test_changes_are_marked_and_can_be_singled_out(page: Page, serving: Serving) -> None:
    folder = serving.file.parent
    built = CliRunner().invoke(main, ["build", str(folder), "-o", str(folder.parent / "a.apkg")])
    assert built.exit_code == 0
    until(page, "!document.querySelector('.since')")
    serving.save(("説明その3。", "直した説明。"), ("## 語5とは？\n\n説明その5。\n", ""))
    page.wait_for_selector(".since")
    assert page.locator(".since").all_inner_texts() == ["changed"]
    assert page.locator("#removed summary").inner_text() == "1 card removed since the last build"
    page.locator(".chip[data-value=changes]").click()
    assert re.match("1 of 41", page.locator("#count").inner_text())


def test_a_stopped_server_is_told(page: Page, serving: Serving) -> None:
    assert page.locator("#lost").is_hidden()
    serving.stop()
    page.wait_for_selector("#lost:not([hidden])", timeout=15_000)


def test_no_other_page_can_look(page: Page, serving: Serving, browser: Browser) -> None:
    """A page of another origin neither reads the preview nor frames it."""
    stranger = browser.new_context().new_page()
    stranger.route(
        "http://stranger.example/", lambda route: route.fulfill(body="<p>x", content_type="text/html")
    )
    stranger.goto("http://stranger.example/")
    read = "(url) => fetch(url).then((answer) => answer.text()).catch(() => 'refused')"
    assert "説明その1" not in stranger.evaluate(read, serving.server.address)
    stranger.evaluate(
        "(url) => new Promise((done) => { const f = document.createElement('iframe'); f.src = url; f.onload = done; document.body.append(f); })",
        serving.server.address,
    )
    assert all("説明その1" not in frame.content() for frame in stranger.frames)
    stranger.context.close()
