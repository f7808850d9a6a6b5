"""Pages that show a card as Anki's programs do, in a browser under test."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Route, ViewportSize

Client = Literal["desktop", "ankidroid", "ankimobile"]

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-site-isolation-trials",  # else each frame of the preview is a process of its own, and one more waits
]  # fmt: skip

ORIGIN = "http://card.test/"
"""An address that no request ever leaves for: every request is answered here."""

PIXEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="90"><rect width="1600" height="90"/></svg>'
)

_BASE = """
body { margin: 20px; overflow-wrap: break-word; background-size: cover; }
body.nightMode { background-color: #2c2c2c; color: #fcfcfc; }
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px; }
img { max-width: 100%; max-height: 95vh; }
li { text-align: start; }
pre { text-align: left; }
button { margin: 1em 0.5em; }
"""
"""What the reviewers' own style sheets say about the elements that cards use."""

_SHELLS: dict[Client, tuple[str, str, str, str]] = {
    "desktop": ("", "isLin", "nightMode", "qa"),
    "ankidroid": ("mobile android linux js", "ankidroid", "night_mode", "content"),
    "ankimobile": ("mobile iphone ios", "mobile iphone", "nightMode", "qa"),
}
"""For each program: classes of html, of body, of body at night, and the id of the box around the card."""

_REVIEWER = """
function showCard(html) {
  const box = document.querySelector("#qa, #content");
  box.innerHTML = html;
  for (const old of box.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}
"""
"""Anki's desktop keeps its page and runs a card's scripts anew for every side."""


def document(card: str, client: Client = "desktop", *, night: bool = False) -> str:
    """Return a whole page that shows one side of a card."""
    html, body, dark, box = _SHELLS[client]
    classes = f"card card1 {body} {dark if night else ''}"
    return (
        f'<!doctype html><html class="{html}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_BASE}</style><script>{_REVIEWER}</script></head>"
        f'<body class="{classes}"><div id="{box}">{card}</div></body></html>'
    )


_IDLE: WeakKeyDictionary[Browser, list[Page]] = WeakKeyDictionary()
"""Pages that a test has done with: a page of its own costs a quarter of a second of processor time."""
_FORGET = "() => { try { sessionStorage.clear(); localStorage.clear(); } catch {} window.name = ''; }"


@dataclass
class Screen:
    """A page of a browser; `errors` are what its console and its scripts complained about.

    Pages go from test to test, emptied: with options, or once a test has asked for its `context` (scripts that
    stay, another clock), a page is that test's alone.
    """

    browser: Browser
    width: int = 390
    height: int = 700
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the browser context, such as java_script_enabled."""
    errors: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        idle = [] if self.options else _IDLE.setdefault(self.browser, [])
        viewport: ViewportSize = {"width": self.width, "height": self.height}
        if idle:
            self.page = idle.pop()
            self.page.set_viewport_size(viewport)
        else:
            self.page = self.browser.new_context(viewport=viewport, **self.options).new_page()
        self.page.on("console", self._complained)
        self.page.on("pageerror", self._complained)
        self.page.route("**/*", self._answer)
        self._html = ""
        self._alone = bool(self.options)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._alone or kind:
            self.page.context.close()
            return
        self.page.evaluate(_FORGET)
        self.page.goto("about:blank")
        self.page.mouse.move(-1, -1)
        self.page.emulate_media(
            media="null", color_scheme="light", reduced_motion="no-preference", forced_colors="none",
            contrast="no-preference",
        )  # fmt: skip
        self.page.unroute_all()
        self.page.remove_listener("console", self._complained)
        self.page.remove_listener("pageerror", self._complained)
        _IDLE[self.browser].append(self.page)

    @property
    def context(self) -> BrowserContext:
        """The context around the page, which is then this test's alone."""
        self._alone = True
        return self.page.context

    def _complained(self, said: ConsoleMessage | Error) -> None:
        self.errors.append(said.text if isinstance(said, ConsoleMessage) else str(said))

    def show(self, card: str, client: Client = "desktop", *, night: bool = False) -> None:
        """Load a new page with one side of a card, as the old AnkiDroid does for every side."""
        self._html = document(card, client, night=night)
        self.page.goto(ORIGIN)

    def turn(self, card: str) -> None:
        """Show another side in the same page, as Anki's desktop does."""
        self.page.evaluate("showCard", card)

    def texts(self, selector: str = ".options > li .text") -> list[str]:
        """Return the texts of elements in the order of the document."""
        return self.page.locator(selector).all_inner_texts()

    def _answer(self, route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(content_type="text/html", body=self._html)
        elif route.request.resource_type == "image":
            route.fulfill(content_type="image/svg+xml", body=PIXEL)
        else:
            self.errors.append(f"asked the network for {route.request.url}")
            route.abort()
