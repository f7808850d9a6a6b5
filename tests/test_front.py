"""A page's own settings: what they do, and that none is ignored without a word."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from ankibuild.config import Config
from ankibuild.markdown.source import parse
from ankibuild.model import Page, Problem
from ankibuild.reading import Reader
from tests.test_cli import run

TERMS = "# 題\n\n- **冗長化** → 二つにして備える\n- **分散** → 負荷を分ける\n- **複製** → 写しを置く\n"


def cards(folder: Path, front: str) -> tuple[int, str]:
    (folder / "a.md").write_text(f"---\ntitle: x\n{front}\n---\n{TERMS}", "utf-8")
    output = run("cards", folder).output
    return output.count(": qa [meanings]"), run("check", folder).output


@pytest.mark.parametrize(
    "front",
    [
        "ankibuild: {styles: {off: [meanings]}}",
        "ankibuild:\n  styles:\n    off: meanings",
        'ankibuild:\n  styles:\n    "off":\n      - meanings',
    ],
)
def test_styles_are_switched_off_however_yaml_reads_the_word(tmp_path: Path, front: str) -> None:
    count, said = cards(tmp_path, front)
    assert count == 0
    assert "bad-setting" not in said


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("ankibuild: {contrats: choice}", 3, "unknown setting contrats; did you mean 'contrast'?"),
        ("ankibuild:\n  stiles: 3", 4, "unknown setting stiles; did you mean 'styles'?"),
        ("ankibuild:\n  styles:\n    of: [exam]", 5, "unknown setting styles.of; did you mean 'off'?"),
        ("ankibuild:\n  styles:\n    off: [meaning]", 5, "styles.off: meaning; did you mean 'meanings'?"),
        ("ankibuild:\n  styles:\n    off: [nonsense]", 5, "unknown setting styles.off: nonsense; known are"),
        ("ankibuild:\n  contrast: choise", 4, "contrast must be pairs or choice, not 'choise'"),
        ("ankibuild: no", 3, "ankibuild must be a table of settings"),
        ("ankibuild:\n  styles: [meanings]", 4, "styles must be a table such as {off: [meanings]}"),
        ("ankibuild:\n  styles:\n    off: {a: b}", 4, "styles.off must be a list of styles, not {'a': 'b'}"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, front: str, line: int, message: str) -> None:
    count, said = cards(tmp_path, front)
    assert count == 3
    assert f"a.md:{line}: warning: " in said
    assert message in said
    assert "[bad-setting]" in said


def test_what_belongs_to_other_tools_is_let_be(tmp_path: Path) -> None:
    assert "bad-setting" not in cards(tmp_path, "stiles: 3\nankibuild:\naliases: [on]")[1]


def page(front: str, title: str = "title: 表題") -> tuple[Page, list[Problem]]:
    source, problems = parse(f"---\n{title}\n{front}\n---\n{TERMS}".encode(), "a.md", Path("a.md"))
    assert source
    return Reader(Config()).read(source), problems


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "!!int x", "!!float x", '!!int ""', "!!timestamp x", "!!bool x", "!!binary x", "!!set x", "9" * 5000, "!!python/object:os.system x", "!x y", "1_0:99:99", "!!null x", "0x", ".inf", "=", "<<"],
)  # fmt: skip
def test_values_are_taken_as_they_are_written(value: str) -> None:
    read, problems = page(f"date: {value}")
    assert not problems
    assert len(read.cards) == 3


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("date: " + "[" * 3000, 3),
        ("date: " + "{a: " * 3000, 3),
        ("x: &a [*a]", 3),
        ("x: *nothing", 3),
        ("? [a]\n: b", 3),
        ('x: "\\ud800"', 3),
        ('x: "a\\0b"', 3),
        ("x: " + "a" * 200_000, 1),
        ("- a", 3),
        ("x:\n" + "- " * 5000, 2),
    ],
)
def test_what_is_no_front_matter_is_told_with_its_line_and_the_page_is_read(front: str, line: int) -> None:
    read, problems = page(front)
    assert [(each.slug, each.line) for each in problems] == [("front-matter", line)]
    assert len(read.cards) == 3


def test_lists_of_lists_are_not_written_out() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    lines = [
        f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(9))}]" for before, name in pairwise(names)
    ]
    front = "\n".join(["a: &a [x]", *lines, "tags: [*z, y]", "ankibuild: *z"])
    read, problems = page(front, title="title: 一")
    assert not problems
    assert "y" in read.cards[0].tags
    assert not any("x" in tag for tag in read.cards[0].tags)
    assert [problem.slug for problem in read.problems] == ["bad-setting"]
    assert len(read.problems[0].message) < 200


def test_titles_and_tags_read_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 1.10\ntags: [2024-01-01, 007, on]\n---\n" + TERMS.partition("\n")[2], "utf-8"
    )
    output = run("cards", tmp_path, "--format", "jsonl").output
    record = json.loads(output.splitlines()[0])
    assert record["deck"] == "1.10"
    assert record["tags"][1:4] == ["2024-01-01", "007", "on"]


@pytest.mark.parametrize("dashes", ["—-", "——", "—", "ーーー", "−−−", "--"])
def test_dashes_that_a_phone_typed_are_a_hint(dashes: str) -> None:
    source, problems = parse(f"{dashes}\ntitle: x\n{dashes}\n{TERMS}".encode(), "a.md", Path("a.md"))
    assert source
    assert [(each.slug, each.line) for each in problems] == [("front-matter", 1)]
    assert "three plain hyphens" in problems[0].message
