"""Other computers: consoles that cannot write every character, other forms of a name, other file systems."""

import json
import os
import subprocess
import sys
import time
import unicodedata
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from ankibuild.cli import main
from ankibuild.commands.build import file_name
from ankibuild.commit import commit
from ankibuild.identity import ledger
from ankibuild.markdown.source import in_natural_order, read_notes
from ankibuild.packaging.package_check import check_package
from tests.test_cli import run

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices")
PAGE = "# 題 ✓ · ›\n\n## がぞうとは？ 😀\n\n- ✅ 甲 — “乙” ⇒ 丙…\n\n![図](なし.png)\n\n## 単独の問いは？\n\n裸のテキスト\n"
COMMANDS = [
    ["build"], ["cards"], ["cards", "--format", "jsonl"], ["check"], ["check", "--format", "json"], ["check", "--uncarded"],
    ["check", "--format", "github"], ["diff"], ["diff", "--format", "json"], ["stats"], ["preview"], ["init"], ["prune"], ["--help"],
    ["build", "--help"], ["schema", "cards"], ["nothing"], ["build", "--frozen", "--verbose"], ["explain"], ["cards", "--lang", "ja"], ["check", "--lang", "ja"],
]  # fmt: skip


class Written(NamedTuple):
    """How a command ended, and the bytes that it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def on_a_console(command: list[str], coding: str, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Run a command whose streams are as Python opens them for a console of this coding."""
    out, err = BytesIO(), BytesIO()
    with monkeypatch.context() as now:
        now.setattr(sys, "stdout", TextIOWrapper(out, coding, write_through=True))
        now.setattr(sys, "stderr", TextIOWrapper(err, coding, "backslashreplace", write_through=True))
        try:
            main(command, "ankibuild")
        except SystemExit as ended:
            return Written(int(ended.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("a command ends with a code")


def in_a_process(command: list[str], coding: str) -> tuple[int, bytes]:
    environment = {
        "PYTHONIOENCODING": coding,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "LC_ALL": "C.UTF-8",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "ankibuild", *command],
        env={**os.environ, **environment}, capture_output=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("coding", ["cp932", "latin-1", "cp1252", "utf-8"])
def test_no_command_fails_for_what_a_console_cannot_write(
    tmp_path: Path, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "ノート✓"
    notes.mkdir()
    (notes / "が.md").write_text(PAGE, "utf-8")
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS if coding == "cp932" else COMMANDS[:7:2]:
        named = command[0].startswith("-") or "--help" in command or command[0] in ("schema", "nothing")
        where = [f"{notes}/が.md:3"] if command[0] == "explain" else [] if named else [str(notes)]
        told = on_a_console([*command, *where], coding, monkeypatch)
        _check_written(command, told, coding)
        if command in (["check"], ["cards", "--format", "jsonl"]):
            assert (told.returncode, told.stdout) == in_a_process([*command, *where], coding)


def _check_written(command: list[str], told: Written, coding: str) -> None:
    assert told.returncode in (0, 1, 2)
    if "github" in command:  # as a runner reads it, in UTF-8 as well
        assert "が.md" in told.stdout.decode("utf-8")
    elif "jsonl" in command or "json" in command or "schema" in command:
        said = told.stdout.decode("utf-8")
        assert all(json.loads(line) for line in (said.splitlines() if "jsonl" in command else [said]))
        assert "schema" in command or "が.md" in said or "diff" in command
    else:
        told.stdout.decode(coding), command
    told.stderr.decode(coding)


def test_ten_stands_behind_two(tmp_path: Path) -> None:
    names = [
        "2/a.md",
        "10/a.md",
        "第9章.md",
        "第10章.md",
        "第１１章.md",
        "a.md",
        "a2.md",
        "a10.md",
        "a02b.md",
        "1" * 60 + ".md",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文。\n", "utf-8")
    assert [source.path for source in read_notes([tmp_path])[0]] == [
        "1" * 60 + ".md", "a.md", "a2.md", "a02b.md", "a10.md", "第9章.md", "第10章.md", "第１１章.md", "2/a.md", "10/a.md",
    ]  # fmt: skip
    assert sorted(["b1", "a", "10", "9", ""], key=in_natural_order) == ["", "9", "10", "a", "b1"]


def guids(folder: Path) -> dict[str, str]:
    return {
        entry.page: entry.guid for entry in ledger.read(folder / ledger.NAME).entries if not entry.removed
    }


@posix
def test_a_page_is_the_same_in_both_forms_of_its_name(tmp_path: Path) -> None:
    """A Mac writes が as two characters; the ledger goes along with the notes to another computer and back."""
    notes = tmp_path / "notes"
    notes.mkdir()
    composed, parted = (unicodedata.normalize(form, "が.md") for form in ("NFC", "NFD"))
    (notes / parted).write_text("## 甲とは？\n\n乙。\n", "utf-8")
    run("build", notes, "-o", tmp_path / "a.apkg")
    first = guids(notes)
    assert set(first) == {composed}
    (notes / parted).rename(notes / composed)
    result = run("build", notes, "-o", tmp_path / "a.apkg")
    assert "0 new" in result.output
    assert guids(notes) == first
    text = (notes / ledger.NAME).read_text("utf-8")
    (notes / ledger.NAME).write_text(
        text.replace(composed, parted), "utf-8"
    )  # of an older ankibuild on a Mac
    assert "0 new" in run("build", notes, "-o", tmp_path / "a.apkg").output
    assert guids(notes) == first


@pytest.mark.parametrize("answer", ["乙。", "まるで別の答え。"])
def test_a_page_renamed_by_case_alone_keeps_its_cards(tmp_path: Path, answer: str) -> None:
    """Where case is not told apart, a page is renamed without a trace, or its ledger names it otherwise."""
    notes = tmp_path / "notes"
    notes.mkdir()
    page = "# 題\n\n## 甲とは？\n\n{}\n\n## 丙とは？\n\n丁。\n"
    (notes / "Aws.md").write_text(page.format("乙。"), "utf-8")
    run("build", notes, "-o", tmp_path / "a.apkg")
    before = {entry.guid for entry in ledger.read(notes / ledger.NAME).entries}
    (notes / "Aws.md").rename(notes / "moving")
    (notes / "moving").rename(notes / "AWS.md")
    (notes / "AWS.md").write_text(page.format(answer), "utf-8")
    assert " 0 removed " in run("build", notes, "-o", tmp_path / "a.apkg").output
    assert {entry.guid for entry in ledger.read(notes / ledger.NAME).entries if not entry.removed} == before


@posix
def test_cards_of_an_unreadable_page_with_a_parted_name_stay(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    page = notes / unicodedata.normalize("NFD", "が.md")
    page.write_text("## 甲とは？\n\n乙。\n", "utf-8")
    (notes / "b.md").write_text("## 丙とは？\n\n丁。\n", "utf-8")
    run("build", notes, "-o", tmp_path / "a.apkg")
    page.write_bytes(b"\xff")
    assert "· 0 removed ·" in run("build", notes, "-o", tmp_path / "a.apkg").output


def test_line_ends_make_no_difference(tmp_path: Path) -> None:
    for name, end in (("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")):
        notes = tmp_path / name / "notes"
        notes.mkdir(parents=True)
        text = "---\ntitle: 題\n---\n## 甲とは？\n\n乙。\n\n```\na\n\nb\n```\n\n| 問題 | 答え |\n|---|---|\n| 丙とは？ | 丁 |\n"
        (notes / "a.md").write_bytes(text.replace("\n", end).encode())
        (notes / "ankibuild.toml").write_bytes(
            'deck = "題"\ntags = ["x"]\n'.replace("\n", "\r\n" if end == "\r" else end).encode()
        )
        os.utime(notes / "a.md", (1_700_000_000, 1_700_000_000))
        run("build", notes, "-o", tmp_path / name / "a.apkg")
        (notes / ledger.NAME).write_bytes(
            (notes / ledger.NAME).read_bytes().replace(b"\n", end.encode() if end != "\r" else b"\n")
        )
        assert "0 new · 0 changed" in run("build", notes, "-o", tmp_path / name / "a.apkg").output
    packages = {(tmp_path / name / "a.apkg").read_bytes() for name in ("lf", "crlf", "cr")}
    assert len(packages) == 1


@pytest.mark.parametrize(
    ("deck", "name"),
    [
        ("CON", "CON_.apkg"), ("nul", "nul_.apkg"), ("Com1.x", "Com1.x_.apkg"), ("Console", "Console.apkg"), ("a/b:c", "a_b_c.apkg"),
        ("..", "notes.apkg"), ("a\x01b", "a_b.apkg"), ("題" * 300, "題" * 60 + ".apkg"), ("x. ", "x.apkg"), ("::", "notes.apkg"),
    ],
)  # fmt: skip
def test_a_deck_gives_a_file_name_that_every_system_takes(deck: str, name: str) -> None:
    assert file_name(deck) == name


def test_a_long_title_builds_and_a_long_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "a.md").write_text(f"# {'題' * 300}\n\n## 甲とは？\n\n乙。\n", "utf-8")
    assert run("build", "n").exit_code == 0
    assert run("preview", "n").exit_code == 0
    longest = "x" * 250 + ".apkg"
    assert run("build", "n", "-o", longest).exit_code == 0, "the temporary name is no longer"
    assert check_package(Path(longest)).notes == 1
    result = run("build", "n", "-o", "x" * 300 + ".apkg")
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)


def test_builds_with_other_ledgers_share_no_temporary_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = Path.replace

    def spy(self: Path, target: Path) -> Path:
        written.append(self.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", spy)
    for number, name in enumerate(("one", "two", "one")):
        commit(tmp_path / name, "", tmp_path / "a.apkg", bytes([number]))
    packages = [name for name in written if written.count(name)]
    assert len(set(packages)) == 4  # two ledgers, and the package for each of them
    assert all(len(name) < 40 for name in packages)


@posix
@pytest.mark.parametrize(
    "make",
    [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()],
    ids=["pipe", "device", "folder"],
)
@pytest.mark.parametrize(
    "what",
    ["ankibuild.toml", "ankibuild.lock", "a.png", "font.otf", "look", "out.apkg", "other.lock", "b.md"],
)
def test_what_is_no_file_is_told_at_once(tmp_path: Path, make: object, what: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("## 甲とは？\n\n乙。\n\n![図](a.png)\n", "utf-8")
    if what in ("font.otf", "look"):
        (notes / "ankibuild.toml").write_text(
            'embed_font = true\nfont_file = "font.otf"\n' if what == "font.otf" else 'templates = "look"\n'
        )
    make((tmp_path if what in ("out.apkg", "other.lock") else notes) / what)  # type: ignore[operator]
    options = ["-o", tmp_path / ("out.apkg" if what == "out.apkg" else "a.apkg")]
    options += ["--lock", tmp_path / what] if what == "other.lock" else []
    command = [sys.executable, "-m", "ankibuild", "build", str(notes), *map(str, options)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert "Traceback" not in ended.stderr
    built = what in ("a.png", "b.md") or (what == "look" and (notes / what).is_dir())
    assert (tmp_path / "a.apkg").exists() == built, ended.stderr


@posix
def test_a_killed_build_leaves_no_process_behind(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.md").write_text("## 甲とは？\n\n乙。\n\n" * 8000, "utf-8")
    command = [sys.executable, "-m", "ankibuild", "cards", str(tmp_path), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        begun = time.monotonic()
        while (
            not (children := descendants(process.pid))
            and time.monotonic() - begun < 60
            and process.poll() is None
        ):
            time.sleep(0.02)
        assert children, "no worker was started"
        time.sleep(0.5)
        children |= descendants(process.pid)
        process.kill()
    begun = time.monotonic()
    while (alive := {pid for pid in children if is_running(pid)}) and time.monotonic() - begun < 20:
        time.sleep(0.1)
    assert not alive


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found |= {int(entry.name), *descendants(int(entry.name))}
    return found


def is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
