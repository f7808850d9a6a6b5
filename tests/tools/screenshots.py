"""Make the pictures of the README: real cards from the notes in seeds/, as Anki shows them.

Usage: python -m tests.tools.screenshots [FOLDER]
"""

import base64
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection, ImportAnkiPackageRequest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.clients import FLAGS, Screen

if TYPE_CHECKING:
    from anki.cards import Card

ROOT = Path(__file__).parents[2]
PHONE = 500
PICTURES = ROOT / "tests" / "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A card by a text that only it has, the option to pick, and where it is seen."""

    name: str
    search: str
    pick: str
    width: int
    night: bool


SHOWN = (
    Picture(
        "contrast-phone-light", "アーリーストップを導入する", "アーリーストップを導入する", 390, night=False
    ),
    Picture(
        "contrast-phone-dark",
        "Model Monitor を使用する",
        "デプロイされたモデルで SageMaker Clarify",
        390,
        night=True,
    ),
    Picture("table-desktop-light", "なぜオーバーサンプリングが必要", "", 760, night=False),
    Picture("definition-desktop-dark", "「max_depth」って何？", "", 760, night=True),
)

FRAME = """
<style>
  main {{ display: flex; gap: 24px; align-items: flex-start; width: max-content; }}
  main {{ padding: 24px; background: {0}; }}
  img {{ display: block; width: {1}px; border-radius: 14px; box-shadow: 0 1px 10px rgba(0, 0, 0, 0.25); }}
</style>
"""


def build(folder: Path) -> Collection:
    """Build the package of seeds/ and import it into a new collection."""
    notes = shutil.copytree(ROOT / "seeds", folder / "seeds")
    package = folder / "seeds.apkg"
    command = [sys.executable, "-m", "ankibuild", "build", str(notes), "-o", str(package)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    col = Collection(str(folder / "collection.anki2"))
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package)))
    return col


def card_that_says(text: str, col: Collection) -> "Card":
    for note in map(col.get_note, col.find_notes("")):
        if text in re.sub("<wbr>|&nbsp;", "", "".join(note.fields)):
            return note.cards()[0]
    raise LookupError(f"no card of seeds/ says {text}")


def take(picture: Picture, col: Collection, browser: Browser) -> bytes:
    """Photograph both sides of a card, the front with an option picked."""
    output = card_that_says(picture.search, col).render_output()
    sides: list[bytes] = []
    phone = picture.width < PHONE
    options = {"device_scale_factor": 2, "has_touch": phone, "is_mobile": phone}
    with Screen(browser, width=picture.width, height=300, options=options) as screen:
        screen.context.add_init_script("Math.random = () => 0.5")  # the same order in every run
        for html in (output.question_and_style(), output.answer_and_style()):
            screen.show(html, "ankimobile" if phone else "desktop", night=picture.night)
            screen.page.evaluate("document.querySelectorAll('details').forEach((el) => { el.open = true; })")
            if not sides and picture.pick:
                screen.page.get_by_label(picture.pick).check()
                screen.page.evaluate("document.activeElement.blur()")
                screen.page.wait_for_timeout(300)
            sides.append(screen.page.screenshot(full_page=True))
        if screen.errors:
            raise RuntimeError("\n".join(screen.errors))
    return frame(sides, picture, browser)


def frame(sides: list[bytes], picture: Picture, browser: Browser) -> bytes:
    """Put the two sides next to each other."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(side).decode()}">' for side in sides)
    style = FRAME.format("#0d0f12" if picture.night else "#e6e3dc", picture.width)
    scale = 1.5 if picture.width < PHONE else 1
    with Screen(browser, width=2000, height=3000, options={"device_scale_factor": scale}) as screen:
        screen.page.set_content(f"{style}<main>{images}</main>")
        return screen.page.locator("main").screenshot()


def main(target: Path) -> None:
    """Write all pictures into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        col = build(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in SHOWN:
            (target / f"{picture.name}.png").write_bytes(take(picture, col, browser))
        browser.close()
        col.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
