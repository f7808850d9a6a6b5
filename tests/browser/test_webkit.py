"""The cards in WebKitGTK, the nearest relative of AnkiMobile's web view that runs here."""

import os
import shutil
import subprocess
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .cards import Sides
from .clients import PIXEL, document
from .japanese import LINES, ends_a_phrase

if TYPE_CHECKING:
    from selenium.webdriver.webkitgtk.webdriver import WebDriver

PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8")
ENVIRONMENT = {"GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
NOTE_ERRORS = "<script>window.errors = []; window.onerror = (text) => { errors.push(text); };</script>"


class Frame:
    """A window of WebKitGTK whose page shows a card in a frame of any width."""

    def __init__(self, driver: "WebDriver") -> None:
        self.driver = driver
        self.pages: dict[str, str] = {"/x.svg": PIXEL}
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                svg = self.path.endswith(".svg")
                self.send_response(200)
                self.send_header("Content-Type", "image/svg+xml" if svg else "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(pages.get(self.path, "").encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.shown = 0

    def show(self, card: str, width: int = 390, *, night: bool = False) -> None:
        self.shown += 1
        self.pages["/card"] = document(NOTE_ERRORS + card, "ankimobile", night=night)
        style = f"border:0;width:{width}px;height:900px"
        self.pages[f"/{self.shown}"] = f'<body style="margin:0"><iframe src="/card" style="{style}"></iframe>'
        self.driver.get(f"http://127.0.0.1:{self.server.server_port}/{self.shown}")
        self.driver.switch_to.frame(0)

    def js(self, expression: str) -> Any:
        return self.driver.execute_script(f"{PROBES}\nreturn {expression};")

    def texts(self, selector: str = ".options > li .text") -> list[str]:
        found = f"[...document.querySelectorAll({selector!r})].map((el) => el.textContent.trim())"
        return list(self.js(found))

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def browser_program() -> str:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not found or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
        pytest.skip("WebKitGTK is missing: install Debian's packages webkit2gtk-driver and xvfb")
    return str(found[-1])


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen in memory; WebKitGTK cannot do without one."""
    browser_program()
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1300x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        try:
            assert screen.stdout is not None
            yield f":{screen.stdout.readline().strip()}"
        finally:
            screen.terminate()


@pytest.fixture(scope="module")
def driver(display: str) -> Iterator["WebDriver"]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is missing: pip install selenium")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = browser_program()
    options.add_argument("--automation")
    environment = {**os.environ, **ENVIRONMENT, "DISPLAY": display}
    service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver"), env=environment)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # selenium's driver calls its own old interface
        started = webdriver.WebKitGTK(options=options, service=service)
    started.set_window_size(1280, 960)
    yield started
    started.quit()


@pytest.fixture(scope="module")
def frame(driver: "WebDriver") -> Iterator[Frame]:
    shown = Frame(driver)
    yield shown
    shown.close()


@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_every_side_fits_and_can_be_read_and_touched(
    frame: Frame, sides: dict[str, Sides], night: bool
) -> None:
    for name, both in sides.items():
        for html in both:
            for width in (390, 1200):
                frame.show(html, width, night=night)
                for probe in ("runsOver", "faintText", "faintControls", "smallTargets"):
                    assert frame.js(f"{probe}()") == [], (name, probe, width)
                assert frame.js("window.errors") == []


@pytest.mark.parametrize("name", ["contrast", "bare", "choice", "many"])
def test_both_sides_show_one_order_and_the_pick(frame: Frame, sides: dict[str, Sides], name: str) -> None:
    for number in (0, 1, 0):
        frame.show(sides[name].front)
        front = frame.texts()
        frame.js(f"document.querySelectorAll('.options label')[{number}].click()")
        frame.show(sides[name].back)
        assert frame.texts() == front
        assert frame.texts(".picked .text") == [front[number]]


@pytest.mark.parametrize("name", ["contrast", "bare", "choice", "many"])
def test_stems_and_options_break_between_phrases(frame: Frame, sides: dict[str, Sides], name: str) -> None:
    for width in (390, 560, 800):
        frame.show(sides[name].front, width)
        for lines in frame.js(f"({LINES})()"):
            assert all(ends_a_phrase(line) for line in lines[:-1]), lines
