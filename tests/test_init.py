"""`ankibuild init` and the schema of the config: both say what the code reads."""

import re
import tomllib
from pathlib import Path

import pytest

from ankibuild.config import Config, misnamed, read_config
from ankibuild.config.schema import config_schema
from ankibuild.config.starter import config_text
from tests.test_cli import PAGE, run


def test_the_schema_agrees_with_the_check() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="pip install jsonschema")
    check = jsonschema.Draft202012Validator(config_schema())
    assert not list(check.iter_errors(tomllib.loads(config_text())))
    wrong = [
        "deck = 1",
        'dekc = ""',
        '[styles]\noff = ["meaning"]',
        "[words]\nanswr = []",
        "[topics]\na = true",
        '[signs]\ncloze = ["*"]',
    ]
    assert [text for text in wrong if not list(check.iter_errors(tomllib.loads(text)))] == []


def test_the_config_with_all_defaults_means_none(tmp_path: Path) -> None:
    for text in (config_text(), config_text(inactive=True)):
        (tmp_path / "ankibuild.toml").write_text(text, "utf-8")
        assert read_config(tmp_path) == Config()
    active = re.sub(r"^# (?=[\w\"]+ = )", "", config_text(inactive=True), flags=re.MULTILINE)
    (tmp_path / "ankibuild.toml").write_text(active, "utf-8")
    config = read_config(tmp_path)
    assert config.words == {"answer": ("こたえあわせ",), "right_marks": ("💮",)}


def test_init_writes_what_it_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE + "\n- ==束== と 漢字《かんじ》\n\n`==code==`\n", "utf-8")
    (tmp_path / "README.md").write_text("# Read me\n\nText.\n", "utf-8")
    result = run("init", tmp_path)
    assert result.exit_code == 0
    assert "2 cards on 2 pages: asking 2" in result.output
    assert result.output.endswith(f"Now: ankibuild build {tmp_path}\n")
    text = (tmp_path / "ankibuild.toml").read_text("utf-8")
    assert tomllib.loads(text)["deck"] == tmp_path.name
    for remark in (
        "# off = \\[\\] .*\\(found: asking\\)",
        "# on = \\[\\] .*\\(found: 1 of ==…==\\)",
        "# ruby = false .*\\(found: 1\\)",
        "# exclude = \\[\\] .*\\(found: README.md\\)",
    ):
        assert re.search(remark, text), remark
    before = run("cards", tmp_path, "--format", "jsonl").output
    (tmp_path / "ankibuild.toml").unlink()
    assert run("cards", tmp_path, "--format", "jsonl").output == before


def test_init_overwrites_only_when_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Notes\n\n## What is RAID?\n\nDisks.\n", "utf-8")
    (tmp_path / "ankibuild.toml").write_text("deck = broken\n", "utf-8")
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert "--force" in result.output
    assert (tmp_path / "ankibuild.toml").read_text("utf-8") == "deck = broken\n"
    assert run("init", tmp_path, "--force").exit_code == 0
    assert read_config(tmp_path).language == "en"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ankibuild.tml", True), (".ankibuild.toml", True), ("ankibuild.toml.txt", True), ("Ankibuild.toml", True),
        ("ankibuild.yaml", True), ("anki-build.toml", True), ("ankibuild.lock", False), ("ankibuild.schema.json", False),
        ("ankibuild.md", False), ("pyproject.toml", False), ("ankibuild", False),
    ],
)  # fmt: skip
def test_a_config_of_nearly_the_right_name_is_told_of(tmp_path: Path, name: str, told: bool) -> None:
    (tmp_path / "a.md").write_text(PAGE, "utf-8")
    (tmp_path / name).write_text("", "utf-8")
    assert (misnamed([tmp_path]) == tmp_path / name) is told
    if name == "ankibuild.tml":
        assert "ankibuild.tml:1: warning: this is not read" in run("check", tmp_path).output
        (tmp_path / "ankibuild.toml").write_text("", "utf-8")
        assert "ankibuild.tml" not in run("check", tmp_path).output
