"""Runs where Anki's desktop is installed: shows cards in the real reviewer and reports what it saw.

Called with a folder that holds job.json (note types, notes, probes); leaves report.json and pictures there.
It uses nothing but aqt and the standard library, for the rest of the project need not be installed there.
"""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aqt
from anki.cards import Card, CardId
from anki.collection import Collection
from aqt.profiles import ProfileManager
from aqt.qt import QApplication, Qt
from aqt.theme import Theme
from aqt.webview import AnkiWebPage

KEYS = {"]": Qt.Key.Key_BracketRight, "[": Qt.Key.Key_BracketLeft, " ": Qt.Key.Key_Space, "3": Qt.Key.Key_3}


def make_profile(base: Path, job: dict[str, Any]) -> list[int]:
    """Create a profile whose collection holds the job's note types and notes; return the cards' ids."""
    base.mkdir()
    manager = ProfileManager(base)
    manager.setupMeta()
    manager.create("learner")
    manager.openProfile("learner")
    manager.meta.update(firstRun=False, defaultLang="ja_JP", check_for_updates=False, suppressUpdate=True)
    manager.save()
    manager.db.close()
    (base / "learner").mkdir()
    col = Collection(str(base / "learner" / "collection.anki2"))
    types = {made["name"]: _add_type(col, made) for made in job["types"]}
    cards = []
    for made in job["notes"]:
        note = col.new_note(types[made["type"]])
        for name, value in made["fields"].items():
            note[name] = value
        col.add_note(note, col.decks.id("Default"))
        cards.append(note.cards()[0].id)
    for name, text in job["media"].items():
        (Path(col.media.dir()) / name).write_text(text, "utf-8")
    col.close()
    return cards


def _add_type(col: Collection, made: dict[str, Any]) -> Any:
    model = col.models.new(made["name"])
    for name in made["fields"]:
        col.models.add_field(model, col.models.new_field(name))
    for card in made["templates"]:
        template = col.models.new_template(card["name"])
        template.update(qfmt=card["qfmt"], afmt=card["afmt"])
        col.models.add_template(model, template)
    model.update(css=made["css"], type=made["type"])
    col.models.add_dict(model)
    return col.models.by_name(made["name"])


class Desktop:
    """The running program, driven step by step."""

    def __init__(self, app: QApplication, folder: Path, probes: str) -> None:
        self.app = app
        self.folder = folder
        self.probes = probes
        self.mw = aqt.mw

    def wait(self, done: Callable[[], Any], what: str, seconds: float = 20) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            if result := done():
                return result
            time.sleep(0.005)
        raise TimeoutError(what)

    def js(self, expression: str) -> Any:
        """Return the value of an expression in the reviewer's page."""
        answers: list[Any] = []
        self.mw.web.page().runJavaScript(
            f"(() => {{ {self.probes}\n return {expression}; }})()", answers.append
        )
        return self.wait(lambda: answers, expression)[0]

    def settle(self, side: str) -> None:
        """Wait until the page shows this side."""
        back = "!!document.querySelector('#answer')"
        shown = f"document.querySelector('.ankibuild') && {back} === {str(side == 'back').lower()}"
        self.wait(
            lambda: self.js(shown) and self.js("document.querySelector('#qa').style.opacity !== '0'"), side
        )

    def show(self, card: Card, side: str) -> None:
        if side == "front":
            self.mw.reviewer.card = card
            card.start_timer()
            self.mw.reviewer._showQuestion()
        else:
            self.mw.reviewer._showAnswer()
        self.settle(side)

    def press(self, key: str) -> None:
        # The Qt that aqt runs on (PyQt6 today); aqt.qt passes on everything but its test module.
        tests = importlib.import_module(f"{QApplication.__module__.partition('.')[0]}.QtTest")
        tests.QTest.keyClick(self.mw.web.focusProxy() or self.mw.web, KEYS[key])
        self.wait_a_little()

    def wait_a_little(self) -> None:
        end = time.monotonic() + 0.15
        self.wait(lambda: time.monotonic() > end, "a moment")

    def look(self) -> dict[str, Any]:
        """Return what is wrong on this side, where its lines end, and the order of its options."""
        report = {
            name: self.js(f"{name}()") for name in ("runsOver", "faintText", "faintControls", "smallTargets")
        }
        texts = "[...document.querySelectorAll('.options > li .text')].map((el) => el.textContent.trim())"
        mathematics = "document.querySelectorAll('mjx-container').length"
        night = "document.body.matches('.nightMode')"
        return {
            **report,
            "options": self.js(texts),
            "lines": self.js("lines()"),
            "mathematics": self.js(mathematics),
            "night": self.js(night),
        }

    def picked(self) -> list[str]:
        texts = "[...document.querySelectorAll('input:checked + .text')].map((el) => el.textContent.trim())"
        return list(self.js(texts))


def tour(desktop: Desktop, cards: list[int]) -> list[dict[str, Any]]:
    """Show both sides of every card in both themes and two widths."""
    seen = []
    for theme in (Theme.LIGHT, Theme.DARK):
        desktop.mw.set_theme(theme)
        for width in (390, 1200):
            desktop.mw.resize(width, 800)
            desktop.mw.web.setFixedWidth(width)
            desktop.wait_a_little()
            for number, card in enumerate(cards):
                for side in ("front", "back"):
                    desktop.show(desktop.mw.col.get_card(CardId(card)), side)
                    name = f"{number}-{side}-{theme.name.lower()}-{width}"
                    report = desktop.look()
                    desktop.wait_a_little()
                    desktop.mw.web.grab().save(str(desktop.folder / f"{name}.png"))
                    seen.append({"name": name, **report})
    return seen


def keys(desktop: Desktop, card: int) -> dict[str, Any]:
    """Pick by key, turn the card by Space, answer by digit."""
    desktop.show(desktop.mw.col.get_card(CardId(card)), "front")
    desktop.mw.web.setFocus()
    picks = []
    for key in "]][":
        desktop.press(key)
        picks.append(desktop.picked())
    order = desktop.look()["options"]
    desktop.press(" ")
    desktop.settle("back")
    shown = desktop.js("[...document.querySelectorAll('.picked .text')].map((el) => el.textContent.trim())")
    before = desktop.mw.col.db.scalar("select count() from revlog")
    desktop.press("3")
    answered = desktop.wait(
        lambda: desktop.mw.col.db.scalar("select count() from revlog") > before, "the answer by key"
    )
    return {"order": order, "picks": picks, "shown": shown, "answered": bool(answered)}


def run(folder: Path) -> dict[str, Any]:
    job = json.loads((folder / "job.json").read_text("utf-8"))
    base = folder / "base"
    cards = make_profile(base, job)
    console: list[str] = []
    AnkiWebPage.javaScriptConsoleMessage = lambda *told: console.append(told[2])
    desktop = Desktop(aqt._run(["anki", "-b", str(base), "-p", "learner"], exec=False), folder, job["probes"])
    desktop.wait(lambda: desktop.mw.col and desktop.mw.state == "deckBrowser", "the main window", 60)
    desktop.mw.moveToState("review")
    desktop.settle("front")
    report = {"keys": keys(desktop, desktop.mw.reviewer.card.id), "sides": tour(desktop, cards)}
    return {**report, "console": console}


def main(folder: Path) -> None:
    """Leave at once when done: an orderly exit of the program asks questions and outlives its web pages."""
    code = 0
    try:
        (folder / "report.json").write_text(json.dumps(run(folder), ensure_ascii=False), "utf-8")
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # Anki shows sys.stderr in a window
        code = 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
