"""The command line as a careless user meets it: clear words, right exit codes, nothing lost."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from tests.conftest import bound_by_permissions

PAGE = """# 題

## RAID とは？

複数のディスクを束ねる技術。

## NAS とは？

ネットワーク越しの記憶装置。
"""


def run(*arguments: str | Path, epoch: int | None = 1_700_000_000) -> Result:
    env = {"SOURCE_DATE_EPOCH": str(epoch) if epoch is not None else ""}
    return CliRunner().invoke(main, [str(each) for each in arguments], env=env)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE, "utf-8")
    return tmp_path / "notes"


def build(folder: Path, *options: str | Path, epoch: int = 1_700_000_000) -> Result:
    return run("build", folder, "-o", folder.parent / "deck.apkg", *options, epoch=epoch)


def state(folder: Path) -> dict[str, bytes]:
    """Everything in and beside the notes: what a failed build must leave alone."""
    return {str(path): path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}


def test_a_build_says_what_it_did_and_what_to_do(folder: Path) -> None:
    result = build(folder)
    assert result.exit_code == 0
    assert "2 new · 0 changed · 0 removed · 0 unchanged" in result.output
    assert "File → Import → deck.apkg" in result.output
    again = build(folder, epoch=1_800_000_000)
    assert "0 new · 0 changed · 0 removed · 2 unchanged" in again.output
    assert "KB, not written: it is the same)" in again.output
    assert "not written" not in result.output


def test_quiet_says_nothing(folder: Path) -> None:
    assert build(folder, "--quiet").output == ""


@pytest.mark.parametrize("command", ["build", "cards", "check", "diff"])
def test_a_wrong_path_is_named(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere: no such file or folder" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["build", "cards", "check"])
def test_a_folder_without_notes_is_named(command: str, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    result = run(command, tmp_path)
    assert result.exit_code == 2
    assert "no notes found; notes are files that end in .md" in result.output
    assert not list(tmp_path.glob("*.lock"))


def test_bad_pages_are_problems_and_the_others_still_build(folder: Path) -> None:
    (folder / "binary.md").write_bytes(b"\x89PNG\0\0")
    (folder / "empty.md").write_bytes(b"")
    (folder / "latin.md").write_bytes(b"caf\xe9\n")
    (folder / "front.md").write_text("---\na: [\n---\n## X とは？\n\n説明。\n", "utf-8")
    result = build(folder)
    assert result.exit_code == 1
    for line in ("binary.md:1: error:", "empty.md:1: warning:", "latin.md:1: error:", "front.md:3: error:"):
        assert line in result.output
    assert "3 new" in result.output
    assert (folder.parent / "deck.apkg").is_file()


def test_one_question_twice_makes_two_notes_and_a_warning(folder: Path) -> None:
    (folder / "b.md").write_text("# 別\n\n## RAID とは？\n\n別の答え。\n", "utf-8")
    result = build(folder)
    assert "duplicate-question" in result.output
    assert "3 new" in result.output
    lines = run("cards", folder, "--format", "jsonl").output.splitlines()
    guids = [json.loads(line)["id"] for line in lines if line.startswith("{")]
    assert len(set(guids)) == 3


def test_an_explicit_id_keeps_a_card_through_anything(folder: Path) -> None:
    page = folder / "a.md"
    page.write_text("# 題\n\n<!-- id: raid -->\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
    build(folder)
    page.write_text("# 題\n\n<!-- id: raid -->\n## 冗長化の代表は何か？\n\n全く別の文。\n", "utf-8")
    assert "0 new · 1 changed · 0 removed" in build(folder, epoch=1_700_000_100).output


def test_check_accounts_for_every_line(folder: Path) -> None:
    page = folder / "a.md"
    page.write_text(
        PAGE + "\n<!-- ankibuild: skip -->\n\n飛ばす。\n\n<!-- ankibuild: on -->\n\nただの文。\n", "utf-8"
    )
    record = json.loads(run("check", folder, "--format", "json").output)["pages"][0]
    assert {piece["text"]: piece["reason"] for piece in record["none"]}["飛ばす。"] == "skipped"
    told = {
        n
        for sort in ("none", "uncarded")
        for p in record[sort]
        for n in range(p["lines"][0], p["lines"][1] + 1)
    }
    lines = page.read_text("utf-8").splitlines()
    cards = [json.loads(line) for line in run("cards", folder, "--format", "jsonl").output.splitlines()]
    for card in cards:
        for part in filter(None, card["parts"].values()):
            told |= {n for first, last in part["lines"] for n in range(first, last + 1)}
    assert [n for n, line in enumerate(lines, 1) if line.strip() and n not in told] == []


def test_check_tells_all_that_a_build_would(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_text(PAGE + "\n![図](img/none.png)\n\n- 冗長化 → 二つ\n", "utf-8")
    (folder / "latin.md").write_bytes(b"caf\xe9\n")
    told = {line for line in build(folder).output.splitlines() if line.endswith(("UTF-8", "path"))}
    assert len(told) == 2
    monkeypatch.setattr(
        "ankibuild.pipeline.plan", None
    )  # what a build decides on top is none of its business
    checked = run("check", folder)
    assert checked.exit_code == 1
    assert told <= set(checked.output.splitlines())
    (folder / "look" / "qa").mkdir(parents=True)
    (folder / "look" / "qa" / "front.html").write_text("{{Nothing}}", "utf-8")
    (folder / "ankibuild.toml").write_text('templates = "look"\n', "utf-8")
    assert "no field {{Nothing}}" in run("check", folder).output
    assert run("check", folder).output == build(folder).output
    assert run("check", folder).exit_code == 2


def test_frozen_fails_when_the_ledger_would_change(folder: Path) -> None:
    before = state(folder)
    result = build(folder, "--frozen")
    assert result.exit_code == 1
    assert "the ledger would change" in result.output
    assert state(folder) == before
    build(folder)
    assert build(folder, "--frozen", epoch=1_800_000_000).exit_code == 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("garbage\n", "ankibuild.lock:1:"),
        ("<<<<<<< HEAD\n", "merge conflict"),
        ('{"ankibuild":"ledger","version":99,"deck":"x"}\n', "newer ankibuild"),
    ],
)
def test_a_damaged_ledger_is_named_and_nothing_is_overwritten(folder: Path, text: str, word: str) -> None:
    build(folder)
    (folder / "ankibuild.lock").write_text(text, "utf-8")
    before = state(folder)
    result = build(folder)
    assert result.exit_code == 2
    assert word in result.output
    assert state(folder) == before


def test_the_ledger_of_other_notes_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text("# 他\n\n## SAN とは？\n\n記憶装置の網。\n", "utf-8")
    build(folder)
    before = state(folder)
    result = run("build", other, "--lock", folder / "ankibuild.lock", "-o", tmp_path / "x.apkg")
    assert result.exit_code == 2
    assert "other notes" in result.output
    assert state(folder) == before


def test_a_question_that_two_folders_share_by_chance_makes_them_not_one(folder: Path, tmp_path: Path) -> None:
    (folder / "a.md").write_text(PAGE + "\n## CPU とは？\n\n演算する装置。\n", "utf-8")
    build(folder)
    (other := tmp_path / "other").mkdir()
    text = "# 他\n\n## SAN とは？\n\n記憶装置の網。\n\n## DAS とは？\n\n直結。\n\n## RAID とは？\n\n束。\n"
    (other / "b.md").write_text(text, "utf-8")
    result = run("build", other, "--lock", folder / "ankibuild.lock", "-o", tmp_path / "x.apkg")
    assert "other notes" in result.output


@pytest.mark.parametrize("title", ["", "# 別の題\n\n"], ids=["no h1", "retitled"])
def test_the_only_page_may_be_renamed_and_retitled(folder: Path, title: str) -> None:
    old = folder / "a.md"
    old.write_text(PAGE.replace("# 題\n\n", "" if not title else "# 題\n\n"), "utf-8")
    build(folder)
    (folder / "z.md").write_text(title + PAGE.replace("# 題\n\n", ""), "utf-8")
    old.unlink()
    result = build(folder, epoch=1_700_000_100)
    assert result.exit_code == 0
    assert "0 new" in result.output
    assert "0 removed" in result.output


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ("deck = 1\n", "deck must be a text"),
        ("dekc = 'x'\n", "did you mean 'deck'?"),
        ("deck = \n", "not valid TOML"),
        ("[styles]\noff = ['meaning']\n", "did you mean 'meanings'?"),
        ("contrast = 'both'\n", "must be one of 'pairs', 'choice'"),
        ("templates = 'nowhere'\n", "nowhere"),
    ],
)
def test_a_wrong_config_is_explained(folder: Path, config: str, word: str) -> None:
    (folder / "ankibuild.toml").write_text(config, "utf-8")
    result = build(folder)
    assert result.exit_code == 2
    assert word in result.output


def test_the_config_decides(folder: Path) -> None:
    (folder / "ankibuild.toml").write_text(
        'deck = "試験::基礎"\ntags = ["冬"]\n[topics]\n"束ね" = ["束ねる"]\nsilence = ["RAID"]\n', "utf-8"
    )
    cards = [json.loads(line) for line in run("cards", folder, "--format", "jsonl").output.splitlines()]
    assert {card["deck"] for card in cards} == {"試験::基礎"}
    assert "冬" in cards[0]["tags"]
    assert "topic::束ね" in cards[0]["tags"]
    assert "topic::RAID" not in cards[0]["tags"]


def test_decks_and_tags_of_several_pages(folder: Path) -> None:
    (folder / "b.md").write_text(
        "---\ntags: [夏]\n---\n# 網\n\n#秋 #冬\n\n## VPN とは？\n\n暗号化した通路。\n", "utf-8"
    )
    cards = [json.loads(line) for line in run("cards", folder, "--format", "jsonl").output.splitlines()]
    assert [card["deck"] for card in cards] == ["notes::題", "notes::題", "notes::網"]
    assert {"網", "夏", "秋", "冬"} <= set(cards[2]["tags"])
    assert not {"夏", "秋"} & set(cards[0]["tags"])


def test_a_read_only_folder(open_folder: Path) -> None:
    (open_folder / "a.md").write_text(PAGE, "utf-8")
    open_folder.chmod(0o555)
    with bound_by_permissions():
        result = run("build", open_folder, "-o", open_folder / "deck.apkg")
    open_folder.chmod(0o777)
    assert result.exit_code == 2
    assert "nothing was changed" in result.output
    assert [path.name for path in open_folder.iterdir()] == ["a.md"]


def test_a_target_that_is_a_folder(folder: Path) -> None:
    before = state(folder)
    result = run("build", folder, "-o", folder)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert state(folder) == before


def test_every_removal_is_told_by_its_text(folder: Path) -> None:
    item = "# 題\n\n## 問1\n\nどれか。\n\n- A. 甲の案\n- B. 乙の案\n- C. 丙の案\n\n**正解：A**\n\n- B: 遅い。\n- C: 高い。\n"
    (folder / "b.md").write_text(item, "utf-8")
    build(folder)
    (folder / "b.md").write_text(item.replace("- C. 丙の案\n", "").replace("- C: 高い。\n", ""), "utf-8")
    (folder / "a.md").unlink()
    said = build(folder, epoch=1_700_000_100).output.splitlines()
    told = [line for line in said if line.startswith("removed: ")]
    assert sorted(told) == [
        "removed: a.md: NAS とは？",
        "removed: a.md: RAID とは？",
        "removed: b.md: 丙の案 ↔ 甲の案",
    ]
    assert "removed: " not in build(folder, "--quiet").output


def test_removed_cards_are_pruned_when_asked(folder: Path) -> None:
    build(folder)
    (folder / "a.md").write_text(PAGE.partition("## NAS")[0], "utf-8")
    result = build(folder, epoch=1_700_000_100)
    assert "1 removed" in result.output
    assert "removed: a.md: NAS とは？" in result.output
    assert "Empty Cards" in result.output
    pruned = run("prune", folder)
    assert pruned.exit_code == 0
    assert "1 removed card" in pruned.output
    assert '"removed"' not in (folder / "ankibuild.lock").read_text("utf-8")
    assert "0 new · 0 changed · 0 removed · 1 unchanged" in build(folder, epoch=1_700_000_200).output


def test_diff_shows_old_and_new_words_and_writes_nothing(folder: Path) -> None:
    build(folder)
    page = folder / "a.md"
    page.write_text(PAGE.replace("複数のディスク", "二台以上のディスク").replace("## NAS", "## SAN"), "utf-8")
    before = state(folder)
    result = run("diff", folder)
    assert result.exit_code == 0
    assert "[-複数-]" in result.output
    assert "{+二台以上+}" in result.output
    assert run("diff", folder, "--exit-code").exit_code == 1
    changes = json.loads(run("diff", folder, "--format", "json").output)
    assert {change["happening"] for change in changes["changes"]} >= {"changed"}
    assert state(folder) == before
    build(folder)
    assert run("diff", folder, "--exit-code").exit_code == 0


def test_diff_names_what_changes_for_all_cards(folder: Path) -> None:
    (folder / "look").mkdir()
    (folder / "look" / "style.css").write_text(".card { color: teal; }\n", "utf-8")
    config = folder / "ankibuild.toml"
    config.write_text('templates = "look"\n', "utf-8")
    assert "look: " not in run("diff", folder).output
    build(folder)
    assert run("diff", folder, "--exit-code").exit_code == 0
    config.write_text('deck = "別"\n', "utf-8")
    result = run("diff", folder, "--exit-code")
    assert result.exit_code == 1
    assert "look: qa, contrast, cloze: the card templates are others\n" in result.output
    assert "cards stay in the deck “題”" in result.output


@pytest.mark.usefixtures("heard_interrupts")
def test_an_interrupt_leaves_all_as_it_was(folder: Path, tmp_path: Path) -> None:
    for n in range(300):
        (folder / f"p{n}.md").write_text(PAGE.replace("RAID", f"語{n}") * 20, "utf-8")
    before = state(folder)
    command = [
        sys.executable,
        "-m",
        "ankibuild",
        "build",
        str(folder),
        "-o",
        str(tmp_path / "deck.apkg"),
        "-v",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "p1" in line:
            break
    process.send_signal(2)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; nothing was changed" in err
    assert "Traceback" not in err
    assert state(folder) == before


@pytest.mark.skipif(os.name == "nt", reason="pipes of a shell")
def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    for n in range(40):
        (folder / f"p{n}.md").write_text(PAGE.replace("RAID", f"語{n}") * 20, "utf-8")
    command = f"{shlex.quote(sys.executable)} -m ankibuild cards {shlex.quote(str(folder))} | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)  # noqa: S602
    assert result.stdout.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "Broken" not in result.stderr


def test_help_has_examples() -> None:  # that it is quick is told by test_pace.py, without a clock
    for name, command in main.commands.items():
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Example:" in result.output, name
        assert command.help
