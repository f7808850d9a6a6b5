"""The README says what the code does: its tables, its settings and its two commands are checked here."""

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.config import Config, read_config
from ankibuild.config.starter import config_text
from ankibuild.problems import SLUGS
from ankibuild.styles import STYLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def table(name: str, text: str = README) -> list[list[str]]:
    """Return the body rows of the table behind the comment `<!-- NAME: …`."""
    behind = text.partition(f"<!-- {name}:")[2]
    lines = [line for line in behind.partition("\n\n")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[2:]]


def test_every_style_has_a_row_with_an_example() -> None:
    rows = table("styles")
    assert list(dict.fromkeys(row[0].strip("`") for row in rows)) == [style.__name__ for style in STYLES]
    assert all("`" in row[1] and row[2] for row in rows)


def test_every_command_and_its_options_have_a_row() -> None:
    rows = {row[0].split()[1]: row for row in table("commands")}
    assert set(rows) == set(main.commands)
    for name, command in main.commands.items():
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        words = [word.strip("`[]…") for word in rows[name][0].split()[2:]]
        assert words == [a.metavar or str(a.name).upper() for a in arguments]
        described = rows[name][1] + README
        for option in command.params:
            if option.param_type_name == "option" and option.name != "help":
                assert any(flag in described for flag in option.opts), (name, option.opts)


def test_every_problem_has_a_row() -> None:
    rows = [(row[0].strip("`"), *row[1:]) for row in table("problems")]
    assert rows == [(name, slug.gravity, slug.meaning, slug.advice) for name, slug in SLUGS.items()]


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


def test_the_two_commands_are_single_lines_that_need_only_python() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    build, tests = lines
    assert "ankibuild build seeds" in build
    assert tests.endswith("pytest")
    for line in lines:
        assert shlex.split(line)[:3] == ["python3", "-m", "venv"]
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8"), (
        "CI runs the command that is written here"
    )


def test_links_and_pictures_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", README):
        assert (ROOT / "".join(target)).is_file(), target


def test_the_version_is_said() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("ankibuild")
