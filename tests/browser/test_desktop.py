"""The cards in Anki's real desktop program, run without a screen."""

import importlib.util
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from ankibuild.packaging.frozen import NOTE_TYPES
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.templates import load_templates

from .clients import PIXEL
from .japanese import LINES, ends_a_phrase
from .samples import SAMPLES

HERE = Path(__file__).parent
SHOWN = ("choice", "contrast", "many", "table", "rich", "cloze")
QT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
}


def interpreter() -> str:
    if named := os.environ.get("ANKIBUILD_AQT_PYTHON"):
        return named
    if importlib.util.find_spec("aqt") is None:
        pytest.skip(
            "Anki's desktop program is missing: pip install 'aqt[qt]', here or in an environment of its own"
            " whose python ANKIBUILD_AQT_PYTHON names"
        )
    return sys.executable


def job() -> dict[str, Any]:
    types = [
        {
            "name": made.name,
            "fields": [field["name"] for field in made.fields],
            "templates": [{key: card[key] for key in ("name", "qfmt", "afmt")} for card in made.templates],
            "css": made.css,
            "type": made.model_type,
        }
        for made in models(load_templates()).values()
    ]
    notes = [{"type": NOTE_TYPES[SAMPLES[name][0]].name, "fields": SAMPLES[name][1]} for name in SHOWN]
    return {
        "types": types,
        "notes": notes,
        "media": {"x.svg": PIXEL},
        "probes": f"{(HERE / 'probes.js').read_text('utf-8')}\nconst lines = {LINES};",
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    python = interpreter()
    folder = tmp_path_factory.mktemp("desktop")
    (folder / "job.json").write_text(json.dumps(job()), "utf-8")
    run = subprocess.run(
        [python, str(HERE / "desktop_driver.py"), str(folder)],
        env={**os.environ, **QT, "ANKI_SINGLE_INSTANCE_KEY": uuid.uuid4().hex, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    loaded: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    loaded["folder"] = folder
    return loaded


def test_every_side_fits_and_can_be_read_and_touched(report: dict[str, Any]) -> None:
    assert len(report["sides"]) == len(SHOWN) * 8
    for side in report["sides"]:
        for probe in ("runsOver", "faintText", "faintControls", "smallTargets"):
            assert side[probe] == [], (side["name"], probe)
        assert side["night"] is ("dark" in side["name"])
        assert (report["folder"] / f"{side['name']}.png").stat().st_size > 2000


def test_the_console_stays_silent(report: dict[str, Any]) -> None:
    """But for a remark of Anki's own MathJax."""
    assert [text for text in report["console"] if "No version information" not in text] == []


def test_both_sides_show_one_order(report: dict[str, Any]) -> None:
    shown = {side["name"]: side["options"] for side in report["sides"]}
    fronts = [name for name in shown if "-front-" in name]
    assert all(shown[name] == shown[name.replace("front", "back")] for name in fronts)
    assert sum(len(shown[name]) > 1 for name in fronts) == 3 * 4


def test_stems_and_options_break_between_phrases(report: dict[str, Any]) -> None:
    broken = 0
    for side in report["sides"]:
        if SHOWN[int(side["name"].partition("-")[0])] in {"choice", "contrast", "many"}:
            for lines in side["lines"]:
                broken += len(lines) - 1
                assert all(ends_a_phrase(line) for line in lines[:-1]), (side["name"], lines)
    assert broken >= 10, "some lines were broken"


def test_mathematics_is_set(report: dict[str, Any]) -> None:
    number = SHOWN.index("rich")
    backs = [side for side in report["sides"] if side["name"].startswith(f"{number}-back")]
    assert [side["mathematics"] for side in backs] == [1] * 4


def test_keys_pick_turn_and_answer(report: dict[str, Any]) -> None:
    keys = report["keys"]
    first, second = keys["order"][:2]
    assert keys["picks"] == [[first], [second], [first]]
    assert keys["shown"] == [first]
    assert keys["answered"]
