"""A page that is found empty or half-written does not turn its cards blank: a moment is waited, then it is asked."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.commands.settled import gather_settled
from ankibuild.identity import ledger as ledgers
from ankibuild.model import untold
from ankibuild.pipeline import gather
from tests.anki_tools import anki_collection
from tests.test_cli import PAGE, build, folder, run

__all__ = ["folder"]  # a fixture
OTHER = PAGE.replace("RAID", "SAN").replace("NAS", "DAS")
LOST = "b.md:1: error: has lost all of its 2 cards: they stay in Anki as they are [lost-cards]"


@pytest.fixture
def built(folder: Path) -> Path:
    (folder / "b.md").write_text(OTHER, "utf-8")
    assert "4 new" in build(folder).output
    return folder


def lived(folder: Path) -> int:
    return sum(not entry.removed for entry in ledgers.read(folder / "ankibuild.lock").entries)


EMPTIED: dict[str, Callable[[Path], Any]] = {
    "empty": lambda page: page.write_bytes(b""),
    "blank": lambda page: page.write_text("\n \n", "utf-8"),
    "cut": lambda page: page.write_text(OTHER[:5], "utf-8"),
    "other text": lambda page: page.write_text("# 題\n\n今日は晴れ。\n", "utf-8"),
    "style off": lambda page: page.write_text(
        f"---\nankibuild:\n  styles:\n    off: [asking]\n---\n{OTHER}", "utf-8"
    ),
}


@pytest.mark.parametrize("how", EMPTIED)
def test_the_cards_stay_until_it_is_meant(built: Path, how: str) -> None:
    before = (built / "ankibuild.lock").read_bytes()
    EMPTIED[how](built / "b.md")
    for command in ("check", "diff"):
        result = run(command, built)
        assert (result.exit_code, LOST in result.output) == (1, True), result.output
    for _ in range(2):
        result = build(built, epoch=1_700_000_100)
        assert (result.exit_code, LOST in result.output) == (1, True), result.output
        assert "removed: " not in result.output
        assert "kept      2" in result.output
        assert (built / "ankibuild.lock").read_bytes() == before
    (built / "b.md").write_text(OTHER, "utf-8")
    assert "0 new · 0 changed · 0 removed · 4 unchanged" in build(built, epoch=1_700_000_200).output
    EMPTIED[how](built / "b.md")
    meant = build(built, "--yes", epoch=1_700_000_300)
    assert (meant.exit_code, "lost-cards" in meant.output) == (0, False), meant.output
    assert meant.output.count("removed: b.md: ") == 2
    assert lived(built) == 2
    assert "lost-cards" not in build(built, epoch=1_700_000_400).output


@pytest.mark.parametrize(("answer", "left"), [("y\n", 2), ("n\n", 4), ("\n", 4)])
def test_who_sits_at_a_terminal_is_asked(
    built: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    (built / "b.md").write_bytes(b"")
    monkeypatch.setattr("ankibuild.cli._at_terminal", lambda: True)
    command = ["build", str(built), "-o", str(built.parent / "deck.apkg")]
    asked = CliRunner().invoke(main, command, input=answer, catch_exceptions=False)
    assert "b.md (2 cards) has lost all of its cards. Remove them? [y/N]" in asked.output
    assert lived(built) == left


def test_cards_that_went_to_other_pages_are_not_lost(built: Path) -> None:
    (built / "b.md").write_text("# 題\n\n今日は晴れ。\n", "utf-8")
    (built / "c.md").write_text(OTHER, "utf-8")
    assert "lost-cards" not in build(built).output
    assert lived(built) == 4


def test_a_page_that_is_written_anew_or_gone_is_meant(built: Path) -> None:
    (built / "a.md").write_text("# 題\n\n## 光ファイバーとは？\n\n光で送る線。\n", "utf-8")
    (built / "b.md").unlink()
    result = build(built, epoch=1_700_000_100)
    assert (result.exit_code, "1 new" in result.output, "4 removed" in result.output) == (0, True, True)


HALF = OTHER[: OTHER.index("## DAS")]


@pytest.mark.parametrize("found", [None, "", OTHER[:5], HALF], ids=["gone", "empty", "begun", "half"])
def test_a_page_is_looked_at_again_while_it_is_written(built: Path, found: str | None) -> None:
    page, looks = built / "b.md", []

    def writes_on(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            page.write_text(OTHER, "utf-8")

    if found is None:
        page.unlink()
    else:
        page.write_text(found, "utf-8")
        os.utime(page, (time.time() + 60,) * 2)  # a machine that is slow today makes it no older
    assert len(gather([built]).cards) < 4
    settled = gather_settled((built,), None, untold, pause=writes_on)
    assert (len(settled.cards), settled.lost, len(looks)) == (4, {}, 2)
    assert sum(looks) <= 0.6


def test_nobody_waits_for_an_edit_of_an_older_page(built: Path) -> None:
    (built / "b.md").write_text(HALF, "utf-8")
    os.utime(built / "b.md", (1_700_000_000, 1_700_000_000))
    settled = gather_settled((built,), None, untold, pause=lambda _: pytest.fail("waited"))
    assert len(settled.cards) == 3


def test_an_editor_that_empties_the_file_first_costs_nothing(built: Path) -> None:
    """The real thing: another process builds while the page is empty for a moment."""
    page = built / "b.md"
    page.write_bytes(b"")
    command = [sys.executable, "-m", "ankibuild", "build", str(built), "-o", str(built.parent / "deck.apkg")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        # the build holds its lock from before it reads until the end
        while not (built / ".ankibuild.lock.busy").exists():
            assert process.poll() is None
            time.sleep(0.001)
        writer = threading.Timer(0.05, lambda: page.write_text(OTHER, "utf-8"))
        writer.start()
        said = process.communicate(timeout=60)[0]
    writer.join()
    assert "0 removed · 4 unchanged" in said
    assert "lost-cards" not in said


def test_nothing_turns_blank_in_anki(built: Path, tmp_path: Path) -> None:
    package = built.parent / "deck.apkg"
    with anki_collection(tmp_path) as anki:
        anki.import_package(package)
        (built / "b.md").write_bytes(b"")
        build(built, epoch=1_700_000_100)
        before = anki.dump()
        anki.import_package(package)
        assert anki.empty_notes() == {}
        assert anki.dump() == before
        build(built, "--yes", epoch=1_700_000_200)
        anki.import_package(package)
        assert len(anki.empty_notes()) == 2
