"""A build where nothing changed says what the last one said, and any change whatever makes it a build again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ankibuild.cache import key as keys
from ankibuild.cli import main
from ankibuild.commands import build as builds
from ankibuild.packaging import templates

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005"
    "0001ff56c7a18d0000000049454e44ae426082"
)
OLD = 1_700_000_000
PAGE = "# 章\n\n## S3 とは？\n\n置く場所 ![図](bild.png) ![網](https://example.org/x.png)\n"


class Desk:
    """A notes folder with all that a build looks at, and how often it was really built."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.notes, self.look = folder, folder / "notes", folder / "look"
        self.notes.mkdir()
        self.look.mkdir()
        (self.notes / "a.md").write_text(PAGE, "utf-8")
        (self.notes / "bild.png").write_bytes(PIXEL)
        (self.notes / "ankibuild.toml").write_text('templates = "../look"\n', "utf-8")
        (self.look / "style.css").write_text("/* mine */", "utf-8")
        for file in (self.notes / "bild.png", self.look / "style.css"):
            os.utime(file, (OLD, OLD))
        self.builds = 0
        original = builds.build_package

        def counted(*arguments: object) -> object:
            self.builds += 1
            result = original(*arguments)  # type: ignore[arg-type]
            self.meanwhile()
            return result

        self.meanwhile: Callable[[], object] = lambda: None
        monkeypatch.setattr(builds, "build_package", counted)
        monkeypatch.setattr("ankibuild.commands.again._SLACK", -60.0)  # files of this very moment count, too
        monkeypatch.chdir(folder)

    def run(self, *options: str) -> Result:
        arguments = ["build", "notes", "-o", "deck.apkg", *options]
        return CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": "1800000000"})

    def settle(self) -> Result:
        """Build until all is as it should be, and return what is said then."""
        self.run()
        settled = self.run()
        self.builds = 0
        return settled


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_nothing_is_built_where_nothing_changed(desk: Desk) -> None:
    settled = desk.settle()
    again = desk.run()
    assert desk.builds == 0
    assert (again.output, again.stderr, again.exit_code) == (settled.output, settled.stderr, 0)
    assert "not written: it is the same" in again.output
    assert "[remote-media]" in again.output, "problems are said again, too"
    assert "cards" not in desk.run("--quiet").stdout


def test_a_build_that_wrote_something_is_not_said_again(desk: Desk) -> None:
    assert "1 new" in desk.run().output
    assert "1 unchanged" in desk.run().output
    assert desk.builds == 2


def test_a_page_that_was_only_touched_changes_nothing(desk: Desk) -> None:
    desk.settle()
    os.utime(desk.notes / "a.md", (OLD, OLD))
    desk.run()
    assert desk.builds == 0


def test_errors_of_the_notes_are_kept(desk: Desk) -> None:
    (desk.notes / "b.md").write_bytes(b"\xff\xfe")
    settled = desk.settle()
    again = desk.run()
    assert (again.exit_code, again.output) == (settled.exit_code, settled.output)
    assert (again.exit_code, desk.builds) == (1, 0)


def written(name: str, text: str) -> Callable[[Desk], object]:
    return lambda desk: (desk.folder / name).write_text(text, "utf-8")


def changed(name: str) -> Callable[[Desk], object]:
    def change(desk: Desk) -> None:
        file = desk.folder / name
        file.write_bytes(file.read_bytes() + b"\n")

    return change


CHANGES: dict[str, Callable[[Desk], object]] = {
    "page": written("notes/a.md", PAGE.replace("置く", "載る")),
    "other page": written("notes/b.md", "## 何？\n\nこれ。\n"),
    "other folder": lambda desk: (desk.notes / "sub").mkdir(),
    "no page": lambda desk: (desk.notes / "a.md").rename(desk.notes / "c.md"),
    "config": written("notes/ankibuild.toml", 'deck = "別"\n'),
    "no config": lambda desk: (desk.notes / "ankibuild.toml").unlink(),
    "likely config": written("notes/ankibuild.tml", ""),
    "ledger": changed("notes/ankibuild.lock"),
    "no ledger": lambda desk: (desk.notes / "ankibuild.lock").unlink(),
    "package": changed("deck.apkg"),
    "no package": lambda desk: (desk.folder / "deck.apkg").unlink(),
    "picture": changed("notes/bild.png"),
    "no picture": lambda desk: (desk.notes / "bild.png").unlink(),
    "nearer picture": lambda desk: (desk.notes / "Bild.png").write_bytes(PIXEL),
    "template": written("look/style.css", "/* MINE */"),
    "other template": written("look/qa_front.html", "{{Question}}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_makes_it_a_build_again(desk: Desk, change: Callable[[Desk], object]) -> None:
    desk.settle()
    desk.run()
    assert desk.builds == 0
    change(desk)
    desk.run()
    assert desk.builds == 1


@pytest.mark.parametrize(
    "options", [["--share"], ["--frozen"], ["--lock", "l.lock"], ["-o", "b.apkg"], ["--no-cache"]]
)
def test_another_request_is_a_build(desk: Desk, options: list[str]) -> None:
    desk.settle()
    desk.run(*options)
    assert desk.builds == 1


@pytest.mark.parametrize("name", ["SOURCE_DATE_EPOCH", "LANG", "LC_ALL"])
def test_another_environment_is_a_build(desk: Desk, name: str) -> None:
    desk.settle()
    CliRunner().invoke(
        main, ["build", "notes", "-o", "deck.apkg"], env={"SOURCE_DATE_EPOCH": "1800000000", name: "1"}
    )
    assert desk.builds == 1


def test_another_program_is_a_build(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settle()
    with monkeypatch.context() as other:
        other.setattr("ankibuild.commands.again.program", lambda _: "other")
        desk.run()
    assert desk.builds == 1
    with monkeypatch.context() as other:
        other.setattr("ankibuild.commands.again.libraries", lambda _: ("markdown-4",))
        desk.run()
    assert desk.builds == 2
    assert keys.program(Path(templates.__file__).parent)


def test_a_change_while_it_was_built_is_not_passed_over(desk: Desk) -> None:
    desk.run()
    desk.meanwhile = lambda: (desk.notes / "a.md").write_text(PAGE.replace("置く", "載る"), "utf-8")
    desk.run()
    desk.meanwhile = lambda: None
    assert "1 changed" in desk.run().output


def test_a_picture_of_this_very_moment_is_read_once_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankibuild.commands.again._SLACK", 60.0)
    desk.settle()
    desk.run()
    assert desk.builds == 1


def test_a_lost_picture_is_looked_for_each_time(desk: Desk) -> None:
    (desk.notes / "bild.png").unlink()
    desk.settle()
    desk.run()
    assert desk.builds == 1


def test_a_ledger_further_up_is_seen(desk: Desk) -> None:
    (desk.notes / "ankibuild.toml").unlink()
    desk.settle()
    (desk.folder / "ankibuild.lock").write_bytes((desk.notes / "ankibuild.lock").read_bytes())
    desk.run()
    assert desk.builds == 1


def test_a_single_page_is_built_each_time(desk: Desk) -> None:
    for _ in range(3):
        CliRunner().invoke(main, ["build", "notes/a.md", "-o", "a.apkg"])
    assert desk.builds == 3


def test_folders_whose_home_is_around_them_are_built_each_time(desk: Desk) -> None:
    other = desk.folder / "other"
    other.mkdir()
    (other / "c.md").write_text("## 何？\n\nこれ。\n", "utf-8")
    for _ in range(3):
        CliRunner().invoke(main, ["build", "notes", "other", "-o", "a.apkg"])
    assert desk.builds == 3
