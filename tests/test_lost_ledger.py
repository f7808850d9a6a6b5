"""A lost ledger is noticed before anything is written: the package from which it can be rebuilt is still there."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.identity import ledger as ledgers
from tests.anki_tools import note, package_of

PAGE = "# 題\n\n## RAID とは？\n\n束ねる技術。\n\n## NAS とは？\n\n記憶装置。\n"
REWORDED = PAGE.replace("RAID とは？", "RAID とは何か？")
LOST = "the ledger ankibuild.lock is not there, though deck.apkg was built of these notes: all cards would be new"


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.notes, self.package, self.lock = (
            root / "notes", root / "deck.apkg", root / "notes" / ledgers.NAME
        )  # fmt: skip
        self.notes.mkdir(parents=True)
        self.write(PAGE)

    def write(self, text: str) -> None:
        (self.notes / "a.md").write_text(text, "utf-8")

    def run(self, command: str, *args: str | Path, input: str | None = None) -> Result:  # noqa: A002 - click's name
        env = {"SOURCE_DATE_EPOCH": "1700000000"}
        words = [command, *map(str, args)]
        return CliRunner().invoke(main, words, env=env, input=input, catch_exceptions=False)

    def build(self, *options: str, package: Path | None = None, input: str | None = None) -> Result:  # noqa: A002
        return self.run("build", self.notes, "-o", package or self.package, *options, input=input)

    def guids(self) -> set[str]:
        return {entry.guid for entry in ledgers.read(self.lock).entries if not entry.removed}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "here")
    assert made.build().exit_code == 0
    return made


def lose(folder: Folder) -> tuple[set[str], bytes]:
    known = folder.guids(), folder.package.read_bytes()
    folder.lock.unlink()
    folder.write(REWORDED)
    return known


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_the_package_at_the_target_tells(folder: Folder, options: tuple[str, ...]) -> None:
    guids, package = lose(folder)
    result = folder.build(*options)
    assert result.exit_code == 2
    assert f"{folder.lock}:1: {LOST}; restore it" in result.output
    assert f"`ankibuild adopt {folder.package} {folder.notes}`" in result.output
    assert (folder.lock.exists(), folder.package.read_bytes()) == (False, package)
    assert folder.run("adopt", folder.package, folder.notes).exit_code == 0
    assert folder.build().exit_code == 0
    assert folder.guids() == guids, "the reworded card is itself"


@pytest.mark.parametrize("left", [True, False], ids=["elsewhere", "gone"])
def test_an_earlier_build_tells(folder: Folder, left: bool) -> None:
    lose(folder)
    if not left:
        folder.package.unlink()
    result = folder.build(package=folder.root / "new.apkg")
    assert result.exit_code == 2
    assert LOST in result.output
    assert f"ankibuild adopt {folder.package if left else 'FILE.apkg'} {folder.notes}" in result.output
    assert not folder.lock.exists()
    assert not (folder.root / "new.apkg").exists()


@pytest.mark.parametrize("command", ["check", "diff"])
def test_it_is_told_before_a_build_is_tried(folder: Folder, command: str) -> None:
    assert folder.run(command, folder.notes).exit_code == 0
    lose(folder)
    result = folder.run(command, folder.notes)
    assert result.exit_code == 2
    assert f"{folder.lock}:1: {LOST}; restore it" in result.output
    assert "2 cards" in result.output or "2 new" in result.output, "all else is told as well"
    folder.build("--yes")
    assert folder.run(command, folder.notes).exit_code == 0


def test_who_loses_nothing_is_told_nothing(folder: Folder) -> None:
    folder.lock.unlink()
    assert folder.run("check", folder.notes).exit_code == 0, "a build brings the very ledger back"


def test_a_new_start_may_be_meant(folder: Folder) -> None:
    guids, _ = lose(folder)
    assert folder.build("--yes").exit_code == 0
    assert len(folder.guids() - guids) == 1
    assert folder.build().exit_code == 0


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2)])
def test_who_sits_at_a_terminal_is_asked(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    lose(folder)
    monkeypatch.setattr("ankibuild.cli._at_terminal", lambda: True)
    result = folder.build(input=answer)
    assert result.exit_code == code
    assert f"{LOST}. `ankibuild adopt " in result.output
    assert "rebuilds it. Begin anew all the same? [y/N]" in result.output
    assert folder.lock.exists() == (code == 0)


def test_the_very_package_brings_its_ledger_back(folder: Folder) -> None:
    ledger = folder.lock.read_bytes()
    folder.lock.unlink()
    assert folder.build().exit_code == 0
    assert folder.lock.read_bytes() == ledger


def test_other_packages_at_the_target_say_nothing_of_a_ledger(tmp_path: Path) -> None:
    for name, data in {
        "other": package_of([note(1)]), "damaged": b"PK\3\4 and no more", "empty": b"",
    }.items():  # fmt: skip
        folder = Folder(tmp_path / name)
        folder.package.write_bytes(data)
        assert folder.build().exit_code == 0, name


def test_a_copy_of_the_notes_elsewhere_is_new(folder: Folder, tmp_path: Path) -> None:
    copy = Folder(tmp_path / "copy")
    shutil.copy(folder.notes / "a.md", copy.notes)
    assert copy.build().exit_code == 0
