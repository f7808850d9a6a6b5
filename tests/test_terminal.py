"""What people see: problems with their source, colours where they show, a bar for long work, one line at the end."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.terminal.diagnostics import place
from ankibuild.terminal.lines import aligned, line, plain, width
from ankibuild.terminal.output import coloured
from tests.test_cli import PAGE, build, run

ROOT = Path(__file__).parent.parent
TWO = "# 題\n\n## 図とは？\n\n全角の文字の後の ![図](img/none.png) である。\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(TWO, "utf-8")
    (folder / "b.md").write_text(TWO.replace("図とは", "表とは").replace("none", "no"), "utf-8")
    return folder


def test_problems_stand_by_file_with_their_line_and_a_mark(notes: Path) -> None:
    shown = run("check", notes).output
    assert (
        f"""\
{notes}/a.md:5: warning: img/none.png is not there [missing-media]; mend the path
    5 | 全角の文字の後の ![図](img/none.png) である。
      |                        ^^^^^^^^^^^^

{notes}/b.md:3: hint: the card of a.md:3, learnt just before, tells the answer [told-before]"""
        in shown
    )
    assert f"{notes}/b.md:5: warning: img/no.png is not there [missing-media]; mend the path\n" in shown
    assert shown.endswith("\n2 cards · 100 % of the text on cards · 2 warnings · 1 hint\n"), (
        "both have one answer"
    )


def test_the_mark_is_below_what_the_message_names(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "---\nankibuild:\n  全角: {x}   # contrast\n---\n# 題\n\n## RAID とは？\n\n束。\n", "utf-8"
    )
    shown = run("check", page).output.splitlines()
    at = next(i for i, text in enumerate(shown) if "[bad-setting]" in text)
    assert shown[at + 1 : at + 3] == ["    3 |   全角: {x}   # contrast", "      |   ^^^^"]


@pytest.mark.parametrize(
    ("message", "text", "marked"),
    [
        ("no answer yet to '束は？'", "### 3. 束は？", "束は？"),
        ("byte 0x80", "  plain text ", "plain text "),
        ("https://e.com/x.png shows only online", "![](https://e.com/x.png)", "https://e.com/x.png"),
        ("the letter C stands twice", "- C. stands twice", "- C. stands twice"),
    ],
)
def test_place(message: str, text: str, marked: str) -> None:
    start, end = place(message, text)
    assert text[start:end] == marked


def test_a_long_line_is_cut_around_the_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"## {'長い' * 200} ![図](none.png) とは？\n\n{'答え' * 20}。\n", "utf-8")
    shown = run("check", tmp_path).output.splitlines()
    excerpt, mark = next((a, b) for a, b in pairwise(shown) if set(b) <= set("| ^") and "^" in b)
    assert width(excerpt) <= 110
    start = mark.index("^")
    columns = [column for column, char in _columns(excerpt) if start <= column < start + mark.count("^")]
    assert columns
    assert "none.png" in "".join(char for column, char in _columns(excerpt) if column in columns)


def _columns(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for char in text:
        found.append((at, char))
        at += width(char)
    return found


def test_faultless_pages_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, "utf-8")
    assert run("check", tmp_path).output == "2 cards · 100 % of the text on cards · no problems\n"
    (tmp_path / "a.md").write_text(PAGE + "\n## 節\n\nただの文。\n", "utf-8")
    assert run("check", tmp_path).output.endswith(
        "2 cards · 80 % of the text on cards · 1 block on no card · no problems\n"
    )
    assert run("check", tmp_path, "--quiet").output == ""


def test_paths_are_as_seen_from_here(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notes.parent)
    assert run("check", "notes").output.startswith("notes/a.md:5: ")
    assert run("check", notes).output.startswith("notes/a.md:5: ")
    assert json.loads(run("check", notes, "--format", "json").output)["problems"][0]["path"] == "a.md"


def test_github_sees_problems_and_advice_beside_their_lines(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    (notes / "c,d.md").write_text("# 題\n\n## 節\n\nただの 100% 文。\n", "utf-8")
    shown = run("check", "notes", "--format", "github").output.splitlines()
    assert (
        shown[0]
        == "::warning file=notes/a.md,line=5,title=missing-media::img/none.png is not there; mend the path"
    )
    assert shown[1].startswith("::notice file=notes/b.md,line=3,title=told-before::"), "GitHub has no hints"
    assert shown[3].startswith(
        "::notice file=notes/c%2Cd.md,line=5,title=uncarded::end the heading in line 3 with"
    )
    assert len(shown) == 4


@pytest.mark.parametrize(
    ("choice", "environment", "wanted"),
    [
        ("auto", {}, None), ("auto", {"NO_COLOR": "1"}, False), ("auto", {"NO_COLOR": ""}, None),
        ("auto", {"FORCE_COLOR": "1"}, True), ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True), ("never", {"FORCE_COLOR": "1"}, False),
    ],
)  # fmt: skip
def test_who_decides_on_colours(choice: str, environment: dict[str, str], wanted: bool | None) -> None:
    assert coloured(choice, environment) is wanted


@pytest.mark.parametrize("command", ["check", "build", "diff", "cards", "preview"])
def test_colours_only_where_they_are_wanted(
    notes: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    asked = [command, str(notes), *(["-o", "x.apkg"] if command == "build" else [])]

    def shown(*options: str, **env: str) -> str:
        return (
            CliRunner()
            .invoke(main, [*asked, *options], env={"NO_COLOR": "", "FORCE_COLOR": "", **env})
            .output
        )

    assert "\x1b[" not in shown()
    assert "\x1b[" in shown("--color", "always")
    assert "\x1b[" in shown(FORCE_COLOR="1")
    assert "\x1b[" not in shown(NO_COLOR="1")
    assert re.sub(r"\x1b\[[\d;]*m", "", shown("--color=always")) == shown()


def test_one_of_a_thing_is_no_plural(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE.partition("## NAS")[0] + "## 節\n\nただの文。\n", "utf-8")
    said = build(tmp_path / "notes").output
    assert "1 block (`ankibuild check`" in said
    assert run("preview", tmp_path / "notes", "-o", tmp_path).output.startswith(f"{tmp_path}/")
    assert ": 1 card, " in run("preview", tmp_path / "notes", "-o", tmp_path).output


def test_a_build_that_changes_nothing_does_not_read_like_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE, "utf-8")
    assert "all of them are in the package" not in build(tmp_path / "notes").output
    again = build(tmp_path / "notes").output
    assert "2 unchanged\n" in again
    assert "all of them are in the package: Anki takes those that it does not have yet" in again


def test_a_renamed_page_is_one_line_of_the_difference(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(PAGE, "utf-8")
    (notes / "z.md").write_text("# 他\n\n## SAN とは？\n\n網。\n", "utf-8")
    build(notes)
    (notes / "a.md").rename(notes / "b.md")
    assert run("diff", notes).output == (
        "moved: a.md → b.md: 2 cards\n0 new · 0 changed · 2 moved · 0 removed · 1 unchanged\n"
    )
    changed = PAGE.replace("束ねる", "束にする")
    (notes / "b.md").write_text(changed, "utf-8")
    said = run("diff", notes).output
    assert said.count("\n") == 5
    assert "moved: a.md → b.md: 1 card\n" in said
    assert "place: a.md › 題 › RAID とは？ → b.md › 題 › RAID とは？" in said


def test_the_difference_names_tags(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(PAGE, "utf-8")
    (notes / "ankibuild.toml").write_text('tags = ["夏", "春"]\n', "utf-8")
    build(notes)
    (notes / "ankibuild.toml").write_text('tags = ["冬", "春"]\n', "utf-8")
    said = run("diff", notes).output
    assert said.count("tags: +冬 -夏 \n") == 2
    assert "rendered or tagged" not in said
    record = json.loads(run("diff", notes, "--format", "json").output)["changes"][0]
    assert record["tags"] == {"added": ["冬"], "removed": ["夏"]}
    lock = notes / "ankibuild.lock"
    lock.write_text(re.sub(r'"tags":\[[^]]*\],', "", lock.read_text("utf-8")), "utf-8")
    assert "the same text is rendered or tagged differently" in run("diff", notes).output


def test_rows_begin_in_one_column_whatever_the_script() -> None:
    rows = [("cards", line("1")), ("問題", line("2")), ("", line("3"))]
    assert [plain(row) for row in aligned(rows)] == ["cards  1", "問題   2", "       3"]


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of Unix")
def test_long_work_shows_a_bar_with_stage_and_count_and_leaves_nothing(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"p{n}.md").write_text(f"# 題{n}\n\n## 語{n}とは？\n\n{n}番の説明。\n", "utf-8")
    assert "\x1b[?25l" not in on_terminal(LONG, "cards", str(tmp_path), "--quiet")
    text = on_terminal(LONG, "cards", str(tmp_path), "--no-cache")
    assert re.search(r"p\d\.md .*\d/3", text), text[:500]
    assert "comparing with the last build" in text
    assert text.rstrip().endswith("\x1b[2K"), text[-200:]


LONG = """
import time
from ankibuild.__main__ import main
from ankibuild.terminal.progress import Bar

