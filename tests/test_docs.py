"""The README says what the code does: its tables, its settings and its two commands are checked here."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.config import Config, read_config
from ankibuild.config.starter import config_text
from ankibuild.problems import SLUGS, gravity_name
from ankibuild.speech import _, speak
from ankibuild.styles import STYLES
from tests.tools.catalogue import english, messages, said

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")
both = pytest.mark.parametrize("readme", [README, JAPANESE], ids=["en", "ja"])


@pytest.fixture
def japanese() -> Iterator[None]:
    speak("ja")
    yield
    speak("en")


def table(name: str, readme: str = README) -> list[list[str]]:
    """Return the body rows of the table behind the comment `<!-- NAME: …`."""
    behind = readme.partition(f"<!-- {name}:")[2]
    lines = [line for line in behind.partition("\n\n")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[2:]]


@both
def test_every_style_has_a_row_with_an_example(readme: str) -> None:
    rows = table("styles", readme)
    assert list(dict.fromkeys(row[0].strip("`") for row in rows)) == [style.__name__ for style in STYLES]
    assert all("`" in row[1] and row[2] for row in rows)


@both
def test_every_command_and_its_options_have_a_row(readme: str) -> None:
    rows = {row[0].split()[1]: row for row in table("commands", readme)}
    assert set(rows) == set(main.commands)
    for name, command in main.commands.items():
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        words = [word.strip("`[]…") for word in rows[name][0].split()[2:]]
        assert words == [a.metavar or str(a.name).upper() for a in arguments]
        described = rows[name][1] + readme
        for option in command.params:
            if option.param_type_name == "option" and option.name != "help":
                assert any(flag in described for flag in option.opts), (name, option.opts)


def test_every_problem_has_a_row() -> None:
    rows = [(row[0].strip("`"), *row[1:]) for row in table("problems")]
    assert rows == [(name, slug.gravity, slug.meaning, slug.advice) for name, slug in SLUGS.items()]


def test_every_problem_has_a_row_in_japanese(japanese: None) -> None:
    rows = [(row[0].strip("`"), *row[1:]) for row in table("problems", JAPANESE)]
    assert rows == [
        (name, gravity_name(slug.gravity), _(slug.meaning), _(slug.advice)) for name, slug in SLUGS.items()
    ]


def test_both_readmes_say_the_same() -> None:
    """Section by section the same commands, options, settings and examples: all that stands in code."""
    sections, other = code_of(README), code_of(JAPANESE)
    assert len(sections) == len(other)
    for ours, theirs in zip(sections, other, strict=True):
        assert {code for code in ours ^ theirs if not SAID.search(code)} == set()
    assert README.startswith("English · [日本語](README.ja.md)\n")
    assert JAPANESE.startswith("[English](README.md) · 日本語\n")


SAID = re.compile("2 new|新規 2|end the heading|見出しの末尾|^style$")
"""Code that is in the reader's language: what ankibuild says, and the name of a column."""


def code_of(readme: str) -> list[set[str]]:
    """Return what stands in code, a set for each heading."""
    text = re.sub(r"```.*?```", "", readme, flags=re.DOTALL)
    sections = re.split(r"^#+ .*$", text, flags=re.MULTILINE)
    return [{" ".join(code.split()) for code in re.findall(r"`([^`]+)`", section)} for section in sections]


def test_messages_name_sections_that_are_there(japanese: None) -> None:
    named = {
        name for message in messages(said()) for name in re.findall("README の「(.+?)」", _(english(message)))
    }
    assert named == {"設定ファイル", "指示の書き方"}
    for name in named:
        assert re.search(rf"^#+ {name}$", JAPANESE, re.MULTILINE)


def test_the_config_shown_in_japanese_is_the_default(japanese: None) -> None:
    assert f"```toml\n{config_text()}```" in JAPANESE


def test_the_config_shown_is_the_default(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert block
    (tmp_path / "ankibuild.toml").write_text(block[1], "utf-8")
    assert read_config(tmp_path) == Config()
    assert block[1] == config_text()
    every = re.sub(r"^# (?=[\w\"])", "", block[1], flags=re.MULTILINE)
    shown = tomllib.loads(every)
    assert set(shown) == {each.name for each in fields(Config)}
    (tmp_path / "ankibuild.toml").write_text(every, "utf-8")
    assert read_config(tmp_path).topics


@both
def test_the_two_commands_are_single_lines_that_need_only_python(readme: str) -> None:
    lines = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    build, tests = lines
    assert "ankibuild build seeds" in build
    assert tests.endswith("pytest")
    for line in lines:
        assert shlex.split(line)[:3] == ["python3", "-m", "venv"]
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8"), (
        "CI runs the command that is written here"
    )


@both
def test_links_and_pictures_are_there(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", readme):
        assert (ROOT / "".join(target)).is_file(), target


def test_the_version_is_said() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("ankibuild")
