"""Runs where Anki's desktop is installed: the real program with the real add-on AnkiConnect, until told to stop.

Called with a base folder and a port; the add-on lies in the base's `addons21`. Prints `ready`, and then
obeys lines on standard input: `close` shows the profile chooser, `quit` ends. It uses nothing but aqt.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from threading import Thread

import aqt
from anki.collection import Collection
from aqt.profiles import ProfileManager


def make_profile(base: Path) -> None:
    manager = ProfileManager(base)
    manager.setupMeta()
    manager.create("learner")
    manager.openProfile("learner")
    manager.meta.update(firstRun=False, defaultLang="ja_JP", check_for_updates=False, suppressUpdate=True)
    manager.save()
    manager.db.close()
    (base / "learner").mkdir(exist_ok=True)
    Collection(str(base / "learner" / "collection.anki2")).close()


def run(base: Path, port: int) -> None:
    meta = {"config": {"webBindPort": port}, "disabled": False, "mod": 0, "name": "AnkiConnect"}
    (base / "addons21" / "2055492159" / "meta.json").write_text(json.dumps(meta), "utf-8")
    make_profile(base)
    sys.stdout = (
        sys.__stderr__
    )  # Anki says there at each call what is deprecated; nobody reads on after `ready`
    app = aqt._run(["anki", "-b", str(base), "-p", "learner"], exec=False)
    told: list[str] = []
    Thread(target=lambda: told.extend(line.strip() for line in sys.stdin), daemon=True).start()
    end = time.monotonic() + 60
    while not (aqt.mw.col and aqt.mw.state == "deckBrowser") and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)
    print("ready", file=sys.__stdout__, flush=True)
    while "quit" not in told:
        if "close" in told:
            told.remove("close")
            aqt.mw.unloadProfileAndShowProfileManager()
        app.processEvents()
        time.sleep(0.002)
    if aqt.mw.col:
        aqt.mw.col.close()


def main() -> None:
    code = 0
    try:
        run(Path(sys.argv[1]), int(sys.argv[2]))
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # Anki shows sys.stderr in a window
        code = 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
