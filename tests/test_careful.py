"""Slips of the hand at the command line: what was meant is said, and nothing is written by mistake."""

import os
from pathlib import Path

import pytest

from ankibuild.nearby import nearby
from tests.test_cli import build, folder, run, state

__all__ = ["folder"]  # a fixture


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in: `notes/AWS/S3.md`, `my notes/`, a picture, a hidden page."""
    for name in ("notes/AWS/S3.md", "notes/基本情報.md", "my notes/x.md", "note.png", ".note/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# x\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("note", "notes"),
        ("Notes", "notes"),
        ("ntoes/AWS", "notes/AWS"),
        ("notes/aws", "notes/AWS"),
        ("notes/ＡＷＳ/S3.md", "notes/AWS/S3.md"),
        ("note/aw/s3.md", "notes/AWS/S3.md"),
        ("notes/AWS/S3", "notes/AWS/S3.md"),
        ("notes/基本情報技術.md", "notes/基本情報.md"),
        ("notes/S3.md", "notes/AWS/S3.md"),
        ("elsewhere/notes/AWS", "notes/AWS"),
        ("notes/AWS/S3.markdown", "notes/AWS/S3.md"),
        ("my", "my notes"),
    ],
)
def test_a_path_that_nearly_exists_is_suggested(here: Path, typed: str, meant: str) -> None:
    assert nearby(Path(typed), lambda path: path.suffix != ".png") == Path(meant)
    absolute = nearby(here / typed, lambda path: path.suffix != ".png")
    assert absolute == (None if typed.startswith("elsewhere") else here / meant)
    result = run("check", typed)
    assert result.exit_code == 2
    shown = f'"{meant}"' if " " in meant else meant
    assert f"{typed}: no such file or folder; did you mean {shown}?" in result.output


@pytest.mark.parametrize(
    "typed", ["x", "photos", "bild.png", ".note/b.md", "notes/AWS/EC2.md", "nowhere/far/off"]
)
def test_nothing_is_suggested_that_is_not_meant(here: Path, typed: str) -> None:
    assert "name a Markdown file or a folder of notes" in run("check", typed).output


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_a_folder_that_nobody_may_look_into_suggests_nothing(open_folder: Path) -> None:
    (open_folder / "notes").mkdir()
    open_folder.chmod(0o300)
    try:
        assert nearby(open_folder / "note", Path.exists) in (None, open_folder / "notes")  # root may look
    finally:
        open_folder.chmod(0o777)


def test_other_files_are_suggested_where_they_are_named(folder: Path) -> None:
    build(folder)
    (folder / "look").mkdir()
    (folder / "ankibuild.toml").write_text('templates = "lock"\n', "utf-8")
    before = state(folder)
    assert f"did you mean {folder / 'look'}?" in build(folder).output
    (folder / "ankibuild.toml").unlink()
    before = state(folder)
    result = run("adopt", folder.parent / "Deck", folder, "--force")
    assert result.exit_code == 2
    assert f"no such file; did you mean {folder.parent / 'deck.apkg'}?" in result.output
    assert state(folder) == before


def test_swapped_arguments_of_adopt_are_said(folder: Path) -> None:
    build(folder)
    package = folder.parent / "deck.apkg"
    before = state(folder)
    for wrong in ((folder, package), (folder / "a.md", package), (folder, "-q", "--force", package)):
        result = run("adopt", *wrong)
        assert result.exit_code == 2
        assert f"the package comes first: ankibuild adopt {package} {wrong[0]}" in result.output
    result = run("adopt", folder, folder)
    assert "ankibuild adopt FILE.apkg NOTES" in result.output
    assert state(folder) == before


@pytest.mark.parametrize("command", ["build", "check", "diff", "push", "prune", "serve", "init"])
def test_a_package_is_not_read_as_notes(folder: Path, command: str) -> None:
    build(folder)
    before = state(folder)
    result = run(command, folder, folder.parent / "deck.apkg")
    assert result.exit_code == 2
    assert "deck.apkg: a package for Anki, no notes; name the notes" in result.output
    assert "behind -o" in run(command, folder, folder.parent / "not there.apkg").output
    assert state(folder) == before


@pytest.mark.parametrize("command", ["build", "prune", "diff"])
def test_a_ledger_is_neither_a_page_nor_a_package_nor_a_folder(folder: Path, command: str) -> None:
    build(folder)
    before = state(folder)
    for name in (folder / "a.md", folder / "new.md", folder.parent / "deck.apkg"):
        result = run(command, folder, "--lock", name)
        assert result.exit_code == 2
        assert f"{name}: named as the ledger" in result.output
    assert (
        f"name the ledger in it, such as {folder / 'ankibuild.lock'}"
        in run(command, folder, "--lock", folder).output
    )
    result = run("adopt", folder.parent / "deck.apkg", folder, "--lock", folder / "a.md", "--force")
    assert "named as the ledger" in result.output
    assert state(folder) == before


@pytest.mark.parametrize("place", [".", "..", "deep"], ids=["notes", "around notes", "with notes below"])
@pytest.mark.parametrize("options", [(), ("--force",)], ids=["", "forced"])
def test_templates_are_not_strewn_among_notes(folder: Path, place: str, options: tuple[str, ...]) -> None:
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "deeper" / "b.md").write_text("# x\n", "utf-8")
    (folder / "z.png").touch()
    before = state(folder)
    result = run("templates", folder / place, *options)
    assert result.exit_code == 2
    assert "holds other files, such as " in result.output
    assert ".md; name a folder for the templates alone, such as " in result.output
    assert state(folder) == before


def test_templates_go_into_a_folder_of_their_own_again_and_again(folder: Path) -> None:
    look = folder / "look"
    look.mkdir()
    (look / ".DS_Store").touch()
    assert run("templates", look).exit_code == 0
    (look / "style.css").unlink()
    (look / "qa" / "front.html").write_text("{{Question}}", "utf-8")
    assert "changed since" in run("templates", look).output
    assert "2 files written" in run("templates", look, "--force").output
    (look / "notes.txt").touch()
    assert "such as notes.txt;" in run("templates", look, "--force").output


def test_notes_without_a_command_are_answered_with_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    result = run("notes")
    assert result.exit_code == 2
    assert "a command is missing before notes, as in: main build notes\n" in result.output
    (folder.parent / "my notes").mkdir()
    assert "build 'my notes'\n" in run("my notes", "-o", "x.apkg").output
    assert "No such command 'note'" in run("note").output