show = Bar.show

def last(bar, *told):
    show(bar, *told)
    while not bar.appeared:
        time.sleep(0.01)

Bar.show = last
main()
"""
"""The program with stages that last until the bar is there, however quick the machine or busy."""


def on_terminal(program: str, *arguments: str) -> str:
    """Run a program with a terminal as its standard error and return what came there."""
    import pty

    control, terminal = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100", "NO_COLOR": ""}
    command = [sys.executable, "-c", program, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal, env=env)
    os.close(terminal)
    shown = b""
    with suppress(OSError):  # the other end is closed
        while block := os.read(control, 4096):
            shown += block
    assert process.wait(timeout=60) == 0
    return shown.decode("utf-8", "replace")


def test_cards_shows_fronts_as_they_read(notes: Path) -> None:
    """Programs get the text that a card is known by; the reading stands in the HTML."""
    (notes / "a.md").write_text("# 網\n\n- 箱の番人 → 届いた順に配る\n- 鍵の金庫 → 鍵を預かる\n", "utf-8")
    assert "問い          箱の番人とは？" in run("cards", notes, "--lang", "ja").output
    first = json.loads(run("cards", notes, "--format", "jsonl").stdout.splitlines()[0])
    assert first["parts"]["question"]["text"] == "箱の番人"
