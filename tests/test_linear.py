"""Ten thousand characters of anything are read in a moment, in a line, in lines and in a heading."""

import time
from pathlib import Path

import pytest

from ankibuild.config import Config
from ankibuild.markdown.source import parse, read_notes
from ankibuild.model import Page
from ankibuild.reading import Reader

READER = Reader(Config())
CHARACTERS = 10_000
SECONDS = 4.0
"""Of processor time: all take less than one; before the bounds, brackets took half a minute."""
UNITS = [
    "[", "![", "[a](", "[a][", "![[", "[[a", "<!--", "<!-- ", "<?", "<![CDATA[", "「", "『", "`", "`a ", "``a `", "*", "**", "**a", "*a ",
    "_a", "~~a ", "==a ", "{{c1::a", "{{c1::a}} ", "::", "a :: b ", "(", "（", "<", "<a ", "<b>", "</b>", '<a href="', "<a x=1 ",
    "<div>", "<svg", "<math>", "<details>", "<script", '<iframe src="', '<img src="', "<video>", "<br>", "<c>", "&", "&#x", "\\", "\\(", "\\[",
    "$a", "$$a ", "%%a ", "^", "{a|b}", "漢《", "|", "a | b ", "http://a ", "<http://", "#", "> ", "- ", "1. ", "!", "？", "Q：", "正解：", "A. a ",
    "①", "[^1]", "[^1]: ", "[x]: ", "あ、", "a→b", "a：b", "- - ", "=", "\t", "![a](b.png)", "[a](http://b.c) ", "✅", "{漢|かん}", "[sound:",
    "0123456789", "aaaaaaaa", "あいうえお", '"', "'", "a@b.", "\u3000", ": ", ":::", "---\n", "とは", "は、", "a=b;", "[ ] ", "\u200b", "((((1",
]  # fmt: skip
SHAPES = {
    "line": lambda text: f"# 題\n\n## 問とは？\n\n文 {text}\n\n次\n",
    "heading": lambda text: f"# 題\n\n## {text}？\n\n文\n",
    "item": lambda text: f"## 問とは？\n\n- {text}\n- 文\n",
    "cell": lambda text: f"| 問題 | 答え |\n|---|---|\n| 甲 {text} とは？ | {text} |\n",
    "html": lambda text: f"<div>\n{text}\n</div>\n\n文\n",
}


def read(notes: str) -> tuple[Page, float]:
    source, _ = parse(notes.encode(), "a.md", Path("a.md"))
    assert source
    begun = time.process_time()
    return READER.read(source), time.process_time() - begun


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_is_read_in_a_moment(unit: str) -> None:
    """The shapes take turns with the units: all of both is for a run by hand."""
    shapes = list(SHAPES)
    number = UNITS.index(unit)
    for shape in (shapes[number % 5], "line"):
        text = unit * (CHARACTERS // len(unit))
        _, seconds = read(SHAPES[shape](text))
        assert seconds < SECONDS, shape


@pytest.mark.parametrize("unit", UNITS[::4])
def test_many_lines_are_read_in_a_moment(unit: str) -> None:
    _, seconds = read("# 題\n\n## 問とは？\n\n" + "\n".join([unit * 3] * (CHARACTERS // 10)) + "\n")
    assert seconds < SECONDS


def test_a_line_that_is_too_long_is_told_and_shown_as_a_whole() -> None:
    text = "あ" * 4000
    page, _ = read(
        f"## 冗長化とは？\n\n{text}終\n\n| 問題 | 答え |\n|---|---|\n| 甲とは？ | {text} |\n\n```\n{text}\n```\n"
    )
    assert [(problem.line, problem.slug) for problem in page.problems] == [
        (n, "long-line") for n in (3, 7, 10)
    ]
    assert page.cards[0].parts["answer"].html.endswith("終</p>")


def test_a_page_that_is_too_large_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * 5_000_001)
    (tmp_path / "b.md").write_text("文。\n", "utf-8")
    sources, problems = read_notes([tmp_path])
    assert [source.path for source in sources] == ["b.md"]
    assert [(problem.path, problem.message) for problem in problems] == [
        ("a.md", "cannot be read: larger than 5 MB")
    ]
