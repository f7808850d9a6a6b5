"""What goes wrong on a user's machine: every message says what, where and what now, and no card is lost by it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ankibuild.commit import HalfDoneError, commit
from ankibuild.markdown.source import read_notes
from tests.conftest import bound_by_permissions
from tests.test_cli import PAGE, build, folder, run, state

__all__ = ["folder"]  # a fixture
OTHER = PAGE.replace("RAID", "SAN").replace("NAS", "DAS")
posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and odd names")


def ledger(folder: Path) -> str:
    return (folder / "ankibuild.lock").read_text("utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.decode().encode("cp932"),
        lambda data: b"\0" + data,
        lambda data: data + b"\n" + b">" * 200 + b" deep\n",
    ],
    ids=["UTF-16", "Shift_JIS", "NUL", "too deep"],
)
def test_cards_of_a_damaged_page_stay_as_they_are(folder: Path, damage) -> None:  # type: ignore[no-untyped-def]
    page = folder / "b.md"
    page.write_text(OTHER, "utf-8")
    build(folder)
    before = ledger(folder)
    page.write_bytes(damage(page.read_bytes()))
    broken = build(folder, epoch=1_700_000_100)
    assert broken.exit_code == 1
    assert "b.md:" in broken.output
    assert "0 new · 0 changed · 0 removed · 2 unchanged" in broken.output
    assert "kept      2 of pages that were not read" in broken.output
    assert "2 kept (their pages were not read)" in run("diff", folder).output
    assert ledger(folder) == before
    page.write_text(OTHER, "utf-8")
    assert "0 new · 0 changed · 0 removed · 4 unchanged" in build(folder, epoch=1_700_000_200).output
    page.unlink()
    assert "2 removed · 2 unchanged" in build(folder, epoch=1_700_000_300).output


def test_a_build_of_one_page_leaves_the_cards_of_the_others_alone(folder: Path) -> None:
    (folder / "b.md").write_text(OTHER, "utf-8")
    build(folder)
    before = ledger(folder)
    one = run("build", folder / "a.md", "-o", folder.parent / "one.apkg")
    assert "0 new · 0 changed · 0 removed · 2 unchanged" in one.output
    assert ledger(folder) == before


def test_the_only_page_may_be_damaged(folder: Path) -> None:
    build(folder)
    before = ledger(folder)
    (folder / "a.md").write_bytes(PAGE.encode("utf-16"))
    assert "kept      2" in build(folder).output
    assert ledger(folder) == before


def test_an_emptied_page_has_lost_its_cards(folder: Path) -> None:
    (folder / "b.md").write_text(OTHER, "utf-8")
    build(folder)
    (folder / "b.md").write_text("", "utf-8")
    assert "2 removed" in build(folder, "--yes", epoch=1_700_000_100).output


def test_cards_below_a_forbidden_folder_stay(open_folder: Path) -> None:
    inner = open_folder / "inner"
    inner.mkdir()
    (open_folder / "a.md").write_text(PAGE, "utf-8")
    (inner / "b.md").write_text(OTHER, "utf-8")
    package = open_folder / "deck.apkg"
    with bound_by_permissions():
        run("build", open_folder, "-o", package)
    inner.chmod(0o000)
    with bound_by_permissions():
        result = run("build", open_folder, "-o", package)
    inner.chmod(0o777)
    assert "inner:1: error: cannot be read" in result.output
    assert "0 removed" in result.output
    assert "kept      2" in result.output


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "this is UTF-16, not UTF-8"),
        ("cp932", "it looks like Shift_JIS"),
        ("euc_jp", "it looks like EUC-JP"),
    ],
)
def test_the_encoding_of_a_page_is_guessed(tmp_path: Path, encoding: str, said: str) -> None:
    (tmp_path / "a.md").write_bytes(PAGE.encode(encoding))
    assert f"{said} [not-utf8]; save it as UTF-8" in run("check", tmp_path).output


@posix
def test_links_in_a_circle_and_pipes_are_named(folder: Path) -> None:
    (folder / "self.md").symlink_to("self.md")
    (folder / "round").symlink_to(".")
    (folder / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(folder / "pipe.md")
    page = folder / "a.md"
    page.write_text(PAGE + "\n## 図とは？\n\n![図](loop.png)\n", "utf-8")
    (folder / "loop.png").symlink_to("loop.png")
    result = run("check", folder)
    assert result.exit_code == 1
    for said in (
        "self.md:1: error: a link that leads in a circle [",
        "gone.md:1: error: a link that leads nowhere: nowhere.md is not there [",
        "pipe.md:1: error:",
        "loop.png",
    ):
        assert said in result.output
    assert "gone.md: a link that leads nowhere" in run("check", folder / "gone.md").output
    assert "self.md: a link that leads in a circle" in run("check", folder / "self.md").output
    assert "round/" not in result.output
    assert "not an ordinary file" in run("check", folder / "pipe.md").output


@posix
def test_a_folder_of_notes_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.md").write_text(OTHER, "utf-8")
    (folder / "more").symlink_to(elsewhere)
    (folder / "c.md").symlink_to(elsewhere / "b.md")
    sources, problems = read_notes([folder])
    assert [source.path for source in sources] == ["a.md"]
    assert [(problem.path, problem.slug) for problem in problems] == [
        ("c.md", "outside-page"),
        ("more", "outside-page"),
    ]
    assert str(elsewhere) not in problems[0].message
    result = run("cards", folder, "--follow-links", "--format", "jsonl")
    assert {json.loads(line)["path"] for line in result.output.splitlines()} == {"a.md", "c.md"}
    assert result.exit_code == 0
    assert run("cards", folder).exit_code == 1  # the choice is not kept


@posix
def test_cards_of_a_page_that_became_a_link_out_of_the_folder_stay(folder: Path, tmp_path: Path) -> None:
    build(folder)
    (folder / "a.md").rename(tmp_path / "moved.md")
    (folder / "a.md").symlink_to(tmp_path / "moved.md")
    (folder / "b.md").write_text(OTHER, "utf-8")
    result = build(folder)
    assert "· 0 removed ·" in result.output
    assert (
        "a.md:1: error: a link out of the notes folder, to moved.md: it was not read [outside-page]"
        in result.output
    )


@posix
def test_links_within_the_notes_and_files_that_are_named_are_read(folder: Path, tmp_path: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "b.md").symlink_to(folder / "a.md")
    (tmp_path / "named.md").symlink_to(folder / "a.md")
    assert run("check", folder / "sub", folder).exit_code == 0
    assert run("check", tmp_path / "named.md").exit_code == 0
    (tmp_path / "notes2").symlink_to(folder)
    assert run("check", tmp_path / "notes2").exit_code == 0


@posix
def test_odd_names_neither_break_a_line_nor_a_build(folder: Path) -> None:
    for name in ("a b.md", "日本語.md", "two\nlines.md", "red\x1b[31m.md", "\u202ertl.md"):
        (folder / name).write_text("ただの文。\n", "utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.md")).write_text(OTHER, "utf-8")
    output = run("check", folder).output
    for shown in ("two\\nlines.md:1:", "red\\x1b[31m.md:1:", "\\u202ertl.md:1:", "a b.md:1:", "日本語.md:1:"):
        assert f"/{shown}" in output
    assert build(folder).exit_code == 0
    assert run("preview", folder, "-o", folder.parent).exit_code == 0


def test_a_page_that_is_nested_too_deeply_is_an_error_with_its_line(folder: Path) -> None:
    for name, text in {
        "bullets.md": "# 深\n\n" + "".join("  " * n + f"- 項目{n}\n" for n in range(200)),
        "folds.md": "x\n\n" + "<details><summary>x</summary>\n\n" * 400 + "y\n\n" + "</details>\n\n" * 400,
        "divs.md": "x\n\n" + "<div>" * 3000 + "y" + "</div>" * 3000 + "\n",
    }.items():
        (folder / name).write_text(text, "utf-8")
    result = run("check", folder)
    assert result.exit_code == 1
    assert result.output.count("[too-deep]") == 3
    assert "bullets.md:52: error:" in result.output
    assert "divs.md: 0 % on cards, 1 uncarded" in result.output
    assert "a.md: " not in result.output, "nothing is said of a faultless page"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_make_no_difference(folder: Path, end: str) -> None:
    before = run("cards", folder).output
    (folder / "a.md").write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", end).encode())
    assert run("cards", folder).output == before


def test_diff_tells_what_could_not_be_read(folder: Path) -> None:
    (folder / "latin.md").write_bytes(b"caf\xe9\n")
    result = run("diff", folder)
    assert result.exit_code == 1
    assert "latin.md:1: error:" in result.output


def test_prune_in_a_folder_that_is_not_there_prunes_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    (folder / "a.md").write_text(PAGE.partition("## NAS")[0], "utf-8")
    build(folder, epoch=1_700_000_100)
    before = state(folder)
    monkeypatch.chdir(folder)
    result = run("prune", "nowhere")
    assert result.exit_code == 2
    assert "nowhere: no such file or folder" in result.output
    assert state(folder) == before


@pytest.mark.parametrize("target", ["notes/a.md", "notes/ankibuild.lock", "notes/photo.png", "notes"])
def test_only_a_package_is_overwritten_by_a_package(folder: Path, target: str) -> None:
    build(folder)
    (folder / "photo.png").write_bytes(b"\x89PNG")
    before = state(folder)
    result = run("build", folder, "-o", folder.parent / target)
    assert result.exit_code == 2
    assert "name" in result.output
    assert state(folder) == before


@posix
def test_a_device_is_no_target(folder: Path) -> None:
    assert "/dev/null: is there and no package" in run("build", folder, "-o", "/dev/null").output
    assert not Path("/dev/null").is_file()


def test_a_place_for_the_ledger_that_is_not_there(folder: Path) -> None:
    missing = folder.parent / "none" / "x.lock"
    result = run("build", folder, "--lock", missing, "-o", folder.parent / "deck.apkg")
    assert result.exit_code == 2
    assert (
        f"{missing}: No such file or directory; nothing was changed; make the folder first" in result.output
    )


def test_messages_name_the_target_and_say_what_now(open_folder: Path) -> None:
    (open_folder / "a.md").write_text(PAGE, "utf-8")
    open_folder.chmod(0o555)
    with bound_by_permissions():
        result = run("build", open_folder, "-o", open_folder / "deck.apkg")
    open_folder.chmod(0o777)
    assert "ankibuild.lock: Permission denied; nothing was changed; make it readable and" in result.output
    assert "busy" not in result.output


def test_a_full_disk_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    (folder / "b.md").write_text(OTHER, "utf-8")
    before = state(folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ankibuild.commit.os.fsync", full)
    result = build(folder, epoch=1_700_000_100)
    assert result.exit_code == 2
    assert "No space left on device; nothing was changed; make room there" in result.output
    assert state(folder) == before


def test_a_package_that_cannot_take_its_place_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "deck.apkg").mkdir()
    with pytest.raises(HalfDoneError, match=r"ankibuild\.lock is up to date: build again"):
        commit(tmp_path / "ankibuild.lock", "{}\n", tmp_path / "deck.apkg", b"PK")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ankibuild.lock", "deck.apkg"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_standard_output_is_named(folder: Path) -> None:
    command = [sys.executable, "-m", "ankibuild", "cards", str(folder)]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 2
    assert "standard output: No space left on device; make room there" in result.stderr


def test_without_cards_there_is_nothing_to_import(folder: Path) -> None:
    page = folder / "a.md"
    page.write_text("# 題\n\n今日は晴れ。\n", "utf-8")
    empty = build(folder)
    assert "There are no cards: nothing to import." in empty.output
    assert "File → Import" not in empty.output
    page.write_text(PAGE, "utf-8")
    build(folder)
    page.write_text("# 題\n\n今日は晴れ。\n", "utf-8")
    gone = build(folder, "--yes")
    assert "File → Import → deck.apkg" in gone.output  # the removed cards have to reach Anki
    assert "Removed cards turn blank" in gone.output


def test_only_apkg_files_are_written(folder: Path) -> None:
    result = run("build", folder, "-o", folder.parent / "deck.txt")
    assert result.exit_code == 2
    assert "Anki imports only files that end in .apkg; name it deck.apkg" in result.output


def test_the_advice_of_templates_works_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    said = run("templates", "notes/look").output
    assert f"say in {Path('notes', 'ankibuild.toml')} " in said
    (line,) = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    (folder / "ankibuild.toml").write_text(line, "utf-8")
    assert run("check", "notes").exit_code == 0
    assert 'templates = "looks/mine"' in run("templates", "notes/looks/mine").output
    assert "a.md: is a file; name a folder" in run("templates", "notes/a.md").output


@pytest.mark.parametrize("command", ["build", "cards", "check", "diff", "preview"])
def test_templates_that_are_not_there_are_told_by_every_command(folder: Path, command: str) -> None:
    (folder / "ankibuild.toml").write_text('templates = "nope"\n', "utf-8")
    result = run(command, folder)
    assert result.exit_code == 2
    assert "nope: no such folder with card templates" in result.output
